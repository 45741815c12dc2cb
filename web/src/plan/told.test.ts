import { describe, expect, it } from "vitest";
import type { StateView, Understood } from "../wire";
import { originOf, type Told, withWords } from "./told";

const understood = (set: Understood["set"], ...evidence: [slot: string, words: string][]): Understood =>
  ({ set, evidence: evidence.map(([slot, words]) => ({ slot, words, value: "", score: 1 })) }) as unknown as Understood;

const state = (draft: StateView["draft"], ...notes: [field: string, message: string][]): StateView =>
  ({
    draft,
    notes: notes.map(([field, message]) => ({ code: "", field, message, params: {} })),
  }) as unknown as StateView;

const NOTHING: Told = new Map();

describe("where a value came from", () => {
  it("is the person's own words", () => {
    const told = withWords(
      NOTHING,
      understood({ organisation: "Nordwind" }, ["organisation", "call it Nordwind"]),
      "…",
    );
    expect(originOf("organisation", state({ organisation: "Nordwind" }), told)).toEqual({
      kind: "said",
      text: "call it Nordwind",
    });
  });

  it("is the message where no single words were meant, cut between two words", () => {
    const long = `We need ${"room ".repeat(30)}`;
    const told = withWords(NOTHING, understood({ size: "ccx33" }, ["size", ""]), long);
    const { text } = originOf("size", state({ size: "ccx33" }), told) as { text: string };
    expect(text).toMatch(/^We need room.* room…$/);
    expect(text.length).toBeLessThanOrEqual(61);
  });

  it("is the value itself where it stands so in the message", () => {
    const told = withWords(
      NOTHING,
      understood({ email: "info@a.example" }, ["email", "we bake, mail"]),
      "we bake, Info@A.example, in Ghent",
    );
    expect(originOf("email", state({ email: "info@a.example" }), told)).toMatchObject({ text: "Info@A.example" });
  });

  it("never shows what a name was covered with", () => {
    const told = withWords(
      NOTHING,
      understood({ workers: 2 }, ["workers", "a bakery called _______, two workers"]),
      "a bakery called Oorsprong, two workers",
    );
    expect(originOf("workers", state({ workers: 2 }), told)).toMatchObject({
      text: "a bakery called Oorsprong, two workers",
    });
  });

  it("comes back with the value that is undone to", () => {
    let told = withWords(NOTHING, understood({ regions: ["fsn1"] }, ["regions", "in Falkenstein"]), "");
    told = withWords(told, understood({ regions: ["hel1"] }, ["regions", "make it Helsinki"]), "");
    expect(originOf("regions", state({ regions: ["hel1"] }), told)).toMatchObject({ text: "make it Helsinki" });
    expect(originOf("regions", state({ regions: ["fsn1"] }), told)).toMatchObject({ text: "in Falkenstein" });
  });

  it("joins what one row was made of", () => {
    const told = withWords(
      NOTHING,
      understood({ workers: 2, workerSize: "cpx52" }, ["workers", "two workers"], ["workerSize", "bigger ones"]),
      "",
    );
    expect(originOf("workers", state({ workers: 2, workerSize: "cpx52" }), told)).toMatchObject({
      text: "two workers … bigger ones",
    });
  });

  it("is the service's reason where nobody asked for it, else that it follows, else that it is the usual", () => {
    const given = state({ location: "Ghent" }, ["regions", "I suggest Falkenstein, which suits Ghent best."]);
    expect(originOf("regions", given, NOTHING)).toEqual({
      kind: "reason",
      text: "I suggest Falkenstein, which suits Ghent best.",
    });
    expect(originOf("domain", given, NOTHING)).toEqual({ kind: "made" });
    expect(originOf("size", given, NOTHING)).toEqual({ kind: "usual" });
  });

  it("leaves what was remembered before as it was", () => {
    const first = withWords(NOTHING, understood({ size: "cx" }, ["size", "small"]), "");
    withWords(first, understood({ size: "ccx" }, ["size", "large"]), "");
    expect(first.get("size")).toBe("small");
    expect(NOTHING.size).toBe(0);
  });
});
