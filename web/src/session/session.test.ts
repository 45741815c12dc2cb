import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { StateView } from "../wire";
import { Api } from "./api";
import { forget, load, save } from "./credentials";
import { Session } from "./session";

/** The service in memory: answers of routes, and the one open socket. */
class FakeService {
  static last: FakeService;
  answers: Record<string, () => Response> = {};
  calls: string[] = [];
  socket: FakeWebSocket | null = null;
  state = {
    lastSeq: 0,
    asking: null,
    missing: [],
    secretsRequested: [],
    turnOpen: false,
    plan: {},
  } as unknown as StateView;

  constructor() {
    FakeService.last = this;
    this.answers = {
      "GET /api/v1/about": () => Response.json({ emulator: true, version: "1" }),
      "POST /api/v1/conversations": () =>
        Response.json({ id: "new", token: "t-new", state: this.state }, { status: 201 }),
    };
    for (const id of ["new", "old", "joined"]) {
      this.answers[`GET /api/v1/conversations/${id}`] = () => Response.json({ ...this.state, id });
    }
  }

  fetch = (url: string | URL | Request, init?: RequestInit) => {
    const call = `${init?.method} ${url}`;
    this.calls.push(call);
    return Promise.resolve(this.answers[call]?.() ?? Response.json({ code: "not_found" }, { status: 404 }));
  };
}

