/** What is being said just now, and how many of its characters won't change any more. */
export interface Partial {
  text: string;
  stable: number;
}

export const NOTHING: Partial = { text: "", stable: 0 };

/** Of a frame from the socket. */
export function partialOf(frame: { text: unknown; stable?: unknown }): Partial {
  if (typeof frame.text !== "string") return NOTHING;
  const stable = typeof frame.stable === "number" ? Math.max(0, Math.min(frame.stable, frame.text.length)) : 0;
  return { text: frame.text, stable };
}
