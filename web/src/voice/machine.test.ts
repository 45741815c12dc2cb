import { describe, expect, it } from "vitest";
import {
  BETTER_MS,
  type Command,
  isGateOpen,
  isTalking,
  OFF,
  RTC_TRIES,
  retryDelay,
  step,
  TAIL_MS,
  type VoiceEvent,
  type VoiceState,
} from "./machine";
import { shownState } from "./shown";

/** A talk with the machine: every event in turn, and what it wanted done. */
function talk(...events: VoiceEvent[]): { state: VoiceState; commands: Command[]; last: Command[] } {
  let state = OFF;
  const commands: Command[] = [];
  let last: Command[] = [];
  for (const event of events) {
    const next = step(state, event);
    state = next.state;
    last = next.commands;
    commands.push(...last);
  }
  return { state, commands, last };
}

const READY: VoiceEvent = { type: "prepared", ears: true, permission: "granted", explained: true };
const TAPPED: VoiceEvent[] = [{ type: "begin", hold: false }, READY, { type: "captured" }];
const OPEN: VoiceEvent[] = [...TAPPED, { type: "connected", dial: 1, line: "a" }];
const path = (dial: number): VoiceEvent => ({ type: "failed", dial, fault: { kind: "path" } });
const TAIL: Command = { kind: "timer", name: "tail", ms: TAIL_MS };
/** Let go, and its end heard. */
const released = (state: VoiceState) =>
  step(step(state, { type: "hold", on: false }).state, { type: "timer", name: "tail" }).state;
const dials = (commands: Command[]) => commands.filter((command) => command.kind === "dial");

describe("turning it on", () => {
  it("asks the server, then the microphone, then for a line, and hears from then on", () => {
    const { state, commands } = talk(...OPEN);
    expect(commands.map(({ kind }) => kind).filter((kind) => kind !== "cancel")).toEqual([
      "prepare",
      "capture",
      "dial",
      "gate",
    ]);
    expect(dials(commands)).toEqual([{ kind: "dial", over: "rtc", old: null, dial: 1 }]);
    expect(commands.at(-1)).toEqual({ kind: "gate", open: true });
    expect(state).toMatchObject({ stage: "open", said: "listening", line: "a" });
  });

  it("explains before the browser asks, and only where it would ask", () => {
    const prompt: VoiceEvent = { type: "prepared", ears: true, permission: "prompt", explained: false };
    const asked = talk({ type: "begin", hold: false }, prompt);
    expect(asked.state.stage).toBe("explaining");
    expect(asked.last).toEqual([]);
    expect(step(asked.state, { type: "explained", yes: true }).commands).toContainEqual({ kind: "capture" });
    expect(step(asked.state, { type: "explained", yes: false }).state.stage).toBe("off");
    expect(talk({ type: "begin", hold: false }, { ...prompt, explained: true }).last).toContainEqual({
      kind: "capture",
    });
  });

  it("opens no microphone where it is forbidden or where nobody would hear it", () => {
    const denied = talk({ type: "begin", hold: false }, { ...READY, permission: "denied" });
    expect(denied.state).toMatchObject({ stage: "failed", trouble: "denied" });
    const deaf = talk({ type: "begin", hold: false }, { ...READY, ears: false });
    expect(deaf.state).toMatchObject({ stage: "failed", trouble: "unavailable" });
    for (const { commands } of [denied, deaf]) expect(commands).not.toContainEqual({ kind: "capture" });
  });

  it("says why there is no microphone, and can be tried again", () => {
    const { state } = talk({ type: "begin", hold: false }, READY, { type: "refused", trouble: "no_microphone" });
    expect(state).toMatchObject({ stage: "failed", trouble: "no_microphone" });
    expect(step(state, { type: "begin", hold: false }).state.stage).toBe("preparing");
  });

  it("never begins by itself", () => {
    const events: VoiceEvent[] = [
      READY,
      { type: "captured" },
      { type: "online" },
      { type: "moved" },
      { type: "hold", on: true },
      { type: "mute" },
      { type: "timer", name: "retry" },
      { type: "server", state: "listening", line: "a" },
    ];
    expect(talk(...events)).toMatchObject({ state: OFF, commands: [] });
  });
});

