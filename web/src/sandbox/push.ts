import type { SandboxApi } from "./api";

const WORKER = "/start/sw.js";
const SCOPE = "/start";
const AWAKE_MS = 10_000;

/**
 * Has this browser told by its maker's push service, so that no page need be open. Renews what there is.
 * False where that can't be: without such a service, or where the server tells nobody.
 */
export async function subscribe(api: SandboxApi): Promise<boolean> {
  if (!navigator.serviceWorker || typeof PushManager === "undefined") return false;
  try {
    const { key } = await api.push();
    const registration = await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
    await awake(registration);
    const before = await registration.pushManager.getSubscription();
    // The server has another key than when that was made: it couldn't send there.
    if (before && keyOf(before) !== key) await before.unsubscribe();
    const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
    await api.subscribe(made.toJSON());
    return true;
  } catch {
    return false;
  }
}

/** This browser is told no more; the server forgets it even if the browser doesn't. */
export async function unsubscribe(api: SandboxApi): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration(SCOPE);
  const made = await registration?.pushManager?.getSubscription();
  if (!made) return;
  const known = await api.unsubscribe(await identify(made.endpoint)).then(
    () => true,
    () => false,
  );
  const gone = await made.unsubscribe().catch(() => false);
  if (!known && !gone) throw new Error("neither side forgot it");
}

/** The server's name for this browser. */
export async function identify(endpoint: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint)));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** `ready` waits for a worker of this page's own address, which is none of the worker's. */
async function awake(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active || !worker) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the worker doesn't start")), AWAKE_MS);
    const look = () => {
      if (worker.state !== "activated" && worker.state !== "redundant") return;
      clearTimeout(timer);
      if (worker.state === "activated") resolve();
      else reject(new Error("the worker can't start"));
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

function keyOf(subscription: PushSubscription): string {
  const key = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...key))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64url.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
}
