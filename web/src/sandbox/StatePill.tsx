import type { Activity } from "./wire";

const WORDS: Record<Activity | "ended", string> = {
  idle: "Idle",
  waiting: "Waits for you",
  working: "Working",
  ended: "Ended",
};

/** By its word, its colour and its shape. */
export function StatePill({ state }: { state: Activity | "ended" }) {
  return (
    <span class={`state-pill is-${state}`} data-testid="activity" data-state={state}>
      <span class="state-dot" aria-hidden="true" />
      {WORDS[state]}
    </span>
  );
}
