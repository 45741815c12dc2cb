import { Redial, type Socket, type Timers } from "../session/redial";
import { Delivery } from "./delivery";
import { inputFrame, type Output, parseBinary, parseText, type Snapshot, type Told } from "./wire";

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
  private readonly line: Redial;
  private restTimer: number | null = null;
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
    connect: () => Socket,
    private readonly handlers: Handlers,
    private readonly timers: Timers,
    private wish: Wish,
    private readonly newName: () => string = randomName,
    random: () => number = Math.random,
    private readonly now: () => number = Date.now,
  ) {
    this.writer = newName();
    const heard = {
      dialling: (again: boolean) => handlers.status(again ? "reconnecting" : "connecting"),
      opened: () => this.opened(),
      received: (data: unknown) => this.received(data),
      waiting: (attempts: number) => this.waiting(attempts),
    };
    this.line = new Redial(connect, heard, timers, random);
  }

  get open(): boolean {
    return this.line.open;
  }

  start(): void {
    this.line.start();
  }

  /** For good; the session goes on. */
  stop(): void {
    this.clear();
    this.line.stop();
  }

  lose(): void {
    this.line.lose();
  }

  reconnectNow(): void {
    this.line.reconnectNow();
  }

  type(data: Uint8Array): void {
    if (data.length === 0 || this.line.stopped) return;
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
    return this.line.send(JSON.stringify(message));
  }

  private again(): void {
    this.clear();
    this.line.anew();
  }

  private opened(): void {
    const known = this.at ? { ...this.at, delta: DELTA } : {};
    this.say({ type: "hello", ...this.wish, writer: this.writer, cards: this.cards, ...known });
    this.delivery.reconnected();
  }

  private waiting(attempts: number): void {
    this.clear();
    this.handlers.status("reconnecting");
    if (attempts > 1) this.handlers.failing(attempts);
  }

  private received(data: unknown): void {
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
        this.line.answered();
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
        this.line.last();
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
    if (this.line.open) {
      for (const piece of this.delivery.due()) this.line.send(inputFrame(piece.n, piece.data));
    }
    this.handlers.delivery(this.delivery);
  }

  private clear(): void {
    if (this.restTimer !== null) this.timers.clear(this.restTimer);
    this.restTimer = null;
  }
}

function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