class FakeWebSocket {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  sent: Record<string, unknown>[] = [];
  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {
    FakeService.last.socket = this;
  }
  send(data: string) {
    this.sent.push(JSON.parse(data));
  }
  close() {}
  receive(...frames: object[]) {
    for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

const settle = () => vi.advanceTimersByTimeAsync(30);
const event = (seq: number, type: string, more: object = {}) => ({
  seq,
  at: "2026-05-15T09:00:00.000Z",
  type,
  ...more,
});
const said = (seq: number, more: object = {}) =>
  event(seq, "assistant_said", { text: "hi", asking: null, options: [], readBack: null, endsTurn: true, ...more });

describe("Session", () => {
  let service: FakeService;
  let session: Session;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", FakeWebSocket);
    forget();
    sessionStorage.clear(); // messages of the test before are no concern of this one
    location.hash = "";
    service = new FakeService();
    session = new Session(new Api(service.fetch as typeof fetch));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const open = async () => {
    await session.begin();
    service.socket?.onopen?.();
    await settle();
  };

  it("starts a conversation and keeps its token out of the address", async () => {
    await open();
    expect(load()).toEqual({ id: "new", token: "t-new" });
    expect(service.socket?.protocols).toEqual(["concierge", "bearer.t-new"]);
    expect(service.socket?.url).not.toContain("t-new");
    expect(session.emulator.value).toBe(true);
  });

  it("goes on with the conversation of this browser", async () => {
    save({ id: "old", token: "t-old" });
    await open();
    expect(service.calls).not.toContain("POST /api/v1/conversations");
    expect(service.socket?.url).toContain("/api/v1/conversations/old/live");
  });

  it("starts anew, without a word, when the token is refused", async () => {
    save({ id: "gone", token: "t" });
    await open();
    expect(load()?.id).toBe("new");
    expect(session.notices.value).toEqual([]);
  });

  it("keeps the conversation when the service is only away", async () => {
    save({ id: "old", token: "t-old" });
    service.answers["GET /api/v1/conversations/old"] = () => Response.json({ code: "unavailable" }, { status: 503 });
    await session.begin();
    expect(load()?.id).toBe("old");
    expect(session.startProblem.value?.code).toBe("unavailable");
  });

  it("shows what is being said until the log has it, and keeps it through what is typed meanwhile", async () => {
    await open();
    service.socket?.receive({ type: "partial", text: "two nodes", stable: 3 });
    expect(session.partial.value).toEqual({ text: "two nodes", stable: 3 });
    service.socket?.receive(event(1, "user_said", { text: "typed", channel: "text", masked: [], codeDigest: null }));
    await settle();
    expect(session.partial.value.text).toBe("two nodes");
    service.socket?.receive(
      event(2, "user_said", { text: "Two nodes.", channel: "voice", masked: [], codeDigest: null }),
    );
    await settle();
    expect(session.partial.value.text).toBe("");
  });

  it("takes what was heard of a message for no event of the log", async () => {
    await open();
    service.socket?.receive(said(1), { type: "spoken", seq: 1, words: 1, text: "hi" }, said(2));
    await settle();
    expect(session.spoken.value).toEqual({ seq: 1, words: 1, text: "hi" });
    expect(session.view.value.lastSeq).toBe(2);
  });

  it("tells the voice what is typed before it is sent", async () => {
    await open();
    const heard: string[] = [];
    session.voice = {
      frame: (frame) => heard.push(frame.type),
      saying: () => session.send({ type: "interrupt" }),
    };
    service.socket?.receive({ type: "voice", state: "speaking", line: "a" });
    session.say("stop");
    expect(heard).toEqual(["voice"]);
    expect(service.socket?.sent.slice(-2)).toEqual([{ type: "interrupt" }, { type: "say", text: "stop" }]);
  });

  it("leaves a typed message waiting where something else was said by voice", async () => {
    await open();
    session.say("the secret one");
    service.socket?.receive(
      event(1, "user_said", { text: "[token]", channel: "voice", masked: ["token"], codeDigest: null }),
    );
    await settle();
    expect(session.pending.value).toHaveLength(1);
  });

  it("tells that something said wasn't heard, and takes nothing typed for it", async () => {
    await open();
    session.say("typed");
    service.socket?.receive({ type: "problem", channel: "voice", code: "busy", detail: "Too much was said at once." });
    expect(session.notices.value.map(({ problem }) => problem.detail)).toEqual(["Too much was said at once."]);
    expect(session.pending.value).toHaveLength(1);
    expect(session.draft.value).toBe("");
  });

  it("redeems a join link and clears it from the address", async () => {
    location.hash = "#join=abc";
    service.answers["POST /api/v1/links/redeem"] = () => Response.json({ id: "joined", token: "t-j" }, { status: 201 });
    await open();
    expect(load()).toEqual({ id: "joined", token: "t-j" });
    expect(location.hash).toBe("");
  });

  it("keeps what is said offline and sends it once connected", async () => {
    await session.begin();
    session.say("hello", "composer");
    expect(session.pending.value).toMatchObject([{ text: "hello", state: "waiting" }]);
    service.socket?.onopen?.();
    expect(service.socket?.sent).toEqual([
      { type: "resume", after: 0 },
      { type: "say", text: "hello" },
    ]);
    service.socket?.receive(event(1, "user_said", { text: "hello", masked: [], codeDigest: null }));
    await settle();
    expect(session.pending.value).toEqual([]);
  });

  it("puts refused words back before what is being typed", async () => {
    await open();
    session.say("long story", "composer");
    session.draft.value = "and more";
    service.socket?.receive({ type: "problem", code: "busy", status: 429, detail: "Busy.", next: "Wait." });
    expect(session.draft.value).toBe("long story\nand more");
    expect(session.pending.value).toEqual([]);
    expect(session.notices.value.map((notice) => notice.problem.detail)).toEqual(["Busy."]);
  });

  describe("what is being said", () => {
    const hear = (...frames: object[]) => service.socket?.receive(...frames);
    const voice = (state: string, line = "a") => ({ type: "voice", state, line });
    const partial = (text: string) => ({ type: "partial", text, stable: 0 });
    const spoken = { type: "spoken", seq: 1, words: 2, text: "Two nodes" };
    const aloud = (seq: number) =>
      event(seq, "user_said", { text: "x", masked: [], codeDigest: null, channel: "voice" });

    beforeEach(open);

    it("stays through an interruption until the log has it", async () => {
      hear(voice("speaking"), spoken, voice("hearing"), partial("no make"));
      expect(session.spoken.value?.words).toBe(2);
      for (const state of ["interrupted", "hearing", "thinking"]) {
        hear(voice(state));
        expect(session.partial.value.text).toBe("no make");
      }
      expect(session.spoken.value).toBeNull();
      hear(event(1, "interrupted", { heard: "Two" }), partial("no make it three"));
      await settle();
      expect(session.partial.value.text).toBe("no make it three");
      hear(aloud(2));
      await settle();
      expect(session.partial.value.text).toBe("");
    });

    it("ends where it came to nothing", () => {
      hear(voice("hearing"), partial("hm"), voice("listening"));
      expect(session.partial.value.text).toBe("");
    });

    it("isn't ended by another line that listens again", () => {
      hear(voice("listening"), voice("listening", "b"), voice("speaking"), spoken, voice("listening", "b"));
      expect(session.spoken.value?.words).toBe(2);
      hear(voice("thinking", "b"), voice("hearing"), partial("and two"), voice("listening", "b"));
      expect(session.partial.value.text).toBe("and two");
      hear(voice("listening"));
      expect([session.partial.value.text, session.spoken.value]).toEqual(["", null]);
    });

    it("is over where a line goes on under a new name and listens", () => {
      hear(voice("speaking"), spoken, voice("hearing"), partial("and two"), voice("listening", "a2"));
      expect([session.partial.value.text, session.spoken.value]).toEqual(["", null]);
    });

    it("is the next sentence already when the one before gets into the log", async () => {
      hear(voice("hearing"), partial("in Helsinki"), voice("thinking"), voice("hearing"));
      hear(aloud(1));
      await settle();
      expect(session.partial.value.text).toBe("");
      hear(voice("thinking"), voice("hearing"), partial("with two nodes"), aloud(2));
      await settle();
      expect(session.partial.value.text).toBe("with two nodes");
    });
  });

  it("never puts a code into the composer", async () => {
    await open();
    session.say("482913", "code");
    service.socket?.receive({ type: "problem", code: "internal", status: 500, detail: "x", next: "y" });
    expect(session.draft.value).toBe("");
  });

  it("asks the person about a message that a broken connection may have lost", async () => {
    await open();
    session.say("yes", "composer");
    service.socket?.onclose?.();
    await vi.advanceTimersByTimeAsync(600);
    service.socket?.onopen?.();
    expect(service.socket?.sent).toEqual([{ type: "resume", after: 0 }]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(session.pending.value).toMatchObject([{ text: "yes", state: "unsure" }]);
  });

  it("reports what was shown once for each connection, until the log has it", async () => {
    await open();
    service.socket?.receive(said(1));
    await settle();
    session.endInView(1, true);
    session.endInView(1, true);
    expect(service.socket?.sent.filter((frame) => frame.type === "shown")).toEqual([{ type: "shown", seq: 1 }]);
    service.socket?.receive(event(2, "shown", { upto: 1 }));
    await settle();
    service.socket?.onclose?.();
    await vi.advanceTimersByTimeAsync(600);
    service.socket?.onopen?.();
    expect(service.socket?.sent).toEqual([{ type: "resume", after: 2 }]);
  });

  it("reads the state again after events, once for a batch", async () => {
    await open();
    const before = service.calls.length;
    service.socket?.receive(said(1), said(2), said(3));
    await settle();
    expect(service.calls.slice(before)).toEqual(["GET /api/v1/conversations/new"]);
  });

  it("trusts the server's state only when it knows as much of the log", async () => {
    await open();
    service.state = { ...service.state, lastSeq: 1, asking: "email" } as StateView;
    service.socket?.receive(said(1, { asking: "size" }), said(2, { asking: "confirm" }));
    await settle();
    expect(session.asking.value).toBe("confirm");
    service.state = { ...service.state, lastSeq: 2, asking: "email_code" } as StateView;
    session.requestState();
    await settle();
    expect(session.asking.value).toBe("email_code");
  });
});
