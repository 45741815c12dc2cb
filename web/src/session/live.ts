import { isLogged, type Logged, type Outgoing, parseFrame, type Unnumbered } from "./frames";

/** What is needed of a WebSocket; a test gives its own. */
export interface Socket {
  send(data: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

export interface Timers {
  set(run: () => void, milliseconds: number): number;
  clear(timer: number): void;
}

export interface LiveHandlers {
  event(event: Logged): void;
  frame(frame: Unnumbered): void;
  status(status: LiveStatus): void;
}

export type LiveStatus = "connecting" | "open" | "reconnecting" | "stopped";

export const FIRST_DELAY_MS = 500;
export const LONGEST_DELAY_MS = 10_000;

/** Half of the backed-off delay is fixed, half is drawn, so that clients of a restarted server don't come in one wave. */
export function reconnectDelay(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 10));
  return ceiling / 2 + (ceiling / 2) * random;
}

/** The live socket: every event once and in order, across any number of connections. Does no I/O of its own. */
export class LiveConnection {
  lastSeq = 0;
  /** Number of the present connection; rises with each one that opens. */
  generation = 0;
  private socket: Socket | null = null;
  private timer: number | null = null;
  private attempt = 0;
  private isOpen = false;
  private isStopped = true;

  constructor(
    private readonly connect: () => Socket,
    private readonly handlers: LiveHandlers,
    private readonly timers: Timers,
    private readonly random: () => number = Math.random,
  ) {}

  get open(): boolean {
    return this.isOpen;
  }

  start(): void {
    if (!this.isStopped) return;
    this.isStopped = false;
    this.dial("connecting");
  }

  stop(): void {
    this.isStopped = true;
    this.clearTimer();
    this.drop();
    this.handlers.status("stopped");
  }

  /** The device has no network, or has slept: what looks like a connection may be none, and nobody would say so. */
  lose(): void {
    if (this.isStopped || !this.isOpen) return;
    this.drop();
    this.retry();
  }

  /** The network is back, or the page is looked at again: don't wait for the timer. */
  reconnectNow(): void {
    if (this.isStopped || this.isOpen) return;
    this.attempt = 0;
    this.clearTimer();
    this.drop();
    this.dial("reconnecting");
  }

  /** False when there is no open socket; nothing is kept then. */
  send(frame: Outgoing): boolean {
    if (!this.isOpen || !this.socket) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  private dial(status: LiveStatus): void {
    this.handlers.status(status);
    const socket = this.connect();
    this.socket = socket;
    socket.onopen = () => this.opened(socket);
    socket.onmessage = ({ data }) => this.received(socket, data);
    socket.onclose = () => this.closed(socket);
  }

  private opened(socket: Socket): void {
    if (socket !== this.socket) return;
    this.isOpen = true;
    this.generation += 1;
    // First frame of every connection: without it the server would send the whole log again.
    this.send({ type: "resume", after: this.lastSeq });
    this.handlers.status("open");
  }

  private received(socket: Socket, data: unknown): void {
    if (socket !== this.socket) return;
    const frame = parseFrame(data);
    if (!frame) return;
    this.attempt = 0;
    if (!isLogged(frame)) {
      this.handlers.frame(frame);
      return;
    }
    if (frame.seq <= this.lastSeq) return;
    if (frame.seq !== this.lastSeq + 1) {
      // A gap can't be mended from here; a new connection asks for what is missing.
      this.drop();
      this.retry();
      return;
    }
    this.lastSeq = frame.seq;
    this.handlers.event(frame);
  }

  private closed(socket: Socket): void {
    if (socket !== this.socket) return;
    this.drop();
    if (!this.isStopped) this.retry();
  }

  private retry(): void {
    this.handlers.status("reconnecting");
    this.clearTimer();
    const delay = reconnectDelay(this.attempt, this.random());
    this.attempt += 1;
    this.timer = this.timers.set(() => {
      this.timer = null;
      this.dial("reconnecting");
    }, delay);
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    this.isOpen = false;
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  private clearTimer(): void {
    if (this.timer !== null) this.timers.clear(this.timer);
    this.timer = null;
  }
}
