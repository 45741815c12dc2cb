import { describe, expect, it } from "vitest";
import { sample, user, we } from "../design/sample";
import { names } from "../plan/names";
import type { Logged } from "../session/frames";
import { Recorder, Replayed, read } from "./recording";

const AT = Date.parse("2026-03-02T09:30:00.000Z");
const logged = (place: number, event: object, ms: number) =>
  ({ ...event, seq: place + 1, at: new Date(AT + ms).toISOString() }) as unknown as Logged;
const TALK = [
  logged(0, { type: "conversation_started", emulated: true }, 0),
  logged(1, user("a bakery"), 1000),
  logged(2, we("Which region?"), 1050),
  logged(3, user("Helsinki"), 61_050),
];

function recorded(): string {
  const session = sample();
  const recorder = new Recorder(session);
  const state = session.state.value;
  session.overheard?.(TALK.slice(0, 2));
  session.overheard?.(TALK.slice(2));
  if (state) session.state.value = { ...state, lastSeq: 3, asking: "regions" };
  if (state) session.state.value = { ...state, lastSeq: 9 };
  return recorder.text();
}

describe("a recording", () => {
  it("is the log and what the service said of it, up to the last event", () => {
    const { events, states } = read(recorded());
    expect(events).toEqual(TALK);
    expect(states.map((state) => state.lastSeq)).toEqual([0, 3]);
  });

  it("begins anew with a new conversation", () => {
    const session = sample();
    const recorder = new Recorder(session);
    session.overheard?.(TALK);
    session.overheard?.(TALK.slice(0, 1));
    expect(read(recorder.text()).events).toEqual(TALK.slice(0, 1));
  });

  it("is shown step by step without asking anybody", async () => {
    const replay = new Replayed(read(recorded()));
    const waited: number[] = [];
    const pace = { wait: async (ms: number) => void waited.push(ms), until: async () => {}, paused: () => () => {} };
    const steps = replay.steps();
    expect(steps.map((step) => step.title)).toEqual(["…", "a bakery", "Helsinki"]);
    for (const step of steps.slice(0, 2)) await step.run(pace);
    expect(replay.view.value.timeline.map((item) => item.kind)).toEqual(["user", "assistant"]);
    expect([replay.asking.value, replay.isStateCurrent.value]).toEqual(["regions", true]);
    await steps[2]?.run(pace);
    expect(waited).toEqual([0, 1000, 4000]);
    replay.say();
    expect([replay.pending.value, replay.send()]).toEqual([[], false]);
    replay.rewind();
    expect(replay.view.value.timeline).toEqual([]);
  });

  it("says the prospect's lines again before they stand there, and never a code", async () => {
    const session = sample();
    const recorder = new Recorder(session);
    session.overheard?.([...TALK, logged(4, user("••••••"), 62_000)]);
    const replay = new Replayed(read(recorder.text("browser")));
    const said: [string, number][] = [];
    const pace = { wait: async () => {}, until: async () => {}, paused: () => () => {} };
    const steps = replay.steps(async (text) => void said.push([text, replay.view.value.timeline.length]));
    for (const step of steps) await step.run(pace);
    expect(said).toEqual([
      ["a bakery", 0],
      ["Helsinki", 2],
    ]);
    expect(replay.recording.manner).toBe("browser");
  });

  it("is typed where nothing, or nothing known, says how prospects spoke", () => {
    const old = JSON.parse(recorded());
    delete old.manner;
    expect(read(JSON.stringify(old)).manner).toBe("typed");
    expect(read(JSON.stringify({ ...old, manner: "sung" })).manner).toBe("typed");
  });

  it.each([
    ["no JSON", "{", "no recording"],
    ["null", "null", "no recording"],
    ["something else", '{"format":"other"}', "no recording"],
    ["another version", '{"format":"concierge-recording","version":2}', "another version"],
    ["nothing in it", '{"format":"concierge-recording","version":1,"events":[],"states":[]}', "damaged"],
  ])("is refused with a sentence: %s", (_, text, why) => {
    expect(() => read(text)).toThrow(why);
  });

  it("is refused when events are missing in its middle", () => {
    const broken = JSON.parse(recorded());
    broken.events.splice(1, 1);
    expect(() => read(JSON.stringify(broken))).toThrow("damaged");
    expect(names.value.regions).toBeDefined();
  });
});
