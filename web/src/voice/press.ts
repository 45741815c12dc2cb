/** How long is longer than a tap. */
export const HOLD_MS = 350;

export interface PressHandlers {
  tap(): void;
  /** Held longer than a tap; `off` comes once, whatever ends it. */
  hold(on: boolean): void;
}

/** A pointer or a key that goes down and up: a tap, or a hold. */
export class Press {
  private timer: number | null = null;
  private isHeld = false;

  constructor(
    private readonly handlers: PressHandlers,
    private readonly timers: { set(run: () => void, ms: number): number; clear(timer: number): void } = {
      set: (run, ms) => window.setTimeout(run, ms),
      clear: (timer) => window.clearTimeout(timer),
    },
  ) {}

  /** A key that repeats goes down again and again. */
  down(): void {
    if (this.timer !== null || this.isHeld) return;
    this.timer = this.timers.set(() => {
      this.timer = null;
      this.isHeld = true;
      this.handlers.hold(true);
    }, HOLD_MS);
  }

  up(): void {
    const wasTap = this.timer !== null;
    this.cancel();
    if (wasTap) this.handlers.tap();
  }

  /** Left, lost or taken over by the system: a hold ends, and there was no tap. */
  cancel(): void {
    if (this.timer !== null) this.timers.clear(this.timer);
    this.timer = null;
    if (!this.isHeld) return;
    this.isHeld = false;
    this.handlers.hold(false);
  }
}
