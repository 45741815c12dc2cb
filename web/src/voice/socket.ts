import { isLogged, parseFrame } from "../session/frames";
import captureUrl from "./capture.worklet.ts?worker&url";
import type { Line, LineEvents } from "./line";
import { FRAME } from "./pcm";
import playoutUrl from "./playout.worklet.ts?worker&url";
import type { Signalling } from "./signalling";

const CONNECT_MS = 8000;
/** Half a second of sound that isn't sent yet: what comes is dropped, so that a talk never lags behind itself. */
const MOST_WAITING = 16_000;

/** Sound as plain frames over a WebSocket, for networks without UDP. */
export class SocketLine implements Line {
  readonly over = "socket";
  private readonly socket: WebSocket;
  private capture: AudioWorkletNode | null = null;
  private playout: AudioWorkletNode | null = null;
  private source: MediaStreamAudioSourceNode | null = null;
  private isConnected = false;
  private isClosed = false;
  private readonly timer: number;

  constructor(
    signalling: Signalling,
    private readonly context: AudioContext,
    private readonly events: LineEvents,
    old: string | null,
  ) {
    this.socket = signalling.socket(old);
    this.socket.onmessage = ({ data }) => this.received(data);
    this.socket.onclose = () => this.fail();
    this.timer = window.setTimeout(() => {
      if (!this.isConnected) this.fail();
    }, CONNECT_MS);
  }

  async dial(track: MediaStreamTrack): Promise<void> {
    try {
      await this.context.resume();
      await Promise.all([
        this.context.audioWorklet.addModule(captureUrl),
        this.context.audioWorklet.addModule(playoutUrl),
      ]);
      if (this.isClosed) return;
      this.capture = new AudioWorkletNode(this.context, "capture", {
        numberOfOutputs: 0,
        channelCount: 1,
        channelCountMode: "explicit",
      });
      this.playout = new AudioWorkletNode(this.context, "playout", { numberOfInputs: 0, outputChannelCount: [1] });
      this.capture.port.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => this.heard(data);
      const out = this.context.createMediaStreamDestination();
      this.playout.connect(out);
      this.use(track);
      this.events.sound(out.stream);
    } catch {
      this.fail();
    }
  }

  use(track: MediaStreamTrack): void {
    if (!this.capture) return;
    this.source?.disconnect();
    this.source = this.context.createMediaStreamSource(new MediaStream([track]));
    this.source.connect(this.capture);
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    window.clearTimeout(this.timer);
    this.source?.disconnect();
    this.playout?.disconnect();
    this.capture?.port.close();
    this.playout?.port.close();
    this.socket.onmessage = null;
    this.socket.onclose = null;
    this.socket.close();
  }

  private heard(frame: ArrayBuffer): void {
    const { socket } = this;
    if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount < MOST_WAITING) socket.send(frame);
  }

  private received(data: unknown): void {
    if (data instanceof ArrayBuffer) {
      if (data.byteLength === 2 * FRAME) this.playout?.port.postMessage(data, [data]);
      return;
    }
    const frame = parseFrame(data);
    if (!frame || isLogged(frame)) return;
    if (frame.type !== "line") this.events.frame(frame);
    else if (!this.isConnected) {
      this.isConnected = true;
      this.events.connected(String(frame.line));
    }
  }

  private fail(): void {
    if (this.isClosed) return;
    if (this.isConnected) this.events.lost();
    else this.events.failed({ kind: "path" });
  }
}
