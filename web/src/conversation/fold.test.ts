import { describe, expect, it } from "vitest";
import type { Logged } from "../session/frames";
import { EMPTY, fold, type View } from "./fold";

type Body = { type: Logged["type"] } & Record<string, unknown>;

/** Events with numbers and times, from bodies with only what matters. */
function log(...bodies: Body[]): Logged[] {
  return bodies.map(
    (body, index) => ({ ...DEFAULTS[body.type], seq: index + 1, at: at(index), ...body }) as unknown as Logged,
  );
}

const at = (index: number) => new Date(Date.UTC(2026, 4, 15, 9, 0, index)).toISOString();
const DEFAULTS: Partial<Record<Logged["type"], object>> = {
  user_said: { text: "hello", channel: "text", masked: [], codeDigest: null, continues: null },
  assistant_said: {
    text: "hi",
    asking: null,
    options: [],
    titles: [],
    readBack: null,
    offeredApps: [],
    endsTurn: true,
  },
  model_asked: { callId: "m1", round: 1, messages: 1, promptSha256: "" },
  model_spoke: { callId: "m1", text: "" },
  model_answered: { callId: "m1", model: "m", text: "", calls: [], stop: "end", costUsd: 0 },
  model_failed: { callId: "m1", code: "cut", spoken: "" },
  deployment_created: { deploymentId: "d1", fqdn: "a.omani.works", digest: "x", meshName: null, meshId: null },
  deployment_reported: {
    deploymentId: "d1",
    status: "running",
    lines: [],
    components: {},
    jobs: [],
    consoleUrl: null,
    verdict: null,
    trouble: null,
  },
};
const readBack = { digest: "x", lines: [], monthly: 25.49 };
const job = (name: string, status: string) => ({
  name,
  status,
  label: name,
  parent: null,
  region: null,
  dependsOn: [],
});
const failed = { outcome: "failed", sentence: "It broke.", missing: [] };
const ready = { outcome: "ready", sentence: "Every component is installed.", missing: [] };

