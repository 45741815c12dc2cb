import { beforeEach, expect, it } from "vitest";
import { keep, kept, keptCount, ownTab } from "./kept";
import { Outbox } from "./outbox";

beforeEach(() => sessionStorage.clear());

const said = (text: string, seq: number) =>
  ({ type: "user_said", text, seq, masked: [], codeDigest: null }) as unknown as Parameters<Outbox["logged"]>[0];

it("brings what waited back to the same conversation, in order, and to no other", () => {
  const before = new Outbox();
  before.add("make it Helsinki", "composer");
  before.add("and a wiki", "button");
  keep("one", before.pending);
  expect(keptCount()).toBe(2);
  expect(kept("another")).toEqual([]);
  const after = new Outbox();
  after.restore(kept("one"));
  after.add("third", "composer");
  const sent: string[] = [];
  after.flush(1, (text) => sent.push(text) > 0);
  expect(sent).toEqual(["make it Helsinki", "and a wiki", "third"]);
  expect(new Set(after.pending.map(({ key }) => key)).size).toBe(3);
});

it("never sends by itself what was on its way when the page was loaded anew", () => {
  const before = new Outbox();
  before.add("yes", "composer");
  before.flush(1, () => true, 7);
  keep("one", before.pending);
  const after = new Outbox();
  after.restore(kept("one"));
  const sent: string[] = [];
  after.flush(1, (text) => sent.push(text) > 0);
  expect(sent).toEqual([]);
  // An earlier message with the same words isn't it.
  after.logged(said("yes", 5));
  expect(after.pending).toHaveLength(1);
  after.logged(said("yes", 8));
  expect(after.pending).toEqual([]);
});

it("writes down no code from an e-mail", () => {
  const outbox = new Outbox();
  outbox.add("123456", "code");
  keep("one", outbox.pending);
  expect(JSON.stringify(sessionStorage)).not.toContain("123456");
});

it.each([["{"], ['{"conversation":"one"}'], ['{"conversation":"one","items":[{"text":7},null]}']])(
  "takes no harm from %s",
  (text) => {
    sessionStorage.setItem("concierge.outbox", text);
    expect(kept("one")).toEqual([]);
  },
);

/** Locks of one browser, as far as they are used. */
function browser() {
  const taken = new Set<string>();
  const request = async (name: string, _: unknown, run: (lock: unknown) => unknown) => {
    if (taken.has(name)) return run(null);
    taken.add(name);
    return run({ name });
  };
  return { request } as unknown as LockManager;
}

it("leaves a duplicated tab without the messages of the first", async () => {
  const locks = browser();
  await ownTab(locks);
  const outbox = new Outbox();
  outbox.add("make it Helsinki", "composer");
  keep("one", outbox.pending);
  // The copy begins with the same storage while the first still lives.
  await ownTab(locks);
  expect(kept("one")).toEqual([]);
});

it("gives a reloaded tab its own messages back", async () => {
  await ownTab(browser());
  const outbox = new Outbox();
  outbox.add("make it Helsinki", "composer");
  keep("one", outbox.pending);
  await ownTab(browser());
  expect(kept("one")).toHaveLength(1);
});
