/** What is needed of a WebSocket; a test gives its own. */
export interface Socket {
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

export interface Timers {
  set(run: () => void, milliseconds: number): number;
  clear(timer: number): void;
}

export interface RedialHandlers {
  /** A connection is being made, for the first time or again. */
  dialling(again: boolean): void;
  opened(): void;
  received(data: unknown): void;
  /** It was lost or couldn't be made; the next attempt is on its way, and this many have gone before it. */
  waiting(attempts: number): void;
}

export const FIRST_DELAY_MS = 500;
export const LONGEST_DELAY_MS = 10_000;

/** Half of the backed-off delay is fixed, half is drawn, so that clients of a restarted server don't come in one wave. */
export function reconnectDelay(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 10));
  return ceiling / 2 + (ceiling / 2) * random;
}

/** One socket after another until it is stopped; nothing that an earlier one still says is heard. Does no I/O of its own. */
export class Redial {
  private socket: Socket | null = null;
  private timer: number | null = null;
  private attempt = 0;
  private isOpen = false;
  private isStopped = true;

  constructor(
    private readonly connect: () => Socket,
    private readonly handlers: RedialHandlers,
    private readonly timers: Timers,
    private readonly random: () => number = Math.random,
  ) {}

  get open(): boolean {
    return this.isOpen;
  }

  get stopped(): boolean {
    return this.isStopped;
  }

  start(): void {
    if (!this.isStopped) return;
    this.isStopped = false;
    this.dial(false);
  }

  stop(): void {
    this.isStopped = true;
    this.clearTimer();
    this.drop();
  }

  /** What comes may still be heard, but no other connection is made after this one. */
  last(): void {
    this.isStopped = true;
    this.clearTimer();
  }

  /** The device has no network, or has slept: what looks like a connection may be none, and nobody would say so. */
  lose(): void {
    if (this.isStopped || !this.isOpen) return;
    this.fail();
  }

  /** The network is back, or the page is looked at again: don't wait for the timer. */
  reconnectNow(): void {
    if (this.isStopped || this.isOpen) return;
    this.attempt = 0;
    this.anew();
  }

  /** Another connection in place of this one, at once. */
  anew(): void {
    if (this.isStopped) return;
    this.clearTimer();
    this.drop();
    this.dial(true);
  }

  /** This connection has gone wrong; the next one after a while. */
  fail(): void {
    this.drop();
    if (!this.isStopped) this.retry();
  }

  /** The other side has answered: the next failure is a first one. */
  answered(): void {
    this.attempt = 0;
  }

  /** False when there is no open socket; nothing is kept then. */
  send(data: string | Uint8Array<ArrayBuffer>): boolean {
    if (!this.isOpen || !this.socket) return false;
    this.socket.send(data);
    return true;
  }

  private dial(again: boolean): void {
    this.handlers.dialling(again);
    const socket = this.connect();
    this.socket = socket;
    socket.onopen = () => this.opened(socket);
    socket.onmessage = ({ data }) => {
      if (socket === this.socket) this.handlers.received(data);
    };
    socket.onclose = () => {
      if (socket === this.socket) this.fail();
    };
  }

  private opened(socket: Socket): void {
    if (socket !== this.socket) return;
    this.isOpen = true;
    this.handlers.opened();
  }

  private retry(): void {
    this.clearTimer();
    const delay = reconnectDelay(this.attempt, this.random());
    this.attempt += 1;
    this.timer = this.timers.set(() => {
      this.timer = null;
      this.dial(true);
    }, delay);
    this.handlers.waiting(this.attempt); // last: whoever hears it may stop everything
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
