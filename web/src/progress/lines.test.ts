import { describe, expect, it } from "vitest";
import type { Logged } from "../session/frames";
import type { ProgressLine } from "../wire";
import { LogReader, written } from "./lines";

const line = (message: string, more: Partial<ProgressLine> = {}): ProgressLine => ({
  time: null,
  phase: "",
  level: "info",
  message,
  component: null,
  state: null,
  ...more,
});
const report = (seq: number, deploymentId: string, ...messages: string[]) =>
  ({ seq, type: "deployment_reported", deploymentId, lines: messages.map((text) => line(text)) }) as unknown as Logged;
const said = (seq: number) => ({ seq, type: "user_said", text: "hello" }) as unknown as Logged;

describe("the service's log", () => {
  it("is read page by page, of one deployment, and read on from where it ended", async () => {
    const log = [said(1), report(2, "a", "one", "two"), report(3, "b", "not ours"), report(4, "a", "three")];
    const asked: number[] = [];
    const reader = new LogReader("a", async (after) => {
      asked.push(after);
      return log.filter(({ seq }) => seq > after).slice(0, 2);
    });
    expect(await reader.lines()).toEqual(["- info one", "- info two", "- info three"]);
    log.push(report(5, "a", "four"));
    expect((await reader.lines()).at(-1)).toBe("- info four");
    expect(asked).toEqual([0, 2, 4, 4, 5]);
  });

  it("has no line twice where it is asked for twice at once, and goes on after a failure", async () => {
    let isDown = true;
    const reader = new LogReader("a", async (after) => {
      await Promise.resolve();
      if (isDown) throw new Error("away");
      return after < 1 ? [report(1, "a", "one")] : [];
    });
    await expect(reader.lines()).rejects.toThrow("away");
    isDown = false;
    const [first, second] = await Promise.all([reader.lines(), reader.lines()]);
    expect(first).toEqual(["- info one"]);
    expect(second).toEqual(["- info one"]);
  });

  it("is written as log files are", () => {
    const whole = line("pulled", {
      time: "2026-05-15T09:00:00Z",
      level: "warn",
      phase: "1",
      component: "gitea",
      state: "installing",
    });
    expect(written(whole)).toBe("2026-05-15T09:00:00Z warn 1 [gitea installing] pulled");
  });
});
