import type { VoiceControl } from "../voice/control";
import type { VoiceState } from "../voice/machine";
import type { Voice } from "../voice/voice";
import { sample } from "./sample";

const OPEN: Partial<VoiceState> = { stage: "open", hasMicrophone: true, wasOpen: true, line: "l" };

/** Each state of the voice control that has a look of its own, with what brings it about. */
const STATES: [title: string, state: Partial<VoiceState>][] = [
  ["Preparing", { stage: "preparing" }],
  ["Asking for the microphone", { stage: "asking" }],
  ["Connecting", { stage: "connecting" }],
  ["Listening", { ...OPEN, said: "listening" }],
  ["Hearing you", { ...OPEN, said: "hearing" }],
  ["Thinking", { ...OPEN, said: "thinking" }],
  ["Speaking", { ...OPEN, said: "speaking" }],
  ["Interrupted", { ...OPEN, said: "interrupted" }],
  ["Muted", { ...OPEN, said: "muted", muted: true }],
  ["Muted, held", { ...OPEN, said: "muted", muted: true, held: true }],
  ["Hold to talk", { ...OPEN, said: "listening", mode: "hold" }],
  ["Hold to talk, muted", { ...OPEN, said: "muted", mode: "hold", muted: true }],
  ["Reconnecting", { stage: "waiting", wasOpen: true }],
  ["Offline", { stage: "offline" }],
  ["Busy", { stage: "waiting", trouble: "busy" }],
  ["Microphone refused", { stage: "failed", trouble: "denied" }],
  ["No microphone", { stage: "failed", trouble: "no_microphone" }],
  ["Microphone in use", { stage: "failed", trouble: "microphone_busy" }],
  ["Not encrypted", { stage: "failed", trouble: "insecure" }],
  ["Not available", { stage: "failed", trouble: "unavailable" }],
];

export interface VoiceSample {
  title: string;
  session: ReturnType<typeof sample>;
  Panel: Voice["Panel"];
}

/** The real control in every state. Its file is loaded here as the first tap loads it. */
export async function voiceSamples(): Promise<VoiceSample[]> {
  const { openVoice } = await import("../voice/voice");
  return STATES.map(([title, state]) => {
    const session = sample();
    session.credentials.value = null;
    const voice = openVoice(session);
    const control = voice.control as VoiceControl;
    control.state.value = { ...control.state.value, ...state };
    return { title, session, Panel: voice.Panel };
  });
}
