import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CardView } from "./CardList";
import { type Card, MOST_WORDS } from "./cards";
import type { SessionClient } from "./client";

const MENU: Card = {
  id: "q",
  kind: "question",
  question: "Do it?",
  open: true,
  actions: [
    { action: "1", label: "Yes", style: "primary" },
    { action: "words", label: "No, and tell it what to do", text: true },
  ],
};

let host: HTMLElement;
const decide = vi.fn();

beforeEach(() => {
  host = document.body.appendChild(document.createElement("div"));
  decide.mockClear();
});

afterEach(() => {
  act(() => render(null, host));
  host.remove();
});

function show(card: Card, readOnly = false) {
  const client = { readOnly: signal(readOnly), status: signal("open"), decide } as unknown as SessionClient;
  act(() => render(<CardView placed={{ card, place: 1, at: "2026-01-01T00:00:00Z" }} client={client} />, host));
}

const field = () => host.querySelector<HTMLInputElement>("[data-testid=own-words]");
const send = () => host.querySelector<HTMLButtonElement>("[data-testid=action-words]");

function write(text: string) {
  const input = field();
  if (!input) throw new Error("no field");
  act(() => {
    input.value = text;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

test("an answer in one's own words is sent with its action", () => {
  show(MENU);
  expect(field()?.getAttribute("aria-label")).toBe("No, and tell it what to do");
  expect(field()?.maxLength).toBe(MOST_WORDS);
  expect(send()?.disabled).toBe(true);
  write("   ");
  expect(send()?.disabled).toBe(true);
  write("rather blue");
  act(() => send()?.click());
  expect(decide.mock.calls).toEqual([[MENU, "words", "rather blue"]]);
});

test("the other answers stay buttons, and are sent without what was written", () => {
  show(MENU);
  write("rather blue");
  act(() => host.querySelector<HTMLButtonElement>("[data-testid=action-1]")?.click());
  expect(decide.mock.calls).toEqual([[MENU, "1"]]);
});

test("a question that takes no words has no field", () => {
  show({ ...MENU, actions: MENU.actions?.slice(0, 1) });
  expect(field()).toBeNull();
});

test("whoever may only watch writes nothing", () => {
  show(MENU, true);
  expect(field()?.disabled).toBe(true);
});

test("what was answered is shown in its words", () => {
  show({ ...MENU, open: false, decision: { action: "words", by: "Ann", words: "rather blue" } });
  expect(host.querySelector("[data-testid=decision]")?.textContent).toContain("rather blue");
  expect(field()).toBeNull();
});
