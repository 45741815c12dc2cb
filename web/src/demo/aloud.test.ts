import { describe, expect, it, vi } from "vitest";
import { sample } from "../design/sample";
import { aloud, pitchOf, type Sounding, sayAloud, upto } from "./aloud";
import { PROSPECTS } from "./prospects";
import { type Clock, Runner } from "./runner";

const LINE = "a bakery in Ghent";

/** Time that passes only when it is told to. */
class Hand implements Clock {
  private at = 0;
  private sleepers: (() => void)[] = [];

  now(): number {
    return this.at;
  }

  sleep(): Promise<void> {
    return new Promise((resolve) => this.sleepers.push(resolve));
  }

  async pass(milliseconds: number): Promise<void> {
    for (let gone = 0; gone < milliseconds; gone += 20) {
      this.at += 20;
      for (const wake of this.sleepers.splice(0)) wake();
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    }
  }
}

/** A line of a second, by the runner's own time. */
function sounding(clock: Clock) {
  const began = clock.now();
  const calls: string[] = [];
  const sound: Sounding = {
    heard: () => (clock.now() - began) / 1000,
    isOver: () => clock.now() - began >= 1000,
    hold: () => calls.push("hold"),
    goOn: () => calls.push("go on"),
    stop: () => calls.push("stop"),
  };
  return { sound, calls };
}

function stage() {
  const clock = new Hand();
  const runner = new Runner(clock);
  const session = sample();
  const say = vi.spyOn(session, "say").mockImplementation(() => {});
  return { clock, runner, session, say };
}

describe("a line that is spoken", () => {
  it("appears word by word while it sounds, and is sent once at its end", async () => {
    const { clock, runner, session, say } = stage();
    const { sound, calls } = sounding(clock);
    const tell = aloud(
      session,
      async () => sound,
      () => 1,
      async () => {},
    );
    runner.load([{ title: LINE, run: (pace) => tell(LINE, pace) }]);
    runner.play();
    await clock.pass(500);
    expect(LINE.startsWith(session.partial.value.text)).toBe(true);
    expect(session.partial.value.text).toBe("a bakery in");
    expect(say).not.toHaveBeenCalled();
    await clock.pass(700);
    expect(session.partial.value.text).toBe("");
    expect(say.mock.calls).toEqual([[LINE, "button"]]);
    expect(calls.at(-1)).toBe("stop");
  });

  it("is silent while the scene is paused, and for good when another begins", async () => {
    const { clock, runner, session, say } = stage();
    const { sound, calls } = sounding(clock);
    runner.load([{ title: LINE, run: (pace) => sayAloud(session, LINE, pace, async () => sound, 1) }]);
    runner.play();
    await clock.pass(200);
    runner.pause();
    expect(calls).toEqual(["hold"]);
    runner.play();
    expect(calls).toEqual(["hold", "go on"]);
    runner.load([]);
    await clock.pass(100);
    expect(calls.at(-1)).toBe("stop");
    expect([session.partial.value.text, say.mock.calls]).toEqual(["", []]);
  });

  it("is sent all the same where it can't be spoken", async () => {
    const { clock, runner, session, say } = stage();
    const tell = aloud(
      session,
      () => Promise.reject(new Error("no voice")),
      () => 1,
      async () => {},
    );
    runner.load([{ title: LINE, run: (pace) => tell(LINE, pace) }]);
    runner.play();
    await clock.pass(200);
    expect(say).toHaveBeenCalledTimes(1);
  });

  it("is typed where it would be too fast to be understood", async () => {
    const { clock, runner, session } = stage();
    const typed = vi.fn(async () => {});
    const speaker = vi.fn();
    const tell = aloud(session, speaker, () => 4, typed);
    runner.load([{ title: LINE, run: (pace) => tell(LINE, pace) }]);
    runner.play();
    await clock.pass(100);
    expect([typed.mock.calls.length, speaker.mock.calls.length]).toEqual([1, 0]);
  });

  it("shows whole words", () => {
    expect([0, 0.01, 0.3, 0.5, 1, 2].map((share) => LINE.slice(0, upto(LINE, share)))).toEqual([
      "",
      "",
      "a bakery",
      "a bakery in",
      LINE,
      LINE,
    ]);
  });

  it("has a voice for each prospect that isn't the one that answers", () => {
    const pitches = PROSPECTS.map((_, place) => pitchOf(place));
    expect(new Set(pitches).size).toBe(PROSPECTS.length);
    expect(pitches).not.toContain(1);
  });
});
