import { effect, signal } from "@preact/signals";
import type { Session } from "../session/session";
import type { Reply } from "./shell";

const DRAFT = "concierge.draft";

/** The worker of a newer version that waits for a reload; null while this page is the newest. */
export const waiting = signal<ServiceWorker | null>(null);

/** Keeps the page for when there is no network, and notices new versions of it. Nothing here is needed to talk. */
export async function keepPage(session: Session): Promise<void> {
  bringDraftBack(session);
  if (!("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register("/start/sw.js", { scope: "/start" });
    watch(registration);
    lookAgain(registration, session);
  } catch {
    // Without a worker (a private window, a policy) the page works as before; it only needs the network.
  }
}

/** By the person's own hand only. What stands in the message field comes along. */
export function reload(session: Session): void {
  const worker = waiting.value;
  if (session.draft.value) sessionStorage.setItem(DRAFT, session.draft.value);
  // Not `controllerchange`: the first page of all isn't controlled yet, and would wait for ever.
  worker?.addEventListener("statechange", () => worker.state === "activated" && location.reload());
  if (worker && worker.state === "installed") worker.postMessage("take over");
  else location.reload(); // another window has let it take over already
}

function bringDraftBack(session: Session): void {
  try {
    const draft = sessionStorage.getItem(DRAFT);
    sessionStorage.removeItem(DRAFT);
    if (draft && !session.draft.value) session.draft.value = draft;
  } catch {
    // A browser that keeps nothing has kept no draft.
  }
}

function watch(registration: ServiceWorkerRegistration): void {
  const found = (worker: ServiceWorker | null) => {
    // The first worker of all is no news.
    if (!worker || !registration.active) return;
    const look = () => worker.state === "installed" && void settle(worker);
    worker.addEventListener("statechange", look);
    look();
  };
  found(registration.waiting);
  registration.addEventListener("updatefound", () => found(registration.installing));
}

/** A page that was loaded anew is as new as the worker that still waits: that one may take over unsaid. */
async function settle(worker: ServiceWorker): Promise<void> {
  const { shell } = await ask(worker);
  const own = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  if (own && shell.includes(new URL(own.src).pathname)) worker.postMessage("take over");
  else waiting.value = worker;
}

function ask(worker: ServiceWorker): Promise<Reply> {
  const channel = new MessageChannel();
  return new Promise((resolve) => {
    channel.port1.onmessage = ({ data }) => resolve(data as Reply);
    worker.postMessage("shell", [channel.port2]);
  });
}

/** A new version comes with a restart of the server, and a page may lie open for days. */
function lookAgain(registration: ServiceWorkerRegistration, session: Session): void {
  const look = () => void registration.update().catch(() => {});
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  let wasLost = false;
  effect(() => {
    const status = session.status.value;
    if (status === "open" && wasLost) look();
    wasLost = status === "reconnecting" || (wasLost && status !== "open");
  });
}
