import { describe, expect, it } from "vitest";
import { sessionOf, waitOf, windowFor } from "./waits";

const SESSION = "0123456789abcdef01234567";
const told = (more: object = {}) =>
  JSON.stringify({ v: 1, session: SESSION, agent: "Claude Code", title: "fix login", kind: "question", ...more });

describe("what is shown of a pushed message", () => {
  it("is who waits, for what kind of answer, and where", () => {
    expect(waitOf(told())).toEqual({
      title: "Claude Code waits for you",
      body: "It asks something. · fix login",
      tag: `session-${SESSION}`,
      session: SESSION,
    });
    expect(waitOf(told({ kind: "plan", title: "" })).body).toBe("A plan waits for your yes.");
  });

  it("is something whatever came", () => {
    const odd = ["", "null", "[]", "7", "{", '{"session":7,"agent":{},"title":[],"kind":"toString"}', '"text"'];
    for (const message of odd)
      expect(waitOf(message)).toEqual({ title: "A session waits for you", body: "", tag: "session", session: null });
    expect(waitOf(told({ agent: "x".repeat(5000) })).title.length).toBeLessThan(120);
  });
});

it("leads to sessions alone", () => {
  const odd = [null, "x", {}, { session: "/evil" }, { session: `${SESSION}0` }, { session: SESSION.toUpperCase() }];
  expect(odd.map(sessionOf)).toEqual(odd.map(() => null));
  expect(sessionOf({ session: SESSION })).toBe(SESSION);
});

it("finds the window that shows the session, else one of the sandbox", () => {
  const open = ["/start", "/sandbox/ffffffffffffffffffffffff", "/sandbox", `/sandbox/${SESSION}`].map((path) => ({
    url: `https://cloud.example${path}`,
  }));
  expect(windowFor(open, SESSION)).toBe(open[3]);
  expect(windowFor(open.slice(0, 3), SESSION)).toBe(open[2]);
  expect(windowFor(open.slice(0, 2), SESSION)).toBe(open[1]);
  expect(windowFor(open.slice(0, 1), SESSION)).toBeNull();
});
