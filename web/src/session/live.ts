import { isLogged, type Logged, type Outgoing, parseFrame, type Unnumbered } from "./frames";
import { Redial, type Socket, type Timers } from "./redial";

export interface LiveHandlers {
  event(event: Logged): void;
  frame(frame: Unnumbered): void;
  status(status: LiveStatus): void;
}

export type LiveStatus = "connecting" | "open" | "reconnecting" | "stopped";

/** The live socket: every event once and in order, across any number of connections. Does no I/O of its own. */
export class LiveConnection {
  lastSeq = 0;
  /** Number of the present connection; rises with each one that opens. */
  generation = 0;
  private readonly line: Redial;

  constructor(
    connect: () => Socket,
    private readonly handlers: LiveHandlers,
    timers: Timers,
    random: () => number = Math.random,
  ) {
    const heard = {
      dialling: (again: boolean) => handlers.status(again ? "reconnecting" : "connecting"),
      opened: () => this.opened(),
      received: (data: unknown) => this.received(data),
      waiting: () => handlers.status("reconnecting"),
    };
    this.line = new Redial(connect, heard, timers, random);
  }

  get open(): boolean {
    return this.line.open;
  }

  start(): void {
    this.line.start();
  }

  stop(): void {
    this.line.stop();
    this.handlers.status("stopped");
  }

  lose(): void {
    this.line.lose();
  }

  reconnectNow(): void {
    this.line.reconnectNow();
  }

  /** False when there is no open socket; nothing is kept then. */
  send(frame: Outgoing): boolean {
    return this.line.send(JSON.stringify(frame));
  }

  private opened(): void {
    this.generation += 1;
    // First frame of every connection: without it the server would send the whole log again.
    this.send({ type: "resume", after: this.lastSeq });
    this.handlers.status("open");
  }

  private received(data: unknown): void {
    const frame = parseFrame(data);
    if (!frame) return;
    this.line.answered();
    if (!isLogged(frame)) {
      this.handlers.frame(frame);
      return;
    }
    if (frame.seq <= this.lastSeq) return;
    if (frame.seq !== this.lastSeq + 1) {
      this.line.fail(); // a gap can't be mended from here; a new connection asks for what is missing
      return;
    }
    this.lastSeq = frame.seq;
    this.handlers.event(frame);
  }
}
