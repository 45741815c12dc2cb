import { afterEach, describe, expect, it } from "vitest";
import { duration } from "../interface/time";
import { price } from "../plan/slots";
import { ALL } from "./all";
import { en, type PageWords } from "./en";
import { direction, speak, wordFor, words } from "./index";
import { LANGUAGES, languageOf, spoken } from "./languages";

afterEach(() => speak("en"));

type Leaf = string | ((...given: number[]) => string);

function leaves(of: unknown, path = ""): [path: string, leaf: Leaf][] {
  if (typeof of === "string" || typeof of === "function") return [[path, of as Leaf]];
  return Object.entries(of as object).flatMap(([key, value]) => leaves(value, `${path}.${key}`));
}

/** A language may call places otherwise; which ones is its own affair. */
function keys(of: PageWords): string[] {
  return leaves({ ...of, plan: { ...of.plan, cities: {} } })
    .map(([path]) => path)
    .sort();
}

describe.each(LANGUAGES)("the words in %s", (language) => {
  const own = ALL[language];

  it("are those of the English page, none of them empty", () => {
    expect(own.language).toBe(language);
    expect(keys(own)).toEqual(keys(en));
    for (const [path, leaf] of leaves(own)) {
      const text = typeof leaf === "string" ? leaf : leaf(7, 8);
      expect(text.trim(), path).not.toBe("");
      expect(text, path).not.toMatch(/undefined|NaN|\$\{|\{\w+\}/);
    }
  });

  it("say every value that they are given", () => {
    for (const [path, leaf] of leaves(own)) {
      if (typeof leaf === "string") continue;
      const given = [7, 8].slice(0, leaf.length);
      for (const value of given) expect(leaf(...given), path).toContain(String(value));
      // However many there are, something is said.
      for (let count = 0; count < 130; count += 1) expect(leaf(count, 200).trim(), path).not.toBe("");
    }
  });

  it("are no English where another language is meant", () => {
    if (language === "en") return;
    const english = new Map(leaves(en));
    const same = leaves(own).filter(
      ([path, leaf]) => typeof leaf === "string" && leaf === english.get(path) && leaf.split(" ").length > 2,
    );
    expect(same).toEqual([]);
  });
});

describe("the language of the page", () => {
  it("is the first of the browser's that it has", () => {
    expect(spoken(["pt-BR", "de-AT", "en"])).toBe("de-AT");
    expect(spoken(["pt-BR"])).toBeUndefined();
    expect([languageOf("AR-om"), languageOf("eng"), languageOf(undefined)]).toEqual(["ar", undefined, undefined]);
  });

  it("comes when it is asked for, and the last one asked for stays", async () => {
    const [first] = await Promise.all([speak("fr"), speak("ar-EG")]);
    expect(first).toBe(true);
    expect([words.value.language, direction.value]).toEqual(["ar", "rtl"]);
    await speak("sv");
    expect([words.value.language, direction.value]).toEqual(["en", "ltr"]);
  });

  it("writes numbers, money and times as its people do", async () => {
    const written = async (language: string) => {
      await speak(language);
      return [price(1025.5), duration(187_000), words.value.percent(42)].map((text) => text.replace(/\s/g, " "));
    };
    expect(await written("en")).toEqual(["€1,025.50", "3 min 07 s", "42 %"]);
    expect(await written("de")).toEqual(["1.025,50 €", "3 Min. 07 Sek.", "42 %"]);
    expect((await written("tr"))[2]).toBe("%42");
    for (const text of await written("ar")) expect(text).toMatch(/\d/);
  });

  it("counts as its people do", async () => {
    await speak("ar");
    const { triesLeft } = words.value.code;
    expect(new Set([triesLeft(1), triesLeft(2), triesLeft(3), triesLeft(11)]).size).toBe(4);
    expect([1, 5].map(en.code.triesLeft)).toEqual(["One try left.", "5 tries left."]);
  });

  it("has no word for what nobody named", () => {
    expect(wordFor(en.code.refused, "wrong")).toBe("That code didn't match.");
    expect(wordFor(en.code.refused, "toString")).toBeUndefined();
  });
});
