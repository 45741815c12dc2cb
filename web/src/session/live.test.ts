import { beforeEach, describe, expect, it } from "vitest";
import type { Logged, Unnumbered } from "./frames";
import { LiveConnection, type LiveStatus } from "./live";
import { FIRST_DELAY_MS, LONGEST_DELAY_MS, reconnectDelay, type Socket } from "./redial";

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  sent: unknown[] = [];
  isClosed = false;
  send(data: string) {
    this.sent.push(JSON.parse(data));
  }
  close() {
    this.isClosed = true;
  }
  receive(...frames: object[]) {
    for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

class FakeTimers {
  due = new Map<number, { run: () => void; after: number }>();
  private next = 1;
  set = (run: () => void, after: number) => {
    this.due.set(this.next, { run, after });
    return this.next++;
  };
  clear = (timer: number) => void this.due.delete(timer);
  fire() {
    const [first] = this.due.entries();
    if (!first) throw new Error("no timer is set");
    this.due.delete(first[0]);
    first[1].run();
    return first[1].after;
  }
}

const event = (seq: number) => ({ seq, at: "2026-05-15T09:00:00.000Z", type: "resumed" });

describe("LiveConnection", () => {
  let sockets: FakeSocket[];
  let timers: FakeTimers;
  let events: number[];
  let frames: Unnumbered[];
  let statuses: LiveStatus[];
  let live: LiveConnection;

  const socket = () => sockets.at(-1) as FakeSocket;

  beforeEach(() => {
    sockets = [];
    timers = new FakeTimers();
    events = [];
    frames = [];
    statuses = [];
    live = new LiveConnection(
      () => {
        sockets.push(new FakeSocket());
        return socket();
      },
      {
        event: (given: Logged) => events.push(given.seq),
        frame: (given) => frames.push(given),
        status: (given) => statuses.push(given),
      },
      timers,
      () => 0.5,
    );
    live.start();
  });

  it("gives up a connection that is known to be lost, and is back at once when it may be", () => {
    live.lose();
    expect([socket().isClosed, sockets.length]).toEqual([false, 1]); // one that is still dialling is left to it
    socket().onopen?.();
    socket().receive(event(1));
    const first = socket();
    live.lose();
    expect([first.isClosed, live.open, statuses.at(-1)]).toEqual([true, false, "reconnecting"]);
    expect(live.send({ type: "say", text: "hello" })).toBe(false);
    live.reconnectNow();
    socket().onopen?.();
    expect(sockets).toHaveLength(2);
    expect(socket().sent).toEqual([{ type: "resume", after: 1 }]);
  });

  it("asks for everything first and for what follows after a break", () => {
    socket().onopen?.();
    expect(socket().sent).toEqual([{ type: "resume", after: 0 }]);
    socket().receive(event(1), event(2));
    socket().onclose?.();
    timers.fire();
    socket().onopen?.();
    expect(sockets).toHaveLength(2);
    expect(socket().sent).toEqual([{ type: "resume", after: 2 }]);
  });

  it("gives each event once, in order", () => {
    socket().onopen?.();
    socket().receive(event(1), event(2), event(2), event(1), event(3));
    expect(events).toEqual([1, 2, 3]);
  });

  it("takes no event after a gap but connects anew", () => {
    socket().onopen?.();
    socket().receive(event(1));
    const first = socket();
    first.receive(event(3));
    expect(events).toEqual([1]);
    expect(first.isClosed).toBe(true);
    timers.fire();
    socket().onopen?.();
    expect(socket().sent).toEqual([{ type: "resume", after: 1 }]);
  });

  it("keeps frames without a number apart and drops what is no frame", () => {
    socket().onopen?.();
    socket().receive({ type: "problem", code: "busy" }, { no: "type" });
    socket().onmessage?.({ data: "not json" });
    socket().onmessage?.({ data: new ArrayBuffer(1) });
    expect(frames).toEqual([{ type: "problem", code: "busy" }]);
    expect(events).toEqual([]);
  });

  it("waits longer each time, and short again once something was heard", () => {
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      socket().onclose?.();
      waits.push(timers.fire());
    }
    expect(waits).toEqual([375, 750, 1500, 3000, 6000, 7500, 7500]);
    socket().onopen?.();
    socket().receive(event(1));
    socket().onclose?.();
    expect(timers.fire()).toBe(375);
  });

  it("reconnects at once when the network is back, and not twice", () => {
    socket().onclose?.();
    live.reconnectNow();
    expect(sockets).toHaveLength(2);
    expect(timers.due.size).toBe(0);
    socket().onopen?.();
    live.reconnectNow();
    expect(sockets).toHaveLength(2);
  });

  it("ignores what an abandoned socket still says", () => {
    const old = socket();
    const { onopen, onmessage, onclose } = old;
    live.reconnectNow();
    onopen?.();
    onmessage?.({ data: JSON.stringify(event(1)) });
    onclose?.();
    expect(live.open).toBe(false);
    expect(events).toEqual([]);
    expect(timers.due.size).toBe(0);
  });

  it("sends only over an open socket", () => {
    expect(live.send({ type: "say", text: "a" })).toBe(false);
    socket().onopen?.();
    expect(live.send({ type: "say", text: "a" })).toBe(true);
    expect(socket().sent.at(-1)).toEqual({ type: "say", text: "a" });
    socket().onclose?.();
    expect(live.send({ type: "say", text: "b" })).toBe(false);
  });

  it("stays away once stopped", () => {
    socket().onclose?.();
    live.stop();
    expect(timers.due.size).toBe(0);
    live.reconnectNow();
    expect(sockets).toHaveLength(1);
    expect(statuses).toEqual(["connecting", "reconnecting", "stopped"]);
  });
});

describe("reconnectDelay", () => {
  it("is between half and the whole of a doubled, bounded delay", () => {
    expect(reconnectDelay(0, 0)).toBe(FIRST_DELAY_MS / 2);
    expect(reconnectDelay(0, 1)).toBe(FIRST_DELAY_MS);
    expect(reconnectDelay(3, 1)).toBe(4000);
    expect(reconnectDelay(50, 1)).toBe(LONGEST_DELAY_MS);
  });
});
