import type { Shown } from "../shown";

/** One state of the control: its name, and what can be done now. */
export interface StateWords {
  title: string;
  hint: string;
}

/** Everything the voice control says, in one language. */
export interface VoiceWords {
  states: Record<Shown, StateWords>;
  region: string;
  mute: string;
  unmute: string;
  interrupt: string;
  end: string;
  again: string;
  handsFree: string;
  settings: string;
  typeInstead: string;
  hear: string;
  explain: { title: string; text: string; rest: string; yes: string; no: string };
  denied: { title: string; steps: string };
  options: {
    title: string;
    microphone: string;
    standard: string;
    way: string;
    free: string;
    hold: string;
    keys: string;
    keysHint: string;
    aloud: string;
    aloudHint: string;
    done: string;
  };
}
