/** A timer of a page that is seen is never so late; one in the background may be a minute late without any sleep. */
export const SLEPT_MS = 20_000;
export const SLEPT_HIDDEN_MS = 90_000;
const TICK_MS = 5000;

/** Tells when this device was asleep, once the page is seen again: its connection looks open then and may be long gone. */
export function onWake(wake: () => void, now: () => number = Date.now): () => void {
  let last = now();
  let wasSeen = document.visibilityState === "visible";
  let hasSlept = false;
  const look = () => {
    const gap = now() - last;
    last = now();
    hasSlept ||= gap > (wasSeen ? SLEPT_MS : SLEPT_HIDDEN_MS);
    wasSeen = document.visibilityState === "visible";
    if (!hasSlept || !wasSeen) return;
    hasSlept = false;
    wake();
  };
  const timer = window.setInterval(look, TICK_MS);
  document.addEventListener("visibilitychange", look);
  // After the browser itself had frozen the page.
  document.addEventListener("resume", wake);
  return () => {
    window.clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
    document.removeEventListener("resume", wake);
  };
}
