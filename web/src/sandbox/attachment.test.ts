import { expect, test } from "vitest";
import type { Socket } from "../session/redial";
import { Attachment, type Status } from "./attachment";
import type { Output, Snapshot, Told } from "./wire";

class FakeSocket implements Socket {
  sent: (string | Uint8Array)[] = [];
  isClosed = false;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  send(data: string | Uint8Array): void {
    this.sent.push(data);
  }
  close(): void {
    this.isClosed = true;
  }
  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  gives(frame: Uint8Array): void {
    this.onmessage?.({ data: frame.buffer });
  }
  get told(): Record<string, unknown>[] {
    return this.sent.filter((frame) => typeof frame === "string").map((frame) => JSON.parse(frame as string));
  }
  /** [number, text] of what was typed. */
  get typed(): [number, string][] {
    return this.sent
      .filter((frame) => typeof frame !== "string")
      .map((frame) => {
        const bytes = frame as Uint8Array;
        return [Number(new DataView(bytes.buffer).getBigUint64(1)), new TextDecoder().decode(bytes.subarray(9))];
      });
  }
}

function output(offset: number, text: string): Uint8Array {
  const data = new TextEncoder().encode(text);
  const frame = new Uint8Array(9 + data.length);
  frame[0] = 1;
  new DataView(frame.buffer).setBigUint64(1, BigInt(offset));
  frame.set(data, 9);
  return frame;
}

function snapshot(offset: number, epoch: number): Uint8Array {
  const frame = new Uint8Array(18);
  const view = new DataView(frame.buffer);
  frame[0] = 2;
  view.setBigUint64(1, BigInt(offset));
  view.setUint16(9, 80);
  view.setUint16(11, 24);
  view.setUint32(13, epoch);
  frame[17] = 0x78;
  return frame;
}

const HELLO = { type: "hello", you: 1, cols: 80, rows: 24, epoch: 3, offset: 100 };
const bytes = (text: string) => new TextEncoder().encode(text);

function attached() {
  const sockets: FakeSocket[] = [];
  const timers = new Map<number, () => void>();
  let next = 1;
  let names = 0;
  const seen = { shots: [] as Snapshot[], outputs: [] as Output[], told: [] as Told[], statuses: [] as Status[] };
  const digest: (() => void)[] = [];
  const start = (run: () => void) => {
    timers.set(next, run);
    return next++;
  };
  const attachment = new Attachment(
    () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    {
      snapshot: (shot, digested) => {
        seen.shots.push(shot);
        digest.push(digested);
      },
      output: (piece, digested) => {
        seen.outputs.push(piece);
        digest.push(digested);
      },
      told: (message) => seen.told.push(message),
      status: (status) => seen.statuses.push(status),
      delivery: () => {},
      failing: () => {},
    },
    { set: (run) => start(run), clear: (timer) => timers.delete(timer) },
    { role: "control", name: "Test", output: true, cols: 80, rows: 24 },
    () => `writer-${++names}`,
    () => 0.5,
    () => 0,
  );
  const fire = () => {
    const due = [...timers.values()];
    timers.clear();
    for (const run of due) run();
  };
  const last = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error("no socket");
    return socket;
  };
  attachment.start();
  last().onopen?.();
  return { attachment, seen, digest, fire, last, sockets };
}

test("it joins with a snapshot and comes back with the offset that it has", () => {
  const { last, fire, seen } = attached();
  expect(last().told[0]).toMatchObject({ type: "hello", role: "control", writer: "writer-1", cols: 80, rows: 24 });
  expect(last().told[0]).not.toHaveProperty("offset");
  last().says(HELLO);
  last().gives(snapshot(100, 3));
  last().gives(output(100, "abc"));
  last().onclose?.();
  expect(seen.statuses.at(-1)).toBe("reconnecting");
  fire();
  last().onopen?.();
  expect(last().told[0]).toMatchObject({ type: "hello", writer: "writer-1", offset: 103, epoch: 3 });
  last().says(HELLO);
  // What was here already is left out.
  last().gives(output(101, "bcd"));
  expect(seen.outputs.map((piece) => [piece.offset, new TextDecoder().decode(piece.data)])).toEqual([
    [100, "abc"],
    [103, "d"],
  ]);
});

