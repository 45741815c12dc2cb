import { describe, expect, it } from "vitest";
import type { UserSaid } from "../wire";
import { Outbox } from "./outbox";

const said = (text: string, more: Partial<UserSaid> = {}): UserSaid => ({
  type: "user_said",
  text,
  channel: "text",
  confidence: null,
  codeDigest: null,
  masked: [],
  after: null,
  words: [],
  overUs: false,
  guessed: [],
  continues: null,
  ...more,
});
const states = (outbox: Outbox) => outbox.pending.map((item) => [item.text, item.state]);

describe("Outbox", () => {
  it("keeps order when the connection ends in the middle", () => {
    const outbox = new Outbox();
    for (const text of ["one", "two", "three"]) outbox.add(text, "composer");
    const sent: string[] = [];
    outbox.flush(1, (text) => text !== "two" && sent.push(text) > 0);
    expect(sent).toEqual(["one"]);
    expect(states(outbox)).toEqual([
      ["one", "sent"],
      ["two", "waiting"],
      ["three", "waiting"],
    ]);
    outbox.flush(2, (text) => sent.push(text) > 0);
    expect(sent).toEqual(["one", "two", "three"]);
  });

  it("lets a message go when the log has it, and not one from another device", () => {
    const outbox = new Outbox();
    outbox.add("mine", "composer");
    outbox.flush(1, () => true);
    outbox.logged(said("theirs"));
    expect(outbox.pending).toHaveLength(1);
    outbox.logged(said("mine"));
    expect(outbox.pending).toHaveLength(0);
  });

  it("knows a masked message by its place", () => {
    const outbox = new Outbox();
    outbox.add("482913", "code");
    outbox.add("and then", "composer");
    outbox.flush(1, () => true);
    outbox.logged(said("••••••", { codeDigest: "d" }));
    expect(states(outbox)).toEqual([["and then", "sent"]]);
  });

  it("doesn't take a waiting message for one that the log has", () => {
    const outbox = new Outbox();
    outbox.add("yes", "button");
    outbox.logged(said("yes"));
    expect(states(outbox)).toEqual([["yes", "waiting"]]);
  });

  it("gives back what was refused: the newest at the door, the oldest from a turn", () => {
    const outbox = new Outbox();
    for (const text of ["one", "two"]) outbox.add(text, "composer");
    outbox.flush(1, () => true);
    expect(outbox.refused("busy")?.text).toBe("two");
    outbox.add("three", "composer");
    outbox.flush(1, () => true);
    expect(outbox.refused("internal")?.text).toBe("one");
    expect(outbox.refused("internal")?.text).toBe("three");
    expect(outbox.refused("internal")).toBeNull();
  });

  it("doubts only what an earlier connection took, and sends it again only when told", () => {
    const outbox = new Outbox();
    const first = outbox.add("one", "composer");
    outbox.flush(1, () => true);
    outbox.add("two", "composer");
    outbox.flush(2, () => true);
    outbox.doubt(2);
    expect(states(outbox)).toEqual([
      ["one", "unsure"],
      ["two", "sent"],
    ]);
    const sent: string[] = [];
    outbox.flush(2, (text) => sent.push(text) > 0);
    expect(sent).toEqual([]);
    outbox.again(first.key);
    outbox.flush(2, (text) => sent.push(text) > 0);
    expect(sent).toEqual(["one"]);
  });
});
