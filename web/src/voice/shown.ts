import { isTalking, type VoiceState } from "./machine";

/** What the control shows: one icon and one set of words each. */
export type Shown =
  | "off"
  | "preparing"
  | "explaining"
  | "asking"
  | "connecting"
  | "reconnecting"
  | "offline"
  | "listening"
  | "ready_to_hold"
  | "hearing"
  | "thinking"
  | "speaking"
  | "interrupted"
  | "muted"
  | "denied"
  | "no_microphone"
  | "microphone_busy"
  | "insecure"
  | "busy"
  | "unavailable"
  | "not_loaded";

export function shownState(state: VoiceState): Shown {
  switch (state.stage) {
    case "failed":
      return state.trouble === null || state.trouble === "network" ? "unavailable" : state.trouble;
    case "waiting":
      return state.trouble === "busy" ? "busy" : "reconnecting";
    case "connecting":
      if (state.trouble === "busy") return "busy";
      return state.wasOpen || state.failures > 0 ? "reconnecting" : "connecting";
    case "open":
      return ofOpenLine(state);
    default:
      return state.stage;
  }
}

function ofOpenLine(state: VoiceState): Shown {
  const isSilent = state.said === "listening" || state.said === "muted" || state.said === "off";
  // What is held is heard, muted or not, until a moment after.
  if (isTalking(state) && isSilent) return "hearing";
  if (!isSilent) return state.said as Shown;
  if (state.muted) return "muted";
  return state.mode === "hold" ? "ready_to_hold" : "listening";
}

/**
 * What is said to a screen reader when the state changes; null for most: a talk goes through listening, hearing, thinking and
 * speaking many times a minute, and the talk itself is heard.
 */
export function announced(before: Shown, now: Shown): Shown | null {
  if (before === now) return null;
  const isTalk = (shown: Shown) => ["hearing", "thinking", "speaking", "interrupted"].includes(shown);
  if (isTalk(now) || now === "off" || now === "explaining" || now === "preparing" || now === "asking") return null;
  if ((now === "listening" || now === "ready_to_hold") && isTalk(before)) return null;
  if (now === "muted" && isTalk(before)) return null;
  return now;
}