describe("a line that breaks", () => {
  it("is dialled anew at once, and takes over from the old one", () => {
    const { state, last } = talk(...OPEN, { type: "lost", dial: 1 });
    expect(state.stage).toBe("connecting");
    expect(dials(last)).toEqual([{ kind: "dial", over: "rtc", old: "a", dial: 2 }]);
  });

  it("is dialled anew when the server's own socket ends, and at once when it is back", () => {
    const gone = talk(...OPEN, { type: "server_gone" });
    expect(dials(gone.last)).toEqual([{ kind: "dial", over: "rtc", old: "a", dial: 2 }]);
    expect(step(gone.state, { type: "server_gone" }).state).toBe(gone.state);
    const waiting = step(gone.state, path(2)).state;
    expect(waiting).toMatchObject({ stage: "waiting", trouble: "network" });
    const back = step(waiting, { type: "server_back" });
    expect(dials(back.commands)).toEqual([{ kind: "dial", over: "rtc", old: "a", dial: 3 }]);
    expect(back.state.failures).toBe(0);
    const busy: VoiceEvent = { type: "failed", dial: 2, fault: { kind: "busy", seconds: 9 } };
    const asked = step(gone.state, busy).state;
    expect(step(asked, { type: "server_back" }).state).toBe(asked);
    expect(talk({ type: "server_gone" }, { type: "server_back" }).commands).toEqual([]);
  });

  it("waits longer from try to try", () => {
    let { state } = talk(...TAPPED);
    const waits: number[] = [];
    for (let dial = 1; dial <= 7; dial += 1) {
      const missed = step(state, path(dial));
      for (const command of missed.commands) if (command.kind === "timer") waits.push(command.ms);
      state = step(missed.state, { type: "timer", name: "retry" }).state;
    }
    expect(waits).toEqual([1, 2, 3, 4, 5, 6, 7].map(retryDelay));
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits.at(-1)).toBe(15_000);
  });

  it("goes over the socket after two failures, and back to WebRTC where that fails too", () => {
    let { state } = talk(...TAPPED);
    const ways: string[] = [];
    for (let dial = 1; dial <= 4; dial += 1) {
      ways.push(state.over);
      state = step(step(state, path(dial)).state, { type: "timer", name: "retry" }).state;
    }
    expect(ways).toEqual([...Array(RTC_TRIES).fill("rtc"), "socket", "rtc"]);
  });

  it("takes an offer that the server can't use as no WebRTC at all", () => {
    const { state } = talk(...TAPPED, { type: "failed", dial: 1, fault: { kind: "offer" } });
    expect(state.over).toBe("socket");
  });

  it("forgets a line that the server has forgotten", () => {
    const gone: VoiceEvent = { type: "failed", dial: 2, fault: { kind: "line" } };
    const { last } = talk(...OPEN, { type: "lost", dial: 1 }, gone);
    expect(dials(last)).toEqual([{ kind: "dial", over: "rtc", old: null, dial: 3 }]);
  });

  it("waits as long as a busy server asks", () => {
    const { state, last } = talk(...TAPPED, { type: "failed", dial: 1, fault: { kind: "busy", seconds: 7 } });
    expect(state).toMatchObject({ stage: "waiting", trouble: "busy", over: "rtc" });
    expect(last).toContainEqual({ kind: "timer", name: "retry", ms: 7000 });
  });

  it("gives up where it is refused", () => {
    const { state, last } = talk(...TAPPED, { type: "failed", dial: 1, fault: { kind: "refused" } });
    expect(state).toMatchObject({ stage: "failed", trouble: "unavailable" });
    expect(last).toContainEqual({ kind: "release" });
  });

  it("goes on from the line that the last attempt named, though it never connected", () => {
    const named: VoiceEvent = { type: "named", dial: 2, line: "b" };
    const { last } = talk(...OPEN, { type: "lost", dial: 1 }, named, path(2), { type: "timer", name: "retry" });
    expect(dials(last)).toEqual([{ kind: "dial", over: "rtc", old: "b", dial: 3 }]);
  });

  it("is never hung up for a new path: what was being said would be lost", () => {
    const events: VoiceEvent[] = [{ type: "lost", dial: 1 }, path(2), { type: "moved" }, { type: "offline" }];
    for (const { kind } of talk(...OPEN, ...events).commands) expect(kind).not.toBe("hang_up");
  });

  it("still knows what the server did meanwhile", () => {
    const speaking: VoiceEvent = { type: "server", state: "speaking", line: "b" };
    const named: VoiceEvent = { type: "named", dial: 2, line: "b" };
    const { state } = talk(...OPEN, { type: "moved" }, named, speaking, { type: "connected", dial: 2, line: "b" });
    expect(state).toMatchObject({ stage: "open", said: "speaking", line: "b" });
  });

  it("leaves what an earlier attempt still reports alone", () => {
    const { state } = talk(...OPEN, { type: "moved" });
    expect(step(state, path(1)).state).toBe(state);
    expect(step(state, { type: "connected", dial: 1, line: "b" }).state).toBe(state);
    expect(step(state, { type: "lost", dial: 1 }).state).toBe(state);
  });

  it("is dialled anew on another network, and waits without one", () => {
    expect(dials(talk(...OPEN, { type: "moved" }).last)).toHaveLength(1);
    const offline = talk(...OPEN, { type: "offline" });
    expect(offline.state.stage).toBe("offline");
    expect(offline.last).toContainEqual({ kind: "drop" });
    expect(dials(step(offline.state, { type: "online" }).commands)).toEqual([
      { kind: "dial", over: "rtc", old: "a", dial: 3 },
    ]);
  });
});