describe("fold", () => {
  it("opens a turn with the person's words and closes it with the reply that ends it", () => {
    const events = log(
      { type: "user_said" },
      { type: "assistant_said", text: "one moment", endsTurn: false },
      { type: "assistant_said", text: "done" },
    );
    const open = fold(EMPTY, events.slice(0, 1));
    const still = fold(open, events.slice(1, 2));
    const closed = fold(still, events.slice(2));
    expect([open.turnOpen, still.turnOpen, closed.turnOpen]).toEqual([true, true, false]);
    expect(closed.timeline.map((item) => item.kind)).toEqual(["user", "assistant", "assistant"]);
  });

  it("marks what wasn't heard of the last message, and nothing where all was", () => {
    const text = "Two nodes, both in Helsinki. Is that right?";
    const events = (heard: string | null) =>
      log({ type: "assistant_said", text }, { type: "interrupted", heard }, { type: "user_said" });
    const cut = (heard: string | null) =>
      fold(EMPTY, events(heard)).timeline.map((item) => (item.kind === "assistant" ? item.heard : "-"));
    expect(cut("Two nodes, both")).toEqual(["Two nodes, both", "-"]);
    expect(cut("")).toEqual(["", "-"]);
    expect(cut("Two nodes, both in Helsinki. Is that right")).toEqual([null, "-"]);
    expect(cut(null)).toEqual([null, "-"]);
  });

  it("ignores what it has seen", () => {
    const events = log({ type: "user_said" }, { type: "assistant_said" });
    const view = fold(fold(EMPTY, events), events);
    expect(view.timeline).toHaveLength(2);
    expect(view.lastSeq).toBe(2);
  });

  it("doesn't change the view it was given", () => {
    const before = fold(EMPTY, log({ type: "user_said" }));
    const copy = structuredClone(before);
    fold(before, log({ type: "user_said" }, { type: "assistant_said" }));
    expect(before).toEqual(copy);
  });

  it("knows the newest read-back until the deployment is created from it", () => {
    const events = log(
      { type: "assistant_said", readBack, asking: "confirm" },
      { type: "user_said" },
      { type: "assistant_said", readBack: { ...readBack, digest: "y" }, asking: "confirm" },
      { type: "deployment_created", digest: "y" },
    );
    const asked = fold(EMPTY, events.slice(0, 3));
    expect([asked.newestReadBack, asked.asking]).toEqual([3, "confirm"]);
    const created = fold(asked, events.slice(3));
    expect([created.newestReadBack, created.asking, created.confirmedDigest]).toEqual([0, null, "y"]);
  });

  it("keeps which secrets are wanted", () => {
    const events = log(
      { type: "secret_requested", names: ["hetznerToken", "hetznerProjectID"] },
      { type: "secret_stored", name: "hetznerToken" },
    );
    expect(fold(EMPTY, events).secretsRequested).toEqual(["hetznerProjectID"]);
  });

  it("shows a refused code until the next try", () => {
    const events = log({ type: "code_refused", reason: "wrong", attemptsLeft: 4 }, { type: "user_said" });
    expect(fold(EMPTY, events.slice(0, 1)).codeRefused).toMatchObject({ reason: "wrong", attemptsLeft: 4 });
    expect(fold(EMPTY, events).codeRefused).toBeNull();
  });

  it("merges reports: later states win, lines add up, console stays", () => {
    const view = fold(
      EMPTY,
      log(
        { type: "deployment_created" },
        {
          type: "deployment_reported",
          components: { cilium: "installing", flux: "pending" },
          jobs: [job("install-cilium", "running")],
          lines: [{ message: "one" }],
          consoleUrl: "https://console.example",
          trouble: "unreachable",
        },
        {
          type: "deployment_reported",
          components: { cilium: "installed" },
          jobs: [job("install-cilium", "succeeded")],
          lines: [{ message: "two" }],
        },
      ),
    );
    expect(Object.fromEntries(view.deployment?.components ?? [])).toEqual({ cilium: "installed", flux: "pending" });
    expect(view.deployment?.jobs.get("install-cilium")?.status).toBe("succeeded");
    expect(view.deployment?.lines.map((line) => line.message)).toEqual(["one", "two"]);
    expect(view.deployment?.consoleUrl).toBe("https://console.example");
    expect(view.deployment?.trouble).toBeNull();
  });

  it("gives the same view however the log is cut into batches", () => {
    const events = log(
      { type: "deployment_created" },
      { type: "deployment_reported", components: { a: "installing" } },
      { type: "user_said" },
      { type: "deployment_reported", components: { b: "installed" }, verdict: failed },
      { type: "assistant_said" },
      { type: "deployment_created", deploymentId: "d2" },
      { type: "deployment_reported", components: { late: "installed" } },
      { type: "deployment_reported", deploymentId: "d2", components: { c: "installed" }, verdict: ready },
    );
    const whole = fold(EMPTY, events);
    expect(events.reduce((view: View, event) => fold(view, [event]), EMPTY)).toEqual(whole);
    expect(whole.deployment?.id).toBe("d2");
    expect([...(whole.deployment?.components.keys() ?? [])]).toEqual(["c"]);
  });

  it("puts one outcome into the timeline, and the last verdict counts", () => {
    const events = log(
      { type: "deployment_created" },
      { type: "deployment_reported", verdict: failed },
      { type: "deployment_reported", verdict: failed },
      { type: "deployment_reported", verdict: ready },
    );
    const outcomes = fold(EMPTY, events).timeline.filter((item) => item.kind === "outcome");
    expect(outcomes).toMatchObject([{ seq: 4, outcome: "ready" }]);
    expect(fold(EMPTY, events).deployment?.endedAt).toBe(at(1));
  });

  it("folds ten thousand reports in well under a second", () => {
    const reports = Array.from({ length: 10_000 }, (_, index) => ({
      type: "deployment_reported" as const,
      components: { [`c${index % 160}`]: "installed" },
      lines: [{ message: String(index) }],
    }));
    const events = log({ type: "deployment_created" }, ...reports);
    const begin = performance.now();
    const view = fold(EMPTY, events);
    expect(performance.now() - begin).toBeLessThan(500);
    expect(view.deployment?.components.size).toBe(160);
    expect(view.deployment?.lines.length).toBeLessThanOrEqual(200);
    expect(view.deployment?.lines.at(-1)?.message).toBe("9999");
  });
});

