import { describe, expect, it } from "vitest";
import { OFF, type ServerState, type VoiceState } from "./machine";
import { announced, type Shown, shownState } from "./shown";
import { ALL } from "./words";

const open = (more: Partial<VoiceState> = {}): VoiceState => ({ ...OFF, stage: "open", said: "listening", ...more });

describe("what is shown", () => {
  it("is the server's word while a line is open", () => {
    const words: ServerState[] = ["listening", "hearing", "thinking", "speaking", "interrupted"];
    expect(words.map((said) => shownState(open({ said })))).toEqual(words);
  });

  it("is muted only while nobody speaks and nothing is held", () => {
    expect(shownState(open({ muted: true }))).toBe("muted");
    expect(shownState(open({ muted: true, said: "speaking" }))).toBe("speaking");
    for (const said of ["listening", "muted"] as const)
      for (const talking of [{ held: true }, { isTailing: true }])
        expect(shownState(open({ said, muted: true, ...talking }))).toBe("hearing");
    expect(shownState(open({ mode: "hold" }))).toBe("ready_to_hold");
    expect(shownState(open({ mode: "hold", muted: true }))).toBe("muted");
  });

  it("tells the first connection from one that came back, and a busy server from a broken path", () => {
    expect(shownState({ ...OFF, stage: "connecting" })).toBe("connecting");
    expect(shownState({ ...OFF, stage: "connecting", wasOpen: true })).toBe("reconnecting");
    expect(shownState({ ...OFF, stage: "waiting", trouble: "network" })).toBe("reconnecting");
    expect(shownState({ ...OFF, stage: "waiting", trouble: "busy" })).toBe("busy");
    expect(shownState({ ...OFF, stage: "failed", trouble: "denied" })).toBe("denied");
  });
});

describe("what a screen reader is told", () => {
  it("is quiet through a whole talk", () => {
    const talk: Shown[] = ["listening", "hearing", "thinking", "speaking", "interrupted", "hearing", "listening"];
    const said = talk.slice(1).map((now, at) => announced(talk[at] as Shown, now));
    expect(said).toEqual([null, null, null, null, null, null]);
  });

  it("is what one wouldn't notice otherwise", () => {
    expect(announced("connecting", "listening")).toBe("listening");
    expect(announced("listening", "muted")).toBe("muted");
    expect(announced("muted", "listening")).toBe("listening");
    expect(announced("speaking", "offline")).toBe("offline");
    expect(announced("asking", "denied")).toBe("denied");
    expect(announced("offline", "offline")).toBeNull();
  });
});

it("has words for every state in every language", () => {
  const states = Object.keys(ALL.en?.states ?? {}).sort();
  expect(Object.keys(ALL).sort()).toEqual(["ar", "de", "en", "es", "fr", "tr"]);
  for (const words of Object.values(ALL)) {
    expect(Object.keys(words.states).sort()).toEqual(states);
    for (const { title, hint } of Object.values(words.states)) {
      expect(title.trim()).not.toBe("");
      // One line each, on a phone too.
      expect(title.length).toBeLessThanOrEqual(36);
      expect(hint.length).toBeLessThanOrEqual(80);
    }
  }
});
