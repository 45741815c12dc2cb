import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { onWake, SLEPT_HIDDEN_MS, SLEPT_MS } from "./wake";

let clock = 0;
let visible: DocumentVisibilityState = "visible";
const wake = vi.fn();
let end: () => void;

beforeEach(() => {
  clock = 0;
  visible = "visible";
  wake.mockClear();
  vi.useFakeTimers();
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visible);
  end = onWake(wake, () => clock);
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

function passes(milliseconds: number, ticks = 1): void {
  clock += milliseconds;
  vi.advanceTimersByTime(5000 * ticks);
}

function turns(to: DocumentVisibilityState): void {
  visible = to;
  document.dispatchEvent(new Event("visibilitychange"));
}

it("is silent while time goes its way, in the background too", () => {
  for (let tick = 0; tick < 10; tick += 1) passes(5000);
  turns("hidden");
  for (let tick = 0; tick < 5; tick += 1) passes(60_000);
  turns("visible");
  expect(wake).not.toHaveBeenCalled();
});

it("tells once of a sleep with the page open", () => {
  passes(SLEPT_MS + 1);
  passes(5000);
  expect(wake).toHaveBeenCalledOnce();
});

it("tells of a sleep in the background when the page is seen again", () => {
  turns("hidden");
  passes(SLEPT_HIDDEN_MS + 1);
  expect(wake).not.toHaveBeenCalled();
  turns("visible");
  expect(wake).toHaveBeenCalledOnce();
});

it("tells of a page that was frozen", () => {
  document.dispatchEvent(new Event("resume"));
  expect(wake).toHaveBeenCalledOnce();
});
