import type { Event } from "../wire";

/** An event with its place in the log, as it travels. */
export type Logged = Event;

/** RFC 9457 problem document. `next` says what to do, or what happens now. */
export interface ProblemDocument {
  status: number;
  code: string;
  title: string;
  detail: string;
  next: string;
  retryAfter?: number;
}

/** Frames without a number: they are not in the log and never come twice. */
export type Unnumbered =
  | { type: "partial"; text: string; stable?: number }
  | { type: "level"; in: number; out: number }
  | { type: "voice"; state: string; line: string | null }
  | { type: "spoken"; seq: number; words: number; text: string }
  | { type: "line"; line: string }
  /** `channel`: of something that was said aloud; nothing typed is refused by it. */
  | ({ type: "problem"; channel?: "voice" } & Partial<ProblemDocument>);

export type Outgoing =
  | { type: "say"; text: string }
  | { type: "interrupt" }
  | { type: "resume"; after: number }
  | { type: "shown"; seq: number }
  /** The microphone of this page's voice line; push-to-talk. */
  | { type: "mute" | "talk"; on: boolean };

/** A frame of the socket; null for anything that is none. */
export function parseFrame(data: unknown): Logged | Unnumbered | null {
  if (typeof data !== "string") return null;
  try {
    const value: unknown = JSON.parse(data);
    if (typeof value !== "object" || value === null) return null;
    return typeof (value as { type?: unknown }).type === "string" ? (value as Logged | Unnumbered) : null;
  } catch {
    return null;
  }
}

/** `spoken` names a message by its number; it has none itself. */
export function isLogged(frame: Logged | Unnumbered): frame is Logged {
  return frame.type !== "spoken" && "seq" in frame && Number.isInteger(frame.seq);
}
