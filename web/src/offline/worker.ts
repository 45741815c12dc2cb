/**
 * The service worker: the page itself when there is no network, and nothing else. The service's own answers are never kept.
 * `SHELL`, `WORDS` and `VERSION` are written in by the build (`vite.config.ts`): what the first load needs, the words of each
 * language beside English, and a hash of all of it.
 */
import { kindOf, type Reply, wordsFor } from "./shell";
import { sessionOf, waitOf, windowFor } from "./waits";

declare const SHELL: readonly string[];
declare const WORDS: Readonly<Record<string, string>>;
declare const VERSION: string;

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Clicked extends Waiting {
  readonly notification: Notification;
}
interface Pushed extends Waiting {
  readonly data: { text(): string } | null;
}
interface Window {
  readonly url: string;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}
interface Fetching extends Waiting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker {
  readonly location: Location;
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", run: (event: Waiting) => void): void;
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    matchAll(of: { type: "window"; includeUncontrolled?: boolean }): Promise<readonly Window[]>;
    openWindow(url: string): Promise<unknown>;
  };
  addEventListener(type: "push", run: (event: Pushed) => void): void;
  addEventListener(type: "notificationclick", run: (event: Clicked) => void): void;
  addEventListener(type: "fetch", run: (event: Fetching) => void): void;
  addEventListener(type: "message", run: (event: MessageEvent) => void): void;
}

const worker = self as unknown as Worker;
const PAGE = "/start";
const PREFIX = "concierge-page-";
const NAME = PREFIX + VERSION;
/** A network that says nothing for this long counts as none: a page that stays white helps nobody. */
const PATIENCE_MS = 4000;

worker.addEventListener("install", (event) => {
  // The names of assets hold their hash, so the browser's copy of the first load is good; the page's own name doesn't.
  const wanted = [...SHELL, ...wordsFor(navigator.languages, WORDS)].map((path) =>
    path.includes("/assets/") ? path : new Request(path, { cache: "reload" }),
  );
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(wanted)));
});

worker.addEventListener("activate", (event) => {
  const stale = (name: string) => name.startsWith(PREFIX) && name !== NAME;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(stale).map((name) => caches.delete(name)))));
});

worker.addEventListener("message", (event) => {
  if (event.data === "take over") void worker.skipWaiting();
  // A page that is as new as this worker needs no word about it.
  if (event.data === "shell") event.ports[0]?.postMessage({ shell: SHELL } satisfies Reply);
});

/** A session waits for its person, who may have no page open. */
worker.addEventListener("push", (event) => {
  const { title, session, ...options } = waitOf(event.data?.text() ?? "");
  event.waitUntil(
    worker.registration.showNotification(title, { ...options, icon: "/start/icons/192.png", data: { session } }),
  );
});

/** A notification leads to the session that it tells of; another one back to the page that is open, else to a new one. */
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const session = sessionOf(event.notification.data);
  if (session) {
    event.waitUntil(lead(session));
    return;
  }
  const seen = worker.clients
    .matchAll({ type: "window" })
    .then(([page]) => page?.focus() ?? worker.clients.openWindow(PAGE));
  event.waitUntil(seen);
});

/** The sandbox's pages aren't this worker's own, so they are asked to show a session, not taken there. */
async function lead(session: string): Promise<void> {
  const open = windowFor(await worker.clients.matchAll({ type: "window", includeUncontrolled: true }), session);
  if (!open) {
    await worker.clients.openWindow(`/sandbox/${session}`);
    return;
  }
  open.postMessage({ type: "show", session });
  await open.focus();
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  switch (kindOf(request.method, request.mode, new URL(request.url), worker.location.origin)) {
    case "page":
      event.respondWith(page(request));
      break;
    case "asset":
      event.respondWith(asset(request));
      break;
    case "file":
      event.respondWith(fetch(request).catch(async (error) => (await kept(request)) ?? Promise.reject(error)));
      break;
    default:
      break;
  }
});

async function kept(request: Request | string): Promise<Response | undefined> {
  return (await caches.open(NAME)).match(request, { ignoreSearch: true });
}

/** From the network, so that a new version is seen at once; the kept one when that fails, or a proxy answers for it. */
async function page(request: Request): Promise<Response> {
  const ours = await kept(PAGE);
  if (!ours) return fetch(request);
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(ours), PATIENCE_MS));
  const fresh = fetch(request).then((answer) => (answer.status >= 500 ? ours : answer));
  return Promise.race([fresh.catch(() => ours), late]);
}

/** A name with a hash never means anything else: kept on its first use. */
async function asset(request: Request): Promise<Response> {
  const ours = await kept(request);
  if (ours) return ours;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(NAME)).put(request, answer.clone());
  return answer;
}