test("what isn't known to have arrived is sent again with its number, once on each connection", () => {
  const { attachment, last, fire } = attached();
  last().says(HELLO);
  attachment.type(bytes("a"));
  attachment.type(bytes("b"));
  last().says({ type: "taken", n: 1 });
  last().onclose?.();
  attachment.type(bytes("c"));
  fire();
  last().onopen?.();
  expect(last().typed).toEqual([]);
  last().says(HELLO);
  expect(last().typed).toEqual([
    [2, "b"],
    [3, "c"],
  ]);
  last().says({ type: "taken", n: 3 });
  expect(attachment.delivery.bytes).toBe(0);
});

test("it acknowledges what the terminal has digested, not what arrived", () => {
  const { last, digest, fire } = attached();
  last().says(HELLO);
  last().gives(snapshot(100, 3));
  digest.pop()?.();
  last().gives(output(100, "x".repeat(70_000)));
  expect(last().told.filter((said) => said.type === "ack")).toEqual([]);
  digest.pop()?.();
  expect(last().told.filter((said) => said.type === "ack")).toEqual([{ type: "ack", offset: 70_100 }]);
  last().gives(output(70_100, "rest"));
  digest.pop()?.();
  fire();
  expect(
    last()
      .told.filter((said) => said.type === "ack")
      .at(-1),
  ).toEqual({ type: "ack", offset: 70_104 });
});

test("a gap gets the whole screen anew", () => {
  const { last, sockets } = attached();
  last().says(HELLO);
  last().gives(snapshot(100, 3));
  last().gives(output(200, "far away"));
  expect(sockets).toHaveLength(2);
  last().onopen?.();
  expect(last().told[0]).not.toHaveProperty("offset");
});

test("what is discarded never goes out, and numbers begin anew under another name", () => {
  const { attachment, last } = attached();
  last().says(HELLO);
  last().onclose?.();
  attachment.type(bytes("rm -rf /\r"));
  attachment.discard();
  last().onopen?.();
  last().says(HELLO);
  expect(last().typed).toEqual([]);
  expect(last().told[0]).toMatchObject({ writer: "writer-2" });
  attachment.type(bytes("ls\r"));
  expect(last().typed).toEqual([[1, "ls\r"]]);
});

test("a large paste goes in pieces, a few at a time", () => {
  const { attachment, last } = attached();
  last().says(HELLO);
  const text = Array.from({ length: 300_000 }, (_, i) => String.fromCharCode(97 + (i % 26))).join("");
  attachment.type(bytes(text));
  expect(last().typed).toHaveLength(8);
  for (let taken = 1; attachment.delivery.bytes > 0; taken += 1) last().says({ type: "taken", n: taken });
  expect(
    last()
      .typed.map(([, piece]) => piece)
      .join(""),
  ).toBe(text);
  expect(last().typed.map(([n]) => n)).toEqual(Array.from({ length: 19 }, (_, i) => i + 1));
});

test("a card comes once; the last one is said on the next connection", () => {
  const { last, fire, seen } = attached();
  last().says(HELLO);
  const card = { type: "card", seq: 5, ts: "", session_id: "s", card: { id: "a", kind: "text" } };
  last().says(card);
  last().says(card);
  expect(seen.told.filter((message) => message.type === "card")).toHaveLength(1);
  last().onclose?.();
  fire();
  last().onopen?.();
  expect(last().told[0]).toMatchObject({ cards: 5 });
});

test("nothing is dialled after the end", () => {
  const { attachment, last, fire, sockets, seen } = attached();
  last().says(HELLO);
  last().says({ type: "exit", code: 0, signal: null });
  last().onclose?.();
  fire();
  attachment.reconnectNow();
  expect(sockets).toHaveLength(1);
  expect(seen.statuses.at(-1)).toBe("ended");
});

test("whoever lost control doesn't snatch it back", () => {
  const { attachment, last, fire } = attached();
  last().says(HELLO);
  attachment.lostControl();
  last().onclose?.();
  fire();
  last().onopen?.();
  expect(last().told[0]).toMatchObject({ role: "watch" });
});
