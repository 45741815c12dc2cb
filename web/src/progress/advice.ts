import type { Verdict } from "../wire";

type Advice = NonNullable<Verdict["advice"]>;

interface Way {
  /** What the button says. */
  label: string;
  /** What it says for the person in the conversation; empty where it only opens the composer. */
  says: string;
}

export const AGAIN: Way = { label: "Try again", says: "Try again" };
export const PERSON: Way = { label: "Ask for a person", says: "I want to talk to a person" };
export const CHANGE: Way = { label: "Change the plan", says: "" };
export const LOOK: Way = { label: "Look again", says: "Look again" };
const NEW: Way = { label: "Plan a new one", says: "Try again" };

interface Help {
  sentence: string;
  /** The first is what we advise. */
  ways: readonly Way[];
}

const PLAN_KEPT = "Your plan is kept: it is read back to you first, and nothing more is created without a new yes.";

/** What to do about a deployment that didn't come to a good end, by the judge's advice. */
export const HELP: Record<Advice, Help> = {
  retry: {
    sentence: "The same deployment can be run once more: what failed may well work the second time.",
    ways: [AGAIN, CHANGE, PERSON],
  },
  new_deployment: {
    sentence: `Running this one again wouldn't help; a new one does. ${PLAN_KEPT}`,
    ways: [NEW, CHANGE, PERSON],
  },
  wait: { sentence: `It may still come by itself. ${PLAN_KEPT}`, ways: [LOOK, CHANGE, PERSON] },
  ask_person: { sentence: `A colleague can see what holds it up. ${PLAN_KEPT}`, ways: [PERSON, LOOK, CHANGE] },
};

const LACKING: Record<string, string> = {
  phase1: "the end of the installation",
  name: "the address in the internet's name service",
  certificate: "a valid certificate of the console",
  console: "an answer of the console",
};

/** What a Sovereign still lacks, in words; a component is called by its name. */
export function lacking(code: string): string {
  return LACKING[code] ?? code;
}
