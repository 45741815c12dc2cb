import { reconnectDelay, type Timers } from "../session/live";
import { Delivery } from "./delivery";
import { inputFrame, type Output, parseBinary, parseText, type Snapshot, type Told } from "./wire";

/** What is needed of a WebSocket; a test gives its own. */
export interface Socket {
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
}

export type Status = "connecting" | "open" | "reconnecting" | "ended";

export interface Handlers {
  /** The whole screen anew. `digested` when the terminal shows it. */
  snapshot(shot: Snapshot, digested: () => void): void;
  output(output: Output, digested: () => void): void;
  told(message: Told): void;
  status(status: Status): void;
  /** What hasn't arrived has changed. */
  delivery(delivery: Delivery): void;
  /** It can't be opened again and again; why isn't told by a browser, so it has to be asked for. */
  failing(attempts: number): void;
}

export interface Wish {
  role: "control" | "watch" | "read";
  name: string;
  /** Without: cards and messages alone come. */
  output: boolean;
  cols: number;
  rows: number;
}

const ACK_EVERY = 64 * 1024;
/** After the last output; else the last bytes of a burst would never be acknowledged. */
const ACK_REST_MS = 150;
/** Bytes that a returning terminal would rather get than the screen anew. */
const DELTA = 1024 * 1024;

/** One terminal session across any number of connections. Does no I/O of its own. */
export class Attachment {
  readonly delivery = new Delivery();
  private socket: Socket | null = null;
  private timer: number | null = null;
  private restTimer: number | null = null;
  private attempt = 0;
  private isOpen = false;
  private isOver = true;
  /** What the terminal has got, and for which size. */
  private at: { offset: number; epoch: number } | null = null;
  private digested = 0;
  private acked = 0;
  /** The last card that came. */
  private cards = 0;
  /** Counts the screens that were written: what was digested of an earlier one says nothing. */
  private generation = 0;
  private writer: string;

  constructor(
    private readonly connect: () => Socket,
    private readonly handlers: Handlers,
    private readonly timers: Timers,
    private wish: Wish,
    private readonly newName: () => string = randomName,
    private readonly random: () => number = Math.random,
    private readonly now: () => number = Date.now,
  ) {
    this.writer = newName();
  }

  get open(): boolean {
    return this.isOpen;
  }

  start(): void {
    if (!this.isOver) return;
    this.isOver = false;
    this.dial("connecting");
  }

  /** For good; the session goes on. */
  stop(): void {
    this.isOver = true;
    this.clear();
    this.drop();
  }

  /** The device has no network, or has slept: what looks like a connection may be none. */
  lose(): void {
    if (this.isOver || !this.isOpen) return;
    this.drop();
    this.retry();
  }

  reconnectNow(): void {
    if (this.isOver || this.isOpen) return;
    this.attempt = 0;
    this.clear();
    this.drop();
    this.dial("reconnecting");
  }

  type(data: Uint8Array): void {
    if (data.length === 0 || this.isOver) return;
    this.delivery.add(data, this.now());
    this.deliver();
  }

  /** What hasn't arrived isn't wanted any more. */
  discard(): void {
    this.delivery.forget();
    this.writer = this.newName();
    this.handlers.delivery(this.delivery);
    this.again();
  }

  resize(cols: number, rows: number): void {
    if (cols === this.wish.cols && rows === this.wish.rows) return;
    this.wish = { ...this.wish, cols, rows };
    this.say({ type: "resize", cols, rows });
  }

  takeControl(): void {
    this.wish = { ...this.wish, role: "control" };
    this.say({ type: "control" });
  }

  /** Somebody else took control; whoever comes back doesn't snatch it. */
  lostControl(): void {
    if (this.wish.role === "control") this.wish = { ...this.wish, role: "watch" };
  }

  /** Asks for the terminal's output, or for cards alone. */
  show(output: boolean, role: Wish["role"], size: { cols: number; rows: number }): void {
    if (output === this.wish.output) return;
    this.wish = { ...this.wish, ...size, output, role };
    this.at = null;
    this.again();
  }

