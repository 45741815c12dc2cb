import { signal } from "@preact/signals";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { SessionClient } from "./client";
import { tellWhenItWaits, wish } from "./notify";
import type { Activity } from "./wire";

const shown: string[] = [];

beforeEach(() => {
  shown.length = 0;
  vi.stubGlobal(
    "Notification",
    class {
      static permission = "granted";
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
