import { computed, signal } from "@preact/signals";

export type Mode = "paused" | "playing" | "done";

/** How a step may take its time: pausing holds it, the speed shortens it, a new scene ends it. */
export interface Pace {
  wait(milliseconds: number): Promise<void>;
  /** Until something is true, however fast the scene is played. */
  until(isTrue: () => boolean, patience?: number): Promise<void>;
  /** Tells at once whenever the scene is paused and goes on; returns what ends the telling. */
  paused(tell: (isPaused: boolean) => void): () => void;
}

export interface Step {
  title: string;
  run(pace: Pace): Promise<void>;
}

/** Time as the runner needs it; a test gives its own. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

const TICK_MS = 20;
const PATIENCE_MS = 60_000;
export const SPEEDS = [0.5, 1, 2, 4, 10] as const;

/** A scene was ended under a step; no fault. */
export class Ended extends Error {}

/** Plays steps one after the other: by itself, one at a time, faster or slower, and from the beginning. */
export class Runner {
  readonly steps = signal<readonly Step[]>([]);
  /** Place of the step that is next, or is running. */
  readonly at = signal(0);
  readonly mode = signal<Mode>("paused");
  readonly speed = signal<number>(1);
  readonly isBusy = signal(false);
  readonly trouble = signal("");
  readonly isAtEnd = computed(() => this.at.value >= this.steps.value.length);
  private scene = 0;
  private single = false;

  constructor(private readonly clock: Clock = BROWSER) {}

  /** A new scene; what ran of the old one ends. */
  load(steps: readonly Step[]): void {
    this.scene += 1;
    this.steps.value = steps;
    this.at.value = 0;
    this.mode.value = "paused";
    this.isBusy.value = false;
    this.trouble.value = "";
  }

  play(): void {
    if (this.isAtEnd.value) return;
    this.trouble.value = "";
    this.single = false;
    this.mode.value = "playing";
    void this.go();
  }

  pause(): void {
    if (this.mode.value === "playing") this.mode.value = "paused";
  }

  /** The next step alone; a step that was paused in its middle is played to its end. */
  step(): void {
    if (this.isAtEnd.value) return;
    this.trouble.value = "";
    this.single = true;
    this.mode.value = "playing";
    void this.go();
  }

  private async go(): Promise<void> {
    if (this.isBusy.value) return;
    this.isBusy.value = true;
    const { scene } = this;
    try {
      while (this.mode.value === "playing" && !this.isAtEnd.value) {
        await this.steps.value[this.at.value]?.run(this.pace(scene));
        if (scene !== this.scene) return;
        this.at.value += 1;
        if (this.single) this.mode.value = "paused";
      }
      if (this.isAtEnd.value) this.mode.value = "done";
    } catch (error) {
      if (scene !== this.scene) return;
      this.mode.value = "paused";
      this.trouble.value = error instanceof Error ? error.message : String(error);
    } finally {
      if (scene === this.scene) this.isBusy.value = false;
    }
  }

  private pace(scene: number): Pace {
    const tick = async () => {
      await this.clock.sleep(TICK_MS);
      if (scene !== this.scene) throw new Ended();
    };
    return {
      paused: (tell) => this.mode.subscribe((mode) => tell(mode === "paused")),
      wait: async (milliseconds) => {
        let left = milliseconds;
        let before = this.clock.now();
        while (left > 0) {
          await tick();
          const now = this.clock.now();
          if (this.mode.value === "playing") left -= (now - before) * this.speed.value;
          before = now;
        }
      },
      until: async (isTrue, patience = PATIENCE_MS) => {
        let left = patience;
        let before = this.clock.now();
        while (!isTrue() || this.mode.value !== "playing") {
          await tick();
          const now = this.clock.now();
          if (this.mode.value === "playing") left -= now - before;
          if (left <= 0) throw new Error("This took too long; look at the conversation, then go on.");
          before = now;
        }
      },
    };
  }
}

const BROWSER: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
