/**
 * Keyboards of phones don't send keys: they change the text of a field, often more than what was just typed (a word is corrected, a
 * suggestion taken, a composition replaced). What the program has to get is the difference between what the field held and holds.
 */

const RUBOUT = "\x7f";

/** Keys that make `after` of `before`, for a program whose cursor is at the end. */
export function difference(before: string, after: string): string {
  const old = [...before];
  const fresh = [...after];
  let same = 0;
  while (same < old.length && same < fresh.length && old[same] === fresh[same]) same += 1;
  return RUBOUT.repeat(old.length - same) + fresh.slice(same).join("").replace(/\r?\n/g, "\r");
}

/** What one change put in; null where it did anything else as well. */
export function inserted(before: string, after: string): string | null {
  if (after.length <= before.length) return null;
  let from = 0;
  while (from < before.length && before[from] === after[from]) from += 1;
  const tail = before.length - from;
  return after.slice(after.length - tail) === before.slice(from) ? after.slice(from, after.length - tail) : null;
}

/** A field whose text goes to the program as it changes. While a word is being composed it waits: it isn't said yet. */
export class DirectTyping {
  private sent = "";
  private isComposing = false;

  constructor(private readonly send: (keys: string) => void) {}

  /** The field's text after an event. */
  change(value: string): void {
    if (this.isComposing) return;
    const keys = difference(this.sent, value);
    this.sent = value;
    if (keys) this.send(keys);
  }

  compose(): void {
    this.isComposing = true;
  }

  composed(value: string): void {
    this.isComposing = false;
    this.change(value);
  }

  /** A key that the program took and that isn't in the field; what is in it can't be taken back any more. */
  reset(): void {
    this.sent = "";
    this.isComposing = false;
  }
}
