import type { Logged } from "./frames";

/** What of the page is over: the grey words that are being said, the mark of how far ours were heard. */
export interface Over {
  partial: boolean;
  spoken: boolean;
}

/**
 * Who speaks and who is heard, over all lines of a conversation: each line tells all pages what it does, and one that listens again
 * says nothing about a sentence that is being said, or spoken, on another.
 */
export class Floor {
  /** Whose person is speaking. */
  private hears: string | null = null;
  /** They have said words of the sentence that stands there in grey; else it may be the one before. */
  private hasWords = false;
  private speaks: string | null = null;
  /** It was cut short: what is heard then is no murmur beside it. */
  private isCut = false;
  private readonly known = new Set<string>();

  line(state: string, line: string | null): Over {
    if (line !== null && !this.known.has(line)) {
      // It may be one of the others under a new name.
      this.known.add(line);
      this.hears = this.speaks = null;
    }
    const isSilent = state === "listening" || state === "off";
    const over = { partial: isSilent && (this.hears === null || this.hears === line), spoken: false };
    this.hearing(state, line);
    if (state === "speaking") [this.speaks, this.isCut] = [line, false];
    else if (this.speaks === null || this.speaks === line) {
      if (state === "interrupted") this.isCut = true;
      else if (state !== "hearing" || this.isCut || this.speaks === null) {
        over.spoken = true;
        [this.speaks, this.isCut] = [null, false];
      }
    }
    return over;
  }

  partial(): void {
    this.hasWords = true;
  }

  /** Whether the grey sentence is over: one that was said aloud stands in the log, and the grey one isn't the next already. */
  logged(events: readonly Logged[]): boolean {
    const isSaid = events.some((event) => event.type === "user_said" && event.channel === "voice");
    return isSaid && (this.hears === null || !this.hasWords);
  }

  private hearing(state: string, line: string | null): void {
    // Whoever cuts in goes on speaking.
    if (state === "interrupted") return;
    if (state !== "hearing") {
      if (this.hears === line) this.hears = null;
    } else if (this.hears !== line) [this.hears, this.hasWords] = [line, false];
  }
}
