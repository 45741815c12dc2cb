import { describe, expect, it } from "vitest";
import { contrast, tokenSets } from "./tokens";

const GROUNDS = ["ground", "surface", "raised"];
const TEXTS = ["text", "muted", "accent", "good", "warning", "bad", "running"];
const PAIRS: [string, string][] = [
  ...TEXTS.flatMap((text) => GROUNDS.map((ground): [string, string] => [text, ground])),
  ...["accent", "good", "warning", "bad", "running"].map((text): [string, string] => [text, `${text}-soft`]),
  ["text", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
];

describe("the colours", () => {
  const sets = tokenSets();

  it("come in four sets with the same names", () => {
    expect(sets.map(({ title }) => title)).toEqual(["Light", "Dark", "High contrast", "High contrast, dark"]);
    const names = sets.map(({ tokens }) => [...tokens.keys()].sort());
    for (const other of names) expect(other).toEqual(names[0]);
    expect(new Set(sets.map(({ tokens }) => tokens.get("--text"))).size).toBe(4);
  });

  it.each(sets)("of $title can be read wherever they are used", ({ title, tokens }) => {
    const least = title.startsWith("High") ? 7 : 4.5;
    const faint = PAIRS.filter(([text, ground]) => {
      return contrast(tokens.get(`--${text}`) ?? "", tokens.get(`--${ground}`) ?? "") < least;
    });
    expect(faint).toEqual([]);
  });

  it("are measured as the guidelines measure", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 1);
  });
});
