import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { SessionContext } from "../interface/context";
import type { Session } from "../session/session";
import { CodeField } from "./CodeField";
import { EMPTY } from "./fold";

function mount() {
  const session = {
    view: signal(EMPTY),
    turnOpen: signal(false),
    pending: signal([]),
    state: signal({ plan: { email: "a@b.at" } }),
    say: vi.fn(),
  };
  const root = document.createElement("div");
  act(() => {
    render(
      <SessionContext.Provider value={session as unknown as Session}>
        <CodeField />
      </SessionContext.Provider>,
      root,
    );
  });
  const field = root.querySelector("input") as HTMLInputElement;
  const type = (text: string) =>
    act(() => {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  return { session, root, field, type };
}

describe("CodeField", () => {
  let page: ReturnType<typeof mount>;
  beforeEach(() => {
    page = mount();
  });

  it("sends six digits by itself, once, and forgets them", () => {
    page.type("48291");
    expect(page.session.say).not.toHaveBeenCalled();
    page.type("482913");
    expect(page.session.say).toHaveBeenCalledExactlyOnceWith("482913", "code");
    expect(page.field.value).toBe("");
  });

  it("finds the digits in what was pasted", () => {
    page.type("Your code: 482 913.");
    expect(page.session.say).toHaveBeenCalledExactlyOnceWith("482913", "code");
  });

  it("holds the code back while an answer is under way", () => {
    act(() => {
      page.session.turnOpen.value = true;
    });
    page.type("482913");
    expect(page.session.say).not.toHaveBeenCalled();
    expect(page.field.value).toBe("482913");
    act(() => {
      page.session.turnOpen.value = false;
    });
    expect(page.session.say).toHaveBeenCalledExactlyOnceWith("482913", "code");
  });

  it("says why a code was refused", () => {
    act(() => {
      page.session.view.value = { ...EMPTY, codeRefused: { reason: "wrong", attemptsLeft: 1, seq: 9 } };
    });
    expect(page.root.querySelector("[role=alert]")?.textContent).toBe("That code didn't match. One try left.");
  });
});
