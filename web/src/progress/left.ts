import type { PastRuns } from "../wire";

/** A run is at most so many times as slow, or as fast, as the earlier ones; whatever is beyond that says nothing. */
const MOST_TIMES = 20;

/**
 * How long a run still takes, by what earlier ones took from the same point on, at this run's own pace so far.
 *
 * @param share of the components that are installed, 0 to 1; null while none is known
 * @param reached milliseconds from the run's beginning until it had come so far
 * @param elapsed milliseconds until now
 * @returns milliseconds; 0 where it takes longer than they did
 */
export function timeLeft({ marks, seconds }: PastRuns, share: number | null, reached: number, elapsed: number): number {
  const whole = 1000 * seconds;
  if (share === null) return Math.max(0, whole - elapsed);
  const then = 1000 * at(marks, share);
  const pace = then > 0 ? Math.min(MOST_TIMES, Math.max(1 / MOST_TIMES, reached / then)) : 1;
  return Math.max(0, (whole - then) * pace - (elapsed - reached));
}

/** Seconds at which so much was installed: between two marks, in proportion. */
function at(marks: readonly number[], share: number): number {
  const place = Math.min(1, Math.max(0, share)) * (marks.length - 1);
  const [before = 0, after = before] = marks.slice(Math.floor(place), Math.floor(place) + 2);
  return before + (after - before) * (place % 1);
}
