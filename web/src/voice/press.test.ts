import { expect, it } from "vitest";
import { HOLD_MS, Press } from "./press";

function pressed() {
  const seen: string[] = [];
  let due: { run: () => void; ms: number } | null = null;
  const press = new Press(
    { tap: () => seen.push("tap"), hold: (on) => seen.push(on ? "hold" : "let go") },
    {
      set: (run, ms) => {
        due = { run, ms };
        return 1;
      },
      clear: () => {
        due = null;
      },
    },
  );
  const wait = () => {
    expect(due?.ms).toBe(HOLD_MS);
    due?.run();
  };
  return { press, seen, wait };
}

it("is a tap when it is short", () => {
  const { press, seen } = pressed();
  press.down();
  press.up();
  expect(seen).toEqual(["tap"]);
});

it("is a hold when it lasts, however often the key repeats", () => {
  const { press, seen, wait } = pressed();
  press.down();
  press.down();
  wait();
  press.down();
  press.up();
  press.up();
  expect(seen).toEqual(["hold", "let go"]);
});

it("ends a hold that was taken away, and makes no tap of it", () => {
  const { press, seen, wait } = pressed();
  press.down();
  press.cancel();
  press.down();
  wait();
  press.cancel();
  press.up();
  expect(seen).toEqual(["hold", "let go"]);
});
