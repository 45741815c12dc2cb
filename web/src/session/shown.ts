/**
 * Which utterances were really before the person's eyes. The server takes a yes only after the read-back it answers was
 * shown, so this must never claim too much: the newest read-back holds everything after it back until its end was in view.
 */
export class ShownTracker {
  private readonly inView = new Set<number>();
  private readonly seen = new Set<number>();
  private newestReadBack = 0;
  private readBackSeen = true;
  private highest = 0;
  private acknowledged = 0;
  private isVisible: boolean;

  constructor(visible: boolean) {
    this.isVisible = visible;
  }

  /** An utterance arrived; a read-back counts only when its end was seen. */
  said(seq: number, isReadBack: boolean): void {
    if (isReadBack && seq > this.newestReadBack) {
      this.newestReadBack = seq;
      this.readBackSeen = seq <= this.acknowledged;
    }
  }

  /** The log has it already (another device, or this one before a reload). */
  logged(upto: number): void {
    this.acknowledged = Math.max(this.acknowledged, upto);
    if (this.newestReadBack <= this.acknowledged) this.readBackSeen = true;
  }

  visible(visible: boolean): void {
    this.isVisible = visible;
    if (visible) for (const seq of this.inView) this.see(seq);
  }

  /** The end of the utterance entered or left the viewport. */
  end(seq: number, inView: boolean): void {
    if (!inView) {
      this.inView.delete(seq);
      return;
    }
    this.inView.add(seq);
    if (this.isVisible) this.see(seq);
  }

  /** What is to be sent now; null when the log has it. Asking again before the log has it gives it again. */
  due(): number | null {
    return this.highest > this.acknowledged ? this.highest : null;
  }

  private see(seq: number): void {
    this.seen.add(seq);
    if (seq === this.newestReadBack) this.readBackSeen = true;
    for (const candidate of this.seen) {
      if (this.readBackSeen || candidate < this.newestReadBack) this.highest = Math.max(this.highest, candidate);
      if (candidate <= this.highest) this.seen.delete(candidate);
    }
  }
}
