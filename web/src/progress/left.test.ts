import { describe, expect, it } from "vitest";
import { timeLeft } from "./left";

/** A minute until the servers stand, then six seconds for each tenth, then another minute. */
const PAST = { count: 3, marks: [60, 66, 72, 78, 84, 90, 96, 102, 108, 114, 120], seconds: 180 };

describe("the time that is left", () => {
  it("is the rest of an earlier run while nothing is known of this one", () => {
    expect(timeLeft(PAST, null, 0, 0)).toBe(180_000);
    expect(timeLeft(PAST, null, 50_000, 50_000)).toBe(130_000);
  });

  it("is what followed from the same point on, and runs down between two news", () => {
    expect(timeLeft(PAST, 0.5, 90_000, 90_000)).toBe(90_000);
    expect(timeLeft(PAST, 0.5, 90_000, 100_000)).toBe(80_000);
    expect(timeLeft(PAST, 0.55, 93_000, 93_000)).toBe(87_000);
    expect(timeLeft(PAST, 1, 120_000, 120_000)).toBe(60_000);
  });

  it("goes at this run's own pace", () => {
    expect(timeLeft(PAST, 0.5, 180_000, 180_000)).toBe(180_000);
    expect(timeLeft(PAST, 0.5, 9_000, 9_000)).toBe(9_000);
  });

  it("is nothing, never less, where it takes longer than they did", () => {
    expect(timeLeft(PAST, null, 0, 999_000)).toBe(0);
    expect(timeLeft(PAST, 1, 120_000, 999_000)).toBe(0);
  });

  it("survives marks that say nothing", () => {
    expect(timeLeft({ count: 1, marks: [], seconds: 10 }, 0.3, 1000, 2000)).toBe(9000);
    expect(timeLeft({ count: 1, marks: Array(11).fill(0), seconds: 10 }, 2, 1000, 1000)).toBe(10_000);
  });
});
