/** What was typed and hasn't arrived yet. Each piece has a number; the session takes a number once, however often it comes. */

export interface Piece {
  n: number;
  data: Uint8Array;
  /** When it was typed, in milliseconds. */
  at: number;
}

/** A large paste goes in pieces that the socket's bound lets through. */
export const LARGEST_PIECE = 16 * 1024;
/** Pieces under way: more wait here, so that a program which reads slowly isn't flooded. */
export const UNDER_WAY = 8;
/** Typed so long ago and not there yet: the person is told. */
export const LATE_MS = 1500;

// biome-ignore lint/suspicious/noControlCharactersInRegex: keys are control characters
const SEQUENCE = /\x1b\[[\d;?]*[ -/]*[@-~]|\x1bO[A-Z]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const CONTROL = /[\x00-\x1f\x7f]/g;

export class Delivery {
  private waiting: Piece[] = [];
  private next = 1;
  /** The last that was sent on this connection. */
  private sent = 0;

  get pieces(): readonly Piece[] {
    return this.waiting;
  }

  /** Bytes that haven't arrived. */
  get bytes(): number {
    return this.waiting.reduce((sum, piece) => sum + piece.data.length, 0);
  }

  add(data: Uint8Array, at: number): void {
    for (let from = 0; from < data.length; from += LARGEST_PIECE) {
      this.waiting.push({ n: this.next++, data: data.slice(from, from + LARGEST_PIECE), at });
    }
  }

  /** What is to be sent now, each once on a connection. */
  due(): Piece[] {
    const found = this.waiting.slice(0, UNDER_WAY).filter((piece) => piece.n > this.sent);
    this.sent = found.at(-1)?.n ?? this.sent;
    return found;
  }

  /** Everything up to `n` is there. */
  taken(n: number): void {
    this.waiting = this.waiting.filter((piece) => piece.n > n);
  }

  /** This one never will be. */
  refused(n: number): void {
    this.waiting = this.waiting.filter((piece) => piece.n !== n);
  }

  /** On a new connection whatever isn't known to be there is sent again, from the first on. */
  reconnected(): void {
    this.sent = 0;
  }

  /** The person doesn't want it any more. What was under way may have arrived; numbers begin anew, under another name. */
  forget(): void {
    this.waiting = [];
    this.next = 1;
    this.sent = 0;
  }

  isLate(now: number): boolean {
    const first = this.waiting[0];
    return first !== undefined && now - first.at >= LATE_MS;
  }

  /** What hasn't arrived, as a person would read it. */
  shown(most = 60): string {
    const text = new TextDecoder().decode(this.waiting[0]?.data ?? new Uint8Array());
    const plain = text.replace(SEQUENCE, "⎋").replace(CONTROL, (key) => KEYS[key] ?? "·");
    return plain.length > most ? `${plain.slice(0, most)}…` : plain;
  }
}

const KEYS: Record<string, string> = { "\r": "⏎", "\n": "⏎", "\t": "⇥", "\x1b": "⎋", "\x7f": "⌫", "\b": "⌫" };