describe("a line over the socket", () => {
  const overSocket: VoiceEvent[] = [
    ...TAPPED,
    { type: "failed", dial: 1, fault: { kind: "offer" } },
    { type: "timer", name: "retry" },
    { type: "connected", dial: 2, line: "s" },
  ];

  it("tries WebRTC once more, later, between two sentences", () => {
    const { state, last } = talk(...overSocket);
    expect(last).toContainEqual({ kind: "timer", name: "better", ms: BETTER_MS });
    const busy = step(step(state, { type: "server", state: "hearing", line: "s" }).state, {
      type: "timer",
      name: "better",
    });
    expect(dials(busy.commands)).toEqual([]);
    expect(busy.commands[0]).toMatchObject({ kind: "timer", name: "better" });
    const better = step(state, { type: "timer", name: "better" });
    expect(dials(better.commands)).toEqual([{ kind: "dial", over: "rtc", old: "s", dial: 3 }]);
    // Once: where it fails, the socket is kept.
    const back = step(step(better.state, path(3)).state, { type: "timer", name: "retry" });
    expect(dials(back.commands)).toEqual([{ kind: "dial", over: "socket", old: "s", dial: 4 }]);
    const kept = step(back.state, { type: "connected", dial: 4, line: "t" });
    expect(kept.commands.filter(({ kind }) => kind === "timer")).toEqual([]);
  });
});

describe("the microphone", () => {
  it("is shut while muted, heard while something is held all the same, and shut and muted again after that", () => {
    const muted = talk(...OPEN, { type: "mute" });
    expect(muted.last).toEqual([
      { kind: "gate", open: false },
      { kind: "send", frame: { type: "mute", on: true } },
    ]);
    const held = step(muted.state, { type: "hold", on: true });
    expect(held.commands).toEqual([
      { kind: "gate", open: true },
      { kind: "send", frame: { type: "talk", on: true } },
    ]);
    const letGo = step(held.state, { type: "hold", on: false });
    expect(letGo.commands).toEqual([
      { kind: "gate", open: true },
      { kind: "send", frame: { type: "talk", on: false } },
      TAIL,
    ]);
    const over = step(letGo.state, { type: "timer", name: "tail" });
    expect(over.commands).toEqual([{ kind: "gate", open: false }]);
    expect([muted, held, letGo, over].map(({ state }) => [state.muted, shownState(state)])).toEqual([
      [true, "muted"],
      [true, "hearing"],
      [true, "hearing"],
      [true, "muted"],
    ]);
  });

  it("hears the end of what was held: not what is said after it, and nothing more once it is muted", () => {
    const letGo = talk(
      ...OPEN,
      { type: "mode", mode: "hold" },
      { type: "hold", on: true },
      { type: "hold", on: false },
    );
    expect(isGateOpen(letGo.state)).toBe(true);
    // Held once more, the end of the first is nobody's any more.
    const again = step(letGo.state, { type: "hold", on: true }).state;
    expect(step(again, { type: "timer", name: "tail" }).state).toBe(again);
    expect(step(letGo.state, { type: "mute" }).commands[0]).toEqual({ kind: "gate", open: false });
    // A path that breaks meanwhile leaves nothing open.
    const lost = step(letGo.state, { type: "lost", dial: 1 });
    expect(isGateOpen(step(lost.state, { type: "timer", name: "tail" }).state)).toBe(false);
    expect(isGateOpen(step(letGo.state, { type: "end" }).state)).toBe(false);
  });

  it("may be muted and unmuted while something is held: that counts from the release on", () => {
    const held = talk(...OPEN, { type: "hold", on: true }, { type: "mute" });
    expect(held.last).toEqual([
      { kind: "gate", open: true },
      { kind: "send", frame: { type: "mute", on: true } },
    ]);
    expect(shownState(held.state)).toBe("hearing");
    expect(isGateOpen(released(held.state))).toBe(false);
    const unmuted = step(held.state, { type: "mute" }).state;
    expect(isGateOpen(released(unmuted))).toBe(true);
  });

  it("is shut between two holds where the voice was begun by holding", () => {
    const began = talk({ type: "begin", hold: true }, READY, { type: "captured" });
    const open = step(began.state, { type: "connected", dial: 1, line: "a" });
    expect(open.commands).toContainEqual({ kind: "send", frame: { type: "talk", on: true } });
    const let_go = released(open.state);
    expect(isGateOpen(let_go)).toBe(false);
    expect(isGateOpen(step(let_go, { type: "mode", mode: "free" }).state)).toBe(true);
  });

  it("tells a new line that it is muted", () => {
    const { last } = talk(
      ...OPEN,
      { type: "mute" },
      { type: "lost", dial: 1 },
      { type: "connected", dial: 2, line: "b" },
    );
    expect(last).toContainEqual({ kind: "send", frame: { type: "mute", on: true } });
    expect(last).toContainEqual({ kind: "gate", open: false });
  });

  it("tells a line that goes on what was let go while its path was broken", () => {
    const back: VoiceEvent = { type: "connected", dial: 2, line: "a" };
    const let_go: VoiceEvent[] = [{ type: "mute" }, { type: "hold", on: false }];
    const { state, last } = talk(
      ...OPEN,
      { type: "mute" },
      { type: "hold", on: true },
      { type: "lost", dial: 1 },
      ...let_go,
      back,
    );
    expect(last).toContainEqual({ kind: "send", frame: { type: "mute", on: false } });
    expect(last).toContainEqual({ kind: "send", frame: { type: "talk", on: false } });
    expect(shownState(step(state, { type: "timer", name: "tail" }).state)).toBe("listening");
  });

  it("is opened anew when it was unplugged, on the same talk", () => {
    const gone = talk(...OPEN, { type: "microphone_gone" });
    expect(gone.last).toContainEqual({ kind: "capture" });
    expect(dials(step(gone.state, { type: "captured" }).commands)).toMatchObject([{ old: "a" }]);
  });
});