  /** False when there is no connection; nothing is kept then. */
  say(message: Record<string, unknown>): boolean {
    if (!this.isOpen || !this.socket) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  private again(): void {
    if (this.isOver) return;
    this.clear();
    this.drop();
    this.dial("reconnecting");
  }

  private dial(status: Status): void {
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
    const known = this.at ? { ...this.at, delta: DELTA } : {};
    this.say({ type: "hello", ...this.wish, writer: this.writer, cards: this.cards, ...known });
    this.delivery.reconnected();
  }

  private received(socket: Socket, data: unknown): void {
    if (socket !== this.socket) return;
    if (data instanceof ArrayBuffer) {
      const frame = parseBinary(data);
      if (frame?.kind === "snapshot") this.screen(frame);
      else if (frame) this.wrote(frame);
      return;
    }
    const message = typeof data === "string" ? parseText(data) : null;
    if (message) this.told(message);
  }

  private told(message: Told): void {
    switch (message.type) {
      case "hello":
        this.attempt = 0;
        this.handlers.status("open");
        this.deliver();
        break;
      case "taken":
        this.delivery.taken(message.n);
        this.deliver();
        break;
      case "refused":
        this.delivery.refused(message.n);
        this.deliver();
        break;
      case "card":
        if (message.seq <= this.cards) return;
        this.cards = message.seq;
        break;
      case "exit":
      case "lost":
        this.isOver = true;
        this.delivery.forget();
        this.handlers.delivery(this.delivery);
        this.handlers.status("ended");
        break;
    }
    this.handlers.told(message);
  }

  private screen(shot: Snapshot): void {
    this.at = { offset: shot.offset, epoch: shot.epoch };
    this.generation += 1;
    this.acked = shot.offset;
    this.digested = shot.offset;
    this.handlers.snapshot(shot, this.digest(shot.offset));
  }

  private wrote(output: Output): void {
    const at = this.at;
    if (!at) return; // the screen that it belongs to is on its way
    if (output.offset > at.offset) {
      // Something is missing; the next connection gets the screen whole.
      this.at = null;
      this.again();
      return;
    }
    const fresh = output.data.subarray(at.offset - output.offset);
    if (fresh.length === 0) return;
    const end = at.offset + fresh.length;
    this.at = { ...at, offset: end };
    this.handlers.output({ kind: "output", offset: at.offset, data: fresh }, this.digest(end));
  }

  private digest(end: number): () => void {
    const generation = this.generation;
    return () => {
      if (generation !== this.generation) return;
      this.digested = Math.max(this.digested, end);
      if (this.digested - this.acked >= ACK_EVERY) this.acknowledge();
      else this.restTimer ??= this.timers.set(() => this.acknowledge(), ACK_REST_MS);
    };
  }

  private acknowledge(): void {
    if (this.restTimer !== null) this.timers.clear(this.restTimer);
    this.restTimer = null;
    if (this.digested > this.acked && this.say({ type: "ack", offset: this.digested })) this.acked = this.digested;
  }

  private deliver(): void {
    if (this.isOpen && this.socket) {
      for (const piece of this.delivery.due()) this.socket.send(inputFrame(piece.n, piece.data));
    }
    this.handlers.delivery(this.delivery);
  }

  private closed(socket: Socket): void {
    if (socket !== this.socket) return;
    this.drop();
    if (!this.isOver) this.retry();
  }

  private retry(): void {
    this.handlers.status("reconnecting");
    this.clear();
    const delay = reconnectDelay(this.attempt, this.random());
    this.attempt += 1;
    if (this.attempt > 1) this.handlers.failing(this.attempt);
    if (this.isOver) return;
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

  private clear(): void {
    for (const timer of [this.timer, this.restTimer]) if (timer !== null) this.timers.clear(timer);
    this.timer = null;
    this.restTimer = null;
  }
}

function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
