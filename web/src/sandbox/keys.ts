/** The keys that a phone's keyboard doesn't have, as bytes. */
export type Key = "esc" | "tab" | "up" | "down" | "left" | "right" | "enter" | "backspace";

const PLAIN: Record<Key, string> = {
  esc: "\x1b",
  tab: "\t",
  up: "\x1b[A",
  down: "\x1b[B",
  right: "\x1b[C",
  left: "\x1b[D",
  enter: "\r",
  backspace: "\x7f",
};

/** `application`: the program asked for the other form of arrows. */
export function keyBytes(key: Key, { ctrl = false, application = false } = {}): string {
  const plain = PLAIN[key];
  const arrow = plain.slice(-1);
  if (!plain.startsWith("\x1b[")) return plain;
  if (ctrl) return `\x1b[1;5${arrow}`;
  return application ? `\x1bO${arrow}` : plain;
}

/** A letter with Ctrl held; what has no such form stays as it is. */
export function withCtrl(text: string): string {
  const [first = "", ...rest] = [...text];
  const code = first.toUpperCase().charCodeAt(0);
  if (first === " ") return `\0${rest.join("")}`;
  if (first === "?") return `\x7f${rest.join("")}`;
  return first.length === 1 && code >= 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) + rest.join("") : text;
}
