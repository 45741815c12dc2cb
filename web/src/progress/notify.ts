import { effect, signal } from "@preact/signals";
import type { Session } from "../session/session";
import { words } from "../words";

/** Whether the person wants to be told; null where this browser can't. */
export const wish = signal<"open" | "wanted" | "denied" | null>(initial());

function initial(): "open" | "denied" | null {
  if (typeof Notification === "undefined") return null;
  return Notification.permission === "denied" ? "denied" : "open";
}

/** On a press only: a browser that is asked unbidden says no for good. */
export async function ask(): Promise<void> {
  const answer = await Notification.requestPermission();
  wish.value = answer === "granted" ? "wanted" : answer === "denied" ? "denied" : "open";
}

/** Tells of the end of what was seen running, once, while the page is out of sight. Returns what ends it. */
export function tellOfTheEnd(session: Session): () => void {
  let running: string | null = null;
  return effect(() => {
    const deployment = session.view.value.deployment;
    if (!deployment) return;
    if (deployment.endedAt === null) {
      running = deployment.id;
      return;
    }
    const wasRunning = running === deployment.id;
    running = null;
    if (!wasRunning || wish.value !== "wanted" || document.visibilityState === "visible") return;
    const says = words.peek().progress;
    const isReady = deployment.verdict?.outcome === "ready";
    void show(isReady ? says.isReady : says.needsLook, deployment.fqdn, deployment.id);
  });
}

async function show(title: string, body: string, tag: string): Promise<void> {
  const options = { body, tag, icon: "/start/icons/192.png" };
  try {
    const registration = await navigator.serviceWorker?.getRegistration("/start");
    // One that isn't active yet refuses.
    if (registration?.active) await registration.showNotification(title, options);
    else new Notification(title, options);
  } catch {
    // A browser that allows it and can't do it; the page says it anyway.
  }
}
