import type { Session } from "../session/session";
import type { Telling } from "./acting";
import type { Room } from "./room";
import type { Pace } from "./runner";

/** How prospects say their lines. `service`: with the voice that comes with it, made higher or lower; `browser`: with this browser's. */
export type Manner = "typed" | "service" | "browser";

export const MANNERS: readonly { id: Manner; title: string }[] = [
  { id: "typed", title: "Typed" },
  { id: "service", title: "Spoken, service's voice" },
  { id: "browser", title: "Spoken, browser's voice" },
];

/** A line that sounds. */
export interface Sounding {
  /** How much of it has been heard, 0 to 1. */
  heard(): number;
  isOver(): boolean;
  hold(): void;
  goOn(): void;
  stop(): void;
}

/** Begins to say a line; it was made ready before this resolves. */
export type Speaker = (text: string, speed: number) => Promise<Sounding>;

const TICK_MS = 40;
/** Faster than this nobody understands a word. */
export const FASTEST_SPOKEN = 2;

/**
 * Speaks a line while its words appear where a person's own do when they speak. It is for the audience: what reaches the service is
 * the line as text. A line that can't be spoken only appears.
 */
export async function sayAloud(
  session: Session,
  text: string,
  pace: Pace,
  speaker: Speaker,
  speed: number,
): Promise<void> {
  const sounding = await speaker(text, speed).catch(() => null);
  if (!sounding) return;
  let isHeld = false;
  // A pause is noticed between two ticks: `wait` resolves only while the scene is played.
  const watch = pace.paused((isPaused) => {
    if (isPaused === isHeld) return;
    isHeld = isPaused;
    if (isPaused) sounding.hold();
    else sounding.goOn();
  });
  try {
    while (!sounding.isOver()) {
      const end = upto(text, sounding.heard());
      session.partial.value = { text: text.slice(0, end), stable: end };
      await pace.wait(TICK_MS * speed);
    }
  } finally {
    watch();
    sounding.stop();
    session.partial.value = { text: "", stable: 0 };
  }
}

export function aloud(session: Session, speaker: Speaker, speed: () => number, typed: Telling): Telling {
  return async (text, pace) => {
    if (speed() > FASTEST_SPOKEN) return typed(text, pace);
    await sayAloud(session, text, pace, speaker, speed());
    session.say(text, "button");
  };
}

/** Whole words only. */
export function upto(text: string, share: number): number {
  const end = Math.round(text.length * Math.min(1, Math.max(0, share)));
  const rest = text.slice(end).search(/\s|$/);
  return end === 0 ? 0 : end + rest;
}

/** Higher or lower than the voice that answers, so that one hears who speaks. */
const PITCHES = [1.12, 0.9, 0.86, 1.18];

export function pitchOf(place: number): number {
  return PITCHES[place % PITCHES.length] as number;
}

export function serviceSpeaker(room: Room, pitch: () => number): Speaker {
  let context: AudioContext | null = null;
  return async (text, speed) => {
    context ??= new AudioContext();
    const audio = context;
    const buffer = await audio.decodeAudioData(await room.voice(text));
    const source = new AudioBufferSourceNode(audio, { buffer, playbackRate: pitch() * speed });
    source.connect(audio.destination);
    const seconds = buffer.duration / (pitch() * speed);
    let isOver = false;
    source.onended = () => {
      isOver = true;
    };
    await audio.resume();
    const began = audio.currentTime;
    source.start();
    // The context's own time stands still while it is held.
    const heard = () => (audio.currentTime - began) / seconds;
    return {
      heard,
      isOver: () => isOver || heard() >= 1,
      hold: () => void audio.suspend(),
      goOn: () => void audio.resume(),
      stop: () => source.stop(),
    };
  };
}

export function browserSpeaks(): boolean {
  return typeof speechSynthesis !== "undefined" && speechSynthesis.getVoices().length > 0;
}

export function browserSpeaker(pitch: () => number): Speaker {
  return async (text, speed) => {
    const said = new SpeechSynthesisUtterance(text);
    const voices = speechSynthesis.getVoices().filter((voice) => voice.lang.toLowerCase().startsWith("en"));
    said.voice = voices.find((voice) => voice.localService) ?? voices[0] ?? null;
    said.pitch = pitch();
    said.rate = speed;
    let at = 0;
    let isOver = false;
    said.onboundary = (event) => {
      at = event.charIndex;
    };
    said.onend = said.onerror = () => {
      isOver = true;
    };
    speechSynthesis.cancel();
    speechSynthesis.speak(said);
    return {
      heard: () => at / Math.max(1, text.length),
      isOver: () => isOver,
      hold: () => speechSynthesis.pause(),
      goOn: () => speechSynthesis.resume(),
      stop: () => speechSynthesis.cancel(),
    };
  };
}
