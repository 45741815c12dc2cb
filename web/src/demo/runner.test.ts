import { describe, expect, it } from "vitest";
import { type Clock, Runner, type Step } from "./runner";

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
    for (let gone = 0; gone < milliseconds; gone += 10) {
      this.at += 10;
      for (const wake of this.sleepers.splice(0)) wake();
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    }
  }
}

function scene(names: string[], takes = 100) {
  const done: string[] = [];
  const steps: Step[] = names.map((title) => ({
    title,
    run: async (pace) => {
      await pace.wait(takes);
      done.push(title);
    },
  }));
  const clock = new Hand();
  const runner = new Runner(clock);
  runner.load(steps);
  return { clock, runner, done };
}

describe("a scene", () => {
  it("plays by itself to its end", async () => {
    const { clock, runner, done } = scene(["a", "b", "c"]);
    runner.play();
    await clock.pass(400);
    expect(done).toEqual(["a", "b", "c"]);
    expect([runner.mode.value, runner.isAtEnd.value]).toEqual(["done", true]);
  });

  it("is held in the middle of a step and goes on from there", async () => {
    const { clock, runner, done } = scene(["a", "b"]);
    runner.play();
    await clock.pass(60);
    runner.pause();
    await clock.pass(1000);
    expect(done).toEqual([]);
    runner.play();
    await clock.pass(60);
    expect(done).toEqual(["a"]);
  });

  it("goes step by step", async () => {
    const { clock, runner, done } = scene(["a", "b"]);
    runner.step();
    await clock.pass(500);
    expect([done, runner.mode.value, runner.at.value]).toEqual([["a"], "paused", 1]);
    runner.step();
    await clock.pass(500);
    expect([done, runner.mode.value]).toEqual([["a", "b"], "done"]);
  });

  it("is faster at a higher speed", async () => {
    const { clock, runner, done } = scene(["a", "b", "c", "d"]);
    runner.speed.value = 4;
    runner.play();
    await clock.pass(120);
    expect(done.length).toBeGreaterThanOrEqual(3);
  });

  it("leaves nothing of itself behind when another is loaded", async () => {
    const { clock, runner, done } = scene(["a", "b"]);
    runner.play();
    await clock.pass(50);
    runner.load([]);
    await clock.pass(1000);
    expect([done, runner.mode.value, runner.trouble.value, runner.isBusy.value]).toEqual([[], "paused", "", false]);
  });

  it("stops where something goes wrong, says what, and tries the same again", async () => {
    let broken = true;
    const runner = new Runner(new Hand());
    runner.load([{ title: "a", run: async () => (broken ? Promise.reject(new Error("no mail")) : undefined) }]);
    runner.play();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect([runner.mode.value, runner.trouble.value, runner.at.value]).toEqual(["paused", "no mail", 0]);
    broken = false;
    runner.play();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect([runner.mode.value, runner.trouble.value]).toEqual(["done", ""]);
  });

  it("gives up on an answer that never comes, but not while it is held", async () => {
    const clock = new Hand();
    const runner = new Runner(clock);
    runner.load([{ title: "a", run: (pace) => pace.until(() => false, 200) }]);
    runner.play();
    await clock.pass(100);
    runner.pause();
    await clock.pass(1000);
    expect(runner.trouble.value).toBe("");
    runner.play();
    await clock.pass(300);
    expect(runner.trouble.value).toContain("too long");
  });
});
