import type { Line, LineEvents } from "./line";
import { LineFault, type Signalling } from "./signalling";

/** Addresses that aren't found by then aren't waited for: the server's answer works with those that are. */
const GATHER_MS = 1500;
/** A path that isn't there by then never will be. */
const CONNECT_MS = 8000;
/** A path that is disturbed often comes back by itself. */
const DISTURBED_MS = 2500;

/** WebRTC: one audio track each way. */
export class RtcLine implements Line {
  readonly over = "rtc";
  private readonly connection: RTCPeerConnection;
  private readonly abort = new AbortController();
  private readonly timers = new Set<number>();
  private sender: RTCRtpSender | null = null;
  private line: string | null = null;
  private isConnected = false;
  private isClosed = false;
  private disturbed: number | null = null;

  constructor(
    private readonly signalling: Signalling,
    iceServers: RTCIceServer[],
    private readonly events: LineEvents,
  ) {
    this.connection = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    this.connection.onconnectionstatechange = () => this.changed();
    this.connection.ontrack = ({ track, streams }) => this.events.sound(streams[0] ?? new MediaStream([track]));
  }

  async dial(track: MediaStreamTrack, old: string | null): Promise<void> {
    try {
      this.after(CONNECT_MS, () => this.fail({ kind: "path" }));
      this.sender = this.connection.addTrack(track, new MediaStream([track]));
      await this.connection.setLocalDescription();
      await this.gathered();
      if (this.isClosed) return;
      const sdp = this.connection.localDescription?.sdp ?? "";
      const answered = await this.signalling.offer(sdp, old, this.abort.signal);
      if (this.isClosed) return;
      this.line = answered.line;
      this.events.named(answered.line);
      await this.connection.setRemoteDescription({ type: "answer", sdp: answered.answer });
    } catch (error) {
      this.fail(error instanceof LineFault ? error.fault : { kind: "offer" });
    }
  }

  use(track: MediaStreamTrack): void {
    void this.sender?.replaceTrack(track);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.abort.abort();
    for (const timer of this.timers) window.clearTimeout(timer);
    this.connection.onconnectionstatechange = null;
    this.connection.ontrack = null;
    this.connection.close();
  }

  private gathered(): Promise<void> {
    const { connection } = this;
    if (connection.iceGatheringState === "complete") return Promise.resolve();
    return new Promise((resolve) => {
      this.after(GATHER_MS, resolve);
      connection.onicegatheringstatechange = () => {
        if (connection.iceGatheringState === "complete") resolve();
      };
    });
  }

  private changed(): void {
    const state = this.connection.connectionState;
    if (this.disturbed !== null) this.cancel(this.disturbed);
    this.disturbed = null;
    if (state === "connected" && !this.isConnected) {
      this.isConnected = true;
      this.events.connected(this.line);
    } else if (state === "failed" || state === "closed") this.fail({ kind: "path" });
    else if (state === "disconnected" && this.isConnected) {
      this.disturbed = this.after(DISTURBED_MS, () => this.fail({ kind: "path" }));
    }
  }

  private fail(fault: Parameters<LineEvents["failed"]>[0]): void {
    if (this.isClosed) return;
    // A line that was up is lost, whatever the reason: the timer of the first attempt means it no more.
    if (!this.isConnected) this.events.failed(fault);
    else if (this.connection.connectionState !== "connected") this.events.lost();
  }

  private after(ms: number, run: () => void): number {
    const timer = window.setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, ms);
    this.timers.add(timer);
    return timer;
  }

  private cancel(timer: number): void {
    window.clearTimeout(timer);
    this.timers.delete(timer);
  }
}
