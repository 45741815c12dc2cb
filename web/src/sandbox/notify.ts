import { effect, signal } from "@preact/signals";
import type { SessionClient } from "./client";

/** Whether the person wants to be told; null where this browser can't. */
export const wish = signal<"open" | "wanted" | "denied" | null>(initial());

function initial(): "open" | "wanted" | "denied" | null {
  if (typeof Notification === "undefined") return null;
  if (Notification.permission === "granted") return "wanted";
  return Notification.permission === "denied" ? "denied" : "open";
}

/** On a press only: a browser that is asked unbidden says no for good. */
export async function ask(): Promise<void> {
  const answer = await Notification.requestPermission();
  wish.value = answer === "granted" ? "wanted" : answer === "denied" ? "denied" : "open";
}

/** Tells, once each time, that the session has begun to wait for somebody while this page is out of sight. */
export function tellWhenItWaits(client: SessionClient, name: () => string): () => void {
  let before: string | undefined;
  return effect(() => {
    const now = client.activity.value;
    const began = now?.state === "waiting" && before !== undefined && before !== "waiting";
    before = now?.state;
    if (!began || wish.value !== "wanted" || document.visibilityState === "visible") return;
    void show(`${name() || "A session"} waits for you`, now?.reason ?? "", client.id);
  });
}

async function show(title: string, body: string, id: string): Promise<void> {
  const options = { body, tag: `session-${id}`, icon: "/start/icons/192.png" };
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