describe("the end", () => {
  it("lets everything go", () => {
    const { state, last } = talk(...OPEN, { type: "end" });
    expect(state).toEqual({ ...OFF, dial: 2 });
    expect(last.slice(2)).toEqual([{ kind: "hang_up", line: "a" }, { kind: "release" }]);
  });

  it("comes when the server ends this line, and not when it ends the one before", () => {
    const { state } = talk(...OPEN);
    expect(step(state, { type: "server", state: "off", line: "old" }).state).toBe(state);
    expect(step(state, { type: "server", state: "off", line: "a" }).state.stage).toBe("off");
  });
});

it("keeps its rules whatever happens in whatever order", () => {
  const events: VoiceEvent[] = [
    { type: "begin", hold: false },
    { type: "begin", hold: true },
    READY,
    { type: "prepared", ears: true, permission: "prompt", explained: false },
    { type: "explained", yes: true },
    { type: "captured" },
    { type: "connected", dial: 1, line: "a" },
    { type: "connected", dial: 2, line: null },
    path(1),
    path(2),
    { type: "failed", dial: 1, fault: { kind: "line" } },
    { type: "lost", dial: 1 },
    { type: "server_gone" },
    { type: "server_back" },
    { type: "moved" },
    { type: "offline" },
    { type: "online" },
    { type: "mute" },
    { type: "hold", on: true },
    { type: "hold", on: false },
    { type: "timer", name: "retry" },
    { type: "timer", name: "better" },
    { type: "timer", name: "tail" },
    { type: "microphone_gone" },
    { type: "server", state: "speaking", line: null },
    { type: "end" },
  ];
  let seed = 7;
  const draw = (most: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % most;
  };
  for (let walk = 0; walk < 400; walk += 1) {
    let state = OFF;
    for (let at = 0; at < 40; at += 1) {
      const event = events[draw(events.length)] as VoiceEvent;
      const next = step(state, event);
      const open = next.commands.filter((command) => command.kind === "gate" && command.open);
      // Sound leaves only with a microphone that was allowed, and only unmuted or held, or for a moment after, whose end is set.
      if (open.length > 0) expect(next.state.hasMicrophone && (!next.state.muted || isTalking(next.state))).toBe(true);
      if (next.state.isTailing && !state.isTailing) expect(next.commands).toContainEqual(TAIL);
      expect(next.state.held && next.state.isTailing).toBe(false);
      if (dials(next.commands).length > 0) expect(next.state.hasMicrophone).toBe(true);
      if (next.state.stage === "off" || next.state.stage === "failed") {
        expect(next.state.hasMicrophone).toBe(false);
        if (state.stage !== next.state.stage) expect(next.commands).toContainEqual({ kind: "release" });
      }
      expect(next.state.dial).toBeGreaterThanOrEqual(state.dial);
      state = next.state;
    }
  }
});
