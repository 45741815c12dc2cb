import type { UserSaid } from "../wire";

export type Origin = "composer" | "button" | "code";

/** Something the person said that isn't in the log yet. */
export interface Pending {
  key: number;
  text: string;
  origin: Origin;
  /** `waiting`: not sent yet. `sent`: on its way. `unsure`: the connection broke before the log had it. */
  state: "waiting" | "sent" | "unsure";
  /** Connection it was sent on; 0 while waiting. */
  generation: number;
  /** Newest event of the log when it was sent: nothing up to there can be it. */
  after?: number;
}

/** Messages between the key press and the log. Nothing leaves it but into the log, back to the composer, or by hand. */
export class Outbox {
  private items: Pending[] = [];
  private nextKey = 1;

  get pending(): readonly Pending[] {
    return this.items;
  }

  add(text: string, origin: Origin): Pending {
    const item: Pending = { key: this.nextKey++, text, origin, state: "waiting", generation: 0 };
    this.items = [...this.items, item];
    return item;
  }

  /** Sends what waits, in order, until the sender refuses. */
  flush(generation: number, send: (text: string) => boolean, after = 0): void {
    let blocked = false;
    this.items = this.items.map((item) => {
      if (blocked || item.state !== "waiting") return item;
      if (!send(item.text)) {
        blocked = true;
        return item;
      }
      return { ...item, state: "sent", generation, after };
    });
  }

  /** The log has a message of the person: the pending one it came from is done. Masked text differs from what was sent. */
  logged(event: UserSaid & { seq?: number }): void {
    const wasMasked = event.masked.length > 0 || event.codeDigest !== null;
    const seq = event.seq ?? Number.MAX_SAFE_INTEGER;
    const sent = this.items.filter((item) => item.state !== "waiting" && seq > (item.after ?? 0));
    const match = sent.find((item) => item.text.trim() === event.text) ?? (wasMasked ? sent[0] : undefined);
    if (match) this.remove(match.key);
  }

  /** The server refused a message. Failures of a turn come in order; refusals at the door are of the newest. */
  refused(code: string): Pending | null {
    const sent = this.items.filter((item) => item.state === "sent");
    const match = code === "internal" || code === "conversation_closed" ? sent[0] : sent.at(-1);
    if (!match) return null;
    this.remove(match.key);
    return match;
  }

  /** What was sent on an earlier connection and isn't in the log by now may be lost; sending it by itself could say it twice. */
  doubt(generation: number): void {
    this.items = this.items.map((item) =>
      item.state === "sent" && item.generation < generation ? { ...item, state: "unsure" } : item,
    );
  }

  again(key: number): void {
    this.items = this.items.map((item) => (item.key === key ? { ...item, state: "waiting", generation: 0 } : item));
  }

  /** Of this page before it was loaded anew. What had been sent is in the log by now, or the person is asked. */
  restore(kept: readonly Omit<Pending, "key">[]): void {
    const restored = kept.map((item) => ({ ...item, key: this.nextKey++, generation: 0 }));
    this.items = [...restored, ...this.items];
  }

  remove(key: number): void {
    this.items = this.items.filter((item) => item.key !== key);
  }
}