describe("a message that is being spoken", () => {
  const texts = (view: View) => view.timeline.map((item) => (item.kind === "assistant" ? item.text : ""));
  const streamed = log(
    { type: "user_said" },
    { type: "model_asked" },
    { type: "model_spoke", text: "Let me look." },
    { type: "model_answered" },
    { type: "model_asked", callId: "m2", round: 2 },
    { type: "model_spoke", callId: "m2", text: "It is noted." },
    { type: "model_spoke", callId: "m2", text: " What is the name?" },
    { type: "model_answered", callId: "m2" },
    { type: "assistant_said", text: "Let me look. It is noted. What is the name?", asking: "organisation" },
  );

  it("grows clause by clause, over all answers of the turn, and stays one message", () => {
    const seen = streamed.map((_, index) => fold(EMPTY, streamed.slice(0, index + 1)));
    expect(seen.map((view) => texts(view).slice(1))).toEqual([
      [],
      [],
      ["Let me look."],
      ["Let me look."],
      ["Let me look."],
      ["Let me look. It is noted."],
      ["Let me look. It is noted. What is the name?"],
      ["Let me look. It is noted. What is the name?"],
      ["Let me look. It is noted. What is the name?"],
    ]);
    const messages = seen.flatMap((view) => view.timeline.filter((item) => item.kind === "assistant"));
    expect(new Set(messages.map((item) => item.began))).toEqual(new Set([3]));
    expect(messages.map((item) => item.isWhole)).toEqual([false, false, false, false, false, false, true]);
    expect(messages.at(-1)?.seq).toBe(9);
    expect(seen.map((view) => view.turnOpen)).toEqual([true, true, true, true, true, true, true, true, false]);
  });

  it("is the same however the log is cut, as after a reload", () => {
    for (let cut = 1; cut < streamed.length; cut += 1) {
      const upto = streamed.slice(0, cut);
      expect(upto.reduce((view: View, event) => fold(view, [event]), EMPTY)).toEqual(fold(EMPTY, upto));
    }
  });

  it("changes no view that was given before", () => {
    const before = fold(EMPTY, streamed.slice(0, 3));
    const copy = structuredClone(before);
    fold(before, streamed);
    expect(before).toEqual(copy);
  });

  it("never grows by the final words, but ends as they say", () => {
    const events = log(
      { type: "user_said" },
      { type: "model_asked" },
      { type: "model_spoke", text: "Two workers, and" },
      { type: "model_failed", spoken: "Two workers, and" },
      { type: "assistant_said", text: "Two workers, and … Let me put that differently. What is the name?" },
    );
    expect(texts(fold(EMPTY, events))).toEqual([
      "",
      "Two workers, and … Let me put that differently. What is the name?",
    ]);
  });

  it("takes no clause of an answer that nobody waits for any more", () => {
    const events = log(
      { type: "user_said" },
      { type: "model_asked" },
      { type: "model_spoke", text: "I was" },
      { type: "user_said", text: "something else" },
      { type: "model_spoke", text: " going to say" },
      { type: "model_asked", callId: "m2" },
      { type: "model_spoke", text: " more" },
      { type: "model_spoke", callId: "m2", text: "Something else it is." },
    );
    const view = fold(EMPTY, events);
    expect(texts(view)).toEqual(["", "I was", "", "Something else it is."]);
    expect(view.timeline.map((item) => item.kind === "assistant" && item.isWhole)).toEqual([false, true, false, false]);
  });

  it("has its place where it began, whatever was noted meanwhile", () => {
    const events = log(
      { type: "user_said" },
      { type: "model_asked" },
      { type: "model_spoke", text: "Good." },
      { type: "email_verified", email: "a@b.at" },
      { type: "assistant_said", text: "Good. And now?" },
    );
    expect(fold(EMPTY, events).timeline.map((item) => item.kind)).toEqual(["user", "assistant", "note"]);
  });
});

describe("a sentence with a pause in it", () => {
  it("stands whole, once", () => {
    const view = fold(
      EMPTY,
      log(
        { type: "user_said", text: "two regions", channel: "voice" },
        { type: "user_said", text: "something typed" },
        { type: "user_said", text: "two regions in Germany", channel: "voice", continues: 1 },
      ),
    );
    const said = view.timeline.flatMap((item) => (item.kind === "user" ? [item.text] : []));
    expect(said).toEqual(["something typed", "two regions in Germany"]);
  });
});
