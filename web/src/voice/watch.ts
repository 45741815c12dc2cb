import type { VoiceEvent } from "./machine";

/** A machine that was asleep for longer than this has lost its paths, whatever the browser still believes. */
const ASLEEP_MS = 8000;
const BEAT_MS = 2000;

/** Notices what breaks a path before the path does: the network goes, comes, changes, or the machine sleeps. */
export class Watch {
  private beat: number | null = null;
  private lastBeat = 0;

  constructor(private readonly happened: (event: VoiceEvent) => void) {}

  start(): void {
    if (this.beat !== null) return;
    this.lastBeat = Date.now();
    this.beat = window.setInterval(() => this.tick(), BEAT_MS);
    window.addEventListener("online", this.online);
    window.addEventListener("offline", this.offline);
    network()?.addEventListener("change", this.changed);
    document.addEventListener("visibilitychange", this.seen);
  }

  stop(): void {
    if (this.beat !== null) window.clearInterval(this.beat);
    this.beat = null;
    window.removeEventListener("online", this.online);
    window.removeEventListener("offline", this.offline);
    network()?.removeEventListener("change", this.changed);
    document.removeEventListener("visibilitychange", this.seen);
  }

  private readonly online = () => this.happened({ type: "online" });
  private readonly offline = () => this.happened({ type: "offline" });
  private readonly seen = () => {
    if (document.visibilityState === "visible") this.tick();
  };

  /** The browser tells a new speed as it tells a new network: only another kind of network is another path. */
  private kind = network()?.type;
  private readonly changed = () => {
    const kind = network()?.type;
    if (kind === this.kind) return;
    this.kind = kind;
    if (navigator.onLine) this.happened({ type: "moved" });
  };

  /** Timers of a page in the background come late too, at most once a minute; its sound goes on, so it isn't looked at there. */
  private tick(): void {
    const now = Date.now();
    const gap = now - this.lastBeat;
    this.lastBeat = now;
    if (gap > ASLEEP_MS && document.visibilityState === "visible") this.happened({ type: "moved" });
  }
}

interface Network extends EventTarget {
  readonly type?: string;
}

function network(): Network | undefined {
  return (navigator as { connection?: Network }).connection;
}
