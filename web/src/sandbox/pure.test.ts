import { describe, expect, it, test } from "vitest";
import { EMPTY_DECK, fold, openCards } from "./cards";
import { Delivery, LATE_MS } from "./delivery";
import { keyBytes, withCtrl } from "./keys";
import { copied, pasted, safeLink, safeTitle } from "./safe";
import { Widths } from "./widths";
import { parseBinary, parseText } from "./wire";

describe("what a program writes", () => {
  it("shows a title without controls, tricks of direction and endless length", () => {
    expect(safeTitle("vim\u001b[31m \u202e/etc\u0000")).toBe("vim [31m /etc");
    expect(safeTitle("x".repeat(500))).toHaveLength(80);
  });

  it("opens web pages alone, and none with a password in it", () => {
    expect(safeLink("https://example.com/a b")).toBe("https://example.com/a%20b");
    expect(safeLink("HTTP://example.com")).toBe("http://example.com/");
    for (const bad of [
      "javascript:alert(1)",
      "file:///etc/passwd",
      "data:text/html,x",
      "https://me:pw@example.com",
      "example.com",
    ])
      expect(safeLink(bad)).toBeNull();
  });

  it("may want to copy, never to read", () => {
    expect(copied("c;aGVsbG8=")).toBe("hello");
    expect(copied("c;w6TDtg==")).toBe("äö");
    for (const none of ["c;?", "c;", "?", "c;%%%", "c;/w==", `c;${"A".repeat(2_000_000)}`])
      expect(copied(none)).toBeNull();
  });
});

describe("a paste", () => {
  it("can't leave its bracket or press a key", () => {
    expect(pasted("rm\x1b[201~\nls\r\n", true)).toBe("\x1b[200~rm[201~\rls\r\x1b[201~");
    expect(pasted("a\u009b201~\x03b\tc", true)).toBe("\x1b[200~a201~b\tc\x1b[201~");
    expect(pasted("a\nb", false)).toBe("a\rb");
  });
});

describe("the key bar", () => {
  it("sends arrows as the program wants them", () => {
    expect(keyBytes("up")).toBe("\x1b[A");
    expect(keyBytes("up", { application: true })).toBe("\x1bOA");
    expect(keyBytes("left", { ctrl: true, application: true })).toBe("\x1b[1;5D");
    expect(keyBytes("esc")).toBe("\x1b");
    expect(keyBytes("tab", { ctrl: true })).toBe("\t");
  });

  it("holds Ctrl for one letter", () => {
    expect(withCtrl("c")).toBe("\x03");
    expect(withCtrl("R")).toBe("\x12");
    expect(withCtrl("[")).toBe("\x1b");
    expect(withCtrl(" ")).toBe("\0");
    expect(withCtrl("ä")).toBe("ä");
    expect(withCtrl("cd")).toBe("\x03d");
  });
});

test("what is late is shown as a person would read it", () => {
  const delivery = new Delivery();
  delivery.add(new TextEncoder().encode("ls\r\x1b[A\x03"), 1000);
  expect(delivery.shown()).toBe("ls⏎⎋·");
  expect(delivery.isLate(1000 + LATE_MS - 1)).toBe(false);
  expect(delivery.isLate(1000 + LATE_MS)).toBe(true);
  delivery.refused(1);
  expect(delivery.isLate(9000)).toBe(false);
});

test("frames that are none are nothing", () => {
  expect(parseBinary(new ArrayBuffer(3))).toBeNull();
  expect(parseBinary(new Uint8Array([2, ...Array(11).fill(0)]).buffer)).toBeNull();
  expect(parseBinary(new Uint8Array([9, ...Array(20).fill(0)]).buffer)).toBeNull();
  expect(parseText("[]")).toBeNull();
  expect(parseText("{")).toBeNull();
  expect(parseText('{"type":"lost"}')).toEqual({ type: "lost" });
});

describe("widths", () => {
  const widths = new Widths();
  const cells = (text: string) => {
    let preceding = 0;
    let sum = 0;
    let last = 0;
    for (const letter of text) {
      const found = widths.charProperties(letter.codePointAt(0) ?? 0, preceding);
      const width = (found >> 1) & 3;
      sum += found & 1 ? width - last : width;
      last = width;
      preceding = found;
    }
    return sum;
  };
  it.each([
    ["abc", 3],
    ["漢字", 4],
    ["👍", 2],
    ["👍🏽", 2],
    ["👨‍👩‍👧x", 3],
    ["🇩🇪🇴🇲", 4],
    ["e\u0301", 1],
    ["❤\ufe0f", 2],
  ])("%s takes %i", (text, expected) => expect(cells(text)).toBe(expected));
});

describe("the deck", () => {
  const frame = (seq: number, card: object) => ({ type: "card" as const, seq, ts: "", session_id: "s", card });
  const question = { id: "q", kind: "question", open: true, actions: [{ action: "yes", label: "Yes" }] };
  it("puts a card that comes again into its place", () => {
    let deck = fold(EMPTY_DECK, frame(1, { id: "a", kind: "bash", command: "ls" }));
    deck = fold(deck, frame(2, { id: "b", kind: "text" }));
    deck = fold(deck, frame(3, { id: "a", kind: "bash", command: "ls", exit_code: 0 }));
    expect(deck.cards.map(({ card, place }) => [card.id, card.exit_code, place])).toEqual([
      ["a", 0, 1],
      ["b", undefined, 2],
    ]);
  });

  it("has nothing open once somebody has answered", () => {
    const deck = fold(EMPTY_DECK, frame(1, question));
    expect(openCards(deck).map((card) => card.id)).toEqual(["q"]);
    const decided = fold(deck, { type: "decided", card_id: "q", action: "yes", outcome: "taken", by: "iPhone" });
    expect(openCards(decided)).toEqual([]);
    expect(decided.cards[0]?.card.decision).toEqual({ action: "yes", by: "iPhone" });
  });

  it("takes no card for one that has neither id nor kind", () => {
    expect(fold(EMPTY_DECK, frame(1, { id: "a" })).cards).toEqual([]);
    expect(fold(EMPTY_DECK, { ...frame(1, {}), card: "x" }).cards).toEqual([]);
  });
});
