/** What travels on the socket of a terminal session; see docs/sandbox.md. */

export interface Output {
  kind: "output";
  offset: number;
  data: Uint8Array;
}

/** Reset, set this size, write it: then the terminal shows what the session's does. */
export interface Snapshot {
  kind: "snapshot";
  offset: number;
  cols: number;
  rows: number;
  epoch: number;
  data: Uint8Array;
}

export interface Present {
  id: number;
  name: string;
  role: "control" | "watch" | "read";
  controls: boolean;
}

export interface Ended {
  code: number | null;
  signal: number | null;
}

/** What a session does just now: it needs nobody, it needs somebody, it is busy. */
export type Activity = "idle" | "waiting" | "working";

export type Told =
  | { type: "hello"; you: number; cols: number; rows: number; epoch: number; offset: number; ackEvery?: number }
  | { type: "taken"; n: number }
  | { type: "refused"; n: number; why: "read_only" | "ended" }
  | { type: "resized"; cols: number; rows: number; epoch: number }
  | { type: "skipped"; bytes: number }
  | { type: "presence"; watchers: Present[] }
  | ({ type: "exit" } & Ended)
  | { type: "lost" }
  | { type: "card"; seq: number; ts: string; session_id: string; card: unknown }
  | { type: "decided"; card_id: string; action: string; outcome: "taken" | "already"; by: string }
  | { type: "activity"; state: Activity; since: string; reason: string }
  | { type: "problem"; detail?: string; next?: string; code?: string };

const OUTPUT = 1;
const SNAPSHOT = 2;
const OUTPUT_HEAD = 9;
const SNAPSHOT_HEAD = 17;

/** Null for what isn't a frame of ours. */
export function parseBinary(buffer: ArrayBuffer): Output | Snapshot | null {
  const view = new DataView(buffer);
  if (buffer.byteLength < OUTPUT_HEAD) return null;
  const offset = Number(view.getBigUint64(1));
  if (view.getUint8(0) === OUTPUT) return { kind: "output", offset, data: new Uint8Array(buffer, OUTPUT_HEAD) };
  if (view.getUint8(0) !== SNAPSHOT || buffer.byteLength < SNAPSHOT_HEAD) return null;
  return {
    kind: "snapshot",
    offset,
    cols: view.getUint16(9),
    rows: view.getUint16(11),
    epoch: view.getUint32(13),
    data: new Uint8Array(buffer, SNAPSHOT_HEAD),
  };
}

export function parseText(text: string): Told | null {
  try {
    const value: unknown = JSON.parse(text);
    const isTold =
      typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
    return isTold ? (value as Told) : null;
  } catch {
    return null;
  }
}

export function inputFrame(number: number, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(9 + data.length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, 1);
  view.setBigUint64(1, BigInt(number));
  frame.set(data, 9);
  return frame;
}
