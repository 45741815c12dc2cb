import { effect, signal } from "@preact/signals";
import type { SandboxApi } from "./api";
import type { SessionClient } from "./client";
import { subscribe, unsubscribe } from "./push";

const WISH = "concierge.waits";

/** Whether the person wants to be told; null where this browser can't. */
export const wish = signal<"open" | "wanted" | "denied" | null>(initial());
/** `push`: also while no page is open; `page`: by an open page alone. */
export const reach = signal<"push" | "page">("page");

function initial(): "open" | "wanted" | "denied" | null {
  if (typeof Notification === "undefined") return null;
  if (Notification.permission === "granted") return isKept() ? "wanted" : "open";
  return Notification.permission === "denied" ? "denied" : "open";
}

function isKept(): boolean {
  try {
    return localStorage.getItem(WISH) === "yes";
  } catch {
    return false;
  }
}

function keep(wanted: boolean): void {
  try {
    if (wanted) localStorage.setItem(WISH, "yes");
    else localStorage.removeItem(WISH);
  } catch {
    // A browser that keeps nothing is asked again next time.
  }
}

/** On a press only: a browser that is asked unbidden says no for good. */
export async function ask(api: SandboxApi): Promise<void> {
  const answer = await Notification.requestPermission();
  if (answer === "granted") {
    keep(true);
    reach.value = await reached(api);
    wish.value = "wanted";
  } else wish.value = answer === "denied" ? "denied" : "open";
}

/** Browsers change where they are told from time to time; whoever opens a page brings the server up to date. */
export async function renew(api: SandboxApi): Promise<void> {
  if (wish.value === "wanted") reach.value = await reached(api);
}

async function reached(api: SandboxApi): Promise<"push" | "page"> {
  return (await subscribe(api)) ? "push" : "page";
}

/** Tell no more. */
export async function stop(api: SandboxApi): Promise<void> {
  await unsubscribe(api);
  keep(false);
  wish.value = "open";
  reach.value = "page";
}

/** Tells, once each time, that the session has begun to wait for somebody while this page is out of sight. */
export function tellWhenItWaits(client: SessionClient, name: () => string): () => void {
  let before: string | undefined;
  return effect(() => {
    const now = client.activity.value;
    const began = now?.state === "waiting" && before !== undefined && before !== "waiting";
    before = now?.state;
    // What is pushed isn't said twice.
    if (!began || wish.value !== "wanted" || reach.value === "push" || document.visibilityState === "visible") return;
    void show(`${name() || "A session"} waits for you`, now?.reason ?? "", client.id);
  });
}

async function show(title: string, body: string, id: string): Promise<void> {
  const options = { body, tag: `session-${id}`, icon: "/start/icons/192.png", data: { session: id } };
  try {
    const notification = new Notification(title, options);
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
  } catch {
    // Phones show them by a worker alone.
    const registration = await navigator.serviceWorker?.getRegistration("/start");
    await registration?.showNotification(title, options).catch(() => {});
  }
}
