import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { SandboxApi } from "./api";
import type { SessionClient } from "./client";
import { ask, reach, renew, stop, tellWhenItWaits, wish } from "./notify";
import { identify } from "./push";
import type { Activity } from "./wire";

const shown: string[] = [];

beforeEach(() => {
  shown.length = 0;
  reach.value = "page";
  vi.stubGlobal(
    "Notification",
    class {
      static permission = "granted";
      static requestPermission = async () => "granted";
      onclick: (() => void) | null = null;
      constructor(title: string, options: { body: string; tag: string }) {
        shown.push(`${title}: ${options.body} (${options.tag})`);
      }
      close(): void {}
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

function seen(visibility: DocumentVisibilityState): void {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(visibility);
}

it("tells once, each time it begins to wait while the page is out of sight", () => {
  const activity = signal<{ state: Activity; reason: string } | null>(null);
  const client = { id: "s", activity } as unknown as SessionClient;
  const end = tellWhenItWaits(client, () => "Claude Code");
  wish.value = "wanted";
  seen("hidden");
  // What waited before anybody looked is no news.
  activity.value = { state: "waiting", reason: "old" };
  expect(shown).toEqual([]);
  activity.value = { state: "working", reason: "" };
  activity.value = { state: "waiting", reason: "Go on?" };
  activity.value = { state: "waiting", reason: "Go on? Really?" };
  expect(shown).toEqual(["Claude Code waits for you: Go on? (session-s)"]);
  seen("visible");
  activity.value = { state: "idle", reason: "" };
  activity.value = { state: "waiting", reason: "Again?" };
  seen("hidden");
  wish.value = "open";
  activity.value = { state: "idle", reason: "" };
  activity.value = { state: "waiting", reason: "Nobody asked for it" };
  expect(shown).toHaveLength(1);
  end();
});

/** A browser that has a push service, and a server that has a key. */
function pushing() {
  const ENDPOINT = "https://push.example/one";
  let made: object | null = null;
  const calls: string[] = [];
  const subscription = {
    endpoint: ENDPOINT,
    options: { applicationServerKey: Uint8Array.from([1, 2, 3]).buffer },
    toJSON: () => ({ endpoint: ENDPOINT, keys: { p256dh: "p", auth: "a" } }),
    unsubscribe: async () => {
      calls.push("browser forgets");
      made = null;
      return true;
    },
  };
  const pushManager = {
    getSubscription: async () => made,
    subscribe: async (options: { userVisibleOnly: boolean; applicationServerKey: Uint8Array }) => {
      calls.push(`browser subscribes ${options.userVisibleOnly} ${[...options.applicationServerKey]}`);
      made = subscription;
      return subscription;
    },
  };
  const registration = { active: {}, installing: null, waiting: null, pushManager };
  const serviceWorker = { register: async () => registration, getRegistration: async () => registration };
  vi.stubGlobal("navigator", { ...navigator, serviceWorker });
  vi.stubGlobal("PushManager", class {});
  const api = {
    push: async () => ({ key: "AQID" }),
    subscribe: async (json: PushSubscriptionJSON) => calls.push(`server takes ${json.endpoint}`),
    unsubscribe: async (id: string) => {
      calls.push(`server forgets ${id === (await identify(ENDPOINT))}`);
    },
  };
  return { api: api as unknown as SandboxApi, calls, options: subscription.options };
}

it("subscribes on a press, renews when a page is opened, and stops on another", async () => {
  const { api, calls, options } = pushing();
  wish.value = "open";
  await renew(api);
  expect(calls).toEqual([]); // nobody has asked for it
  await ask(api);
  expect([wish.value, reach.value]).toEqual(["wanted", "push"]);
  const first = ["browser subscribes true 1,2,3", "server takes https://push.example/one"];
  expect(calls.splice(0)).toEqual(first);
  expect(localStorage.getItem("concierge.waits")).toBe("yes");
  // The server's key is another one now.
  options.applicationServerKey = Uint8Array.from([9]).buffer;
  await renew(api);
  expect(calls.splice(0)).toEqual(["browser forgets", ...first]);
  await stop(api);
  expect(calls.splice(0)).toEqual(["server forgets true", "browser forgets"]);
  expect([wish.value, reach.value, localStorage.getItem("concierge.waits")]).toEqual(["open", "page", null]);
});

it("is told by an open page where the browser, or the server, pushes nothing", async () => {
  const { api } = pushing();
  wish.value = "wanted";
  const off = { ...api, push: () => Promise.reject(new Error("404")) } as unknown as SandboxApi;
  await renew(off);
  expect(reach.value).toBe("page");
  vi.stubGlobal("PushManager", undefined);
  await renew(api);
  expect(reach.value).toBe("page");
});

it("says nothing itself of what is pushed", () => {
  const activity = signal<{ state: Activity; reason: string } | null>({ state: "working", reason: "" });
  const end = tellWhenItWaits({ id: "s", activity } as unknown as SessionClient, () => "Claude Code");
  wish.value = "wanted";
  reach.value = "push";
  seen("hidden");
  activity.value = { state: "waiting", reason: "Go on?" };
  expect(shown).toEqual([]);
  end();
});
