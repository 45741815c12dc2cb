import { expect, it } from "vitest";
import { Screen } from "./screen";
import type { Snapshot } from "./wire";

const encoder = new TextEncoder();

function screen(): [Screen, string[]] {
  const typed: string[] = [];
  const decoder = new TextDecoder();
  const handlers = { typed: (data: Uint8Array) => typed.push(decoder.decode(data)), copy() {}, title() {}, link() {} };
  return [new Screen(document.createElement("div"), handlers), typed];
}

function shot(text: string): Snapshot {
  return { kind: "snapshot", offset: 0, cols: 80, rows: 24, epoch: 0, data: encoder.encode(text) };
}

function digested(show: (done: () => void) => void): Promise<void> {
  return new Promise((done) => show(done));
}

it("keeps the modes until the next snapshot is there: a paste in between runs nothing", async () => {
  const [found, typed] = screen();
  await digested((done) => found.snapshot(shot("\x1b[?2004hshell"), done));
  const second = digested((done) => found.snapshot(shot("\x1b[?2004hanother"), done));
  found.paste("a\nb");
  expect(typed).toEqual(["\x1b[200~a\rb\x1b[201~"]);
  await second;
  expect(found.text()).toBe("another");
});

it("shows nothing of what came before the snapshot", async () => {
  const [found] = screen();
  found.write({ kind: "output", offset: 0, data: encoder.encode("old \x1b]0;half a title") }, () => undefined);
  await digested((done) => found.snapshot(shot("new"), done));
  expect(found.text()).toBe("new");
  expect(found.isPasteBracketed).toBe(false);
});
