import { signal } from "@preact/signals";

/** What the browser knows for certain: a device that is online may still not reach us, one that is offline can't. */
export const isOffline = signal(typeof navigator !== "undefined" && navigator.onLine === false);

if (typeof window !== "undefined") {
  window.addEventListener("offline", () => {
    isOffline.value = true;
  });
  window.addEventListener("online", () => {
    isOffline.value = false;
  });
}
