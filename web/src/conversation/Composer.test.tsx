import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { SessionContext } from "../interface/context";
import type { Session } from "../session/session";
import { Composer, characters, LONGEST_TEXT } from "./Composer";
import { focusComposer } from "./focus";
import { EMPTY } from "./fold";

function mount() {
  const session = {
    draft: signal(""),
    view: signal(EMPTY),
    credentials: signal(null),
    language: signal("en"),
    say: vi.fn(),
  };
  const root = document.createElement("div");
  document.body.replaceChildren(root);
  act(() => {
    render(
      <SessionContext.Provider value={session as unknown as Session}>
        <Composer />
      </SessionContext.Provider>,
      root,
    );
  });
  const field = root.querySelector<HTMLTextAreaElement>("[data-testid=composer]") as HTMLTextAreaElement;
  const send = root.querySelector<HTMLButtonElement>("[data-testid=send]") as HTMLButtonElement;
  const type = (text: string) =>
    act(() => {
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  const press = (key: string, more: KeyboardEventInit = {}) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
    act(() => void field.dispatchEvent(event));
    return event;
  };
  return { session, root, field, send, type, press };
}

describe("Composer", () => {
  let page: ReturnType<typeof mount>;
  beforeEach(() => {
    page = mount();
  });

  it("sends with Enter and is empty afterwards", () => {
    page.type("two regions");
    const event = page.press("Enter");
    expect(page.session.say).toHaveBeenCalledExactlyOnceWith("two regions", "composer");
    expect(event.defaultPrevented).toBe(true);
    expect(page.field.value).toBe("");
  });

  it("has the focus at once when it is sent there: the next key is in it", () => {
    focusComposer();
    expect(document.activeElement).toBe(page.field);
  });

  it("leaves Shift+Enter and Enter of an input method alone", () => {
    page.type("line");
    expect(page.press("Enter", { shiftKey: true }).defaultPrevented).toBe(false);
    expect(page.press("Enter", { isComposing: true }).defaultPrevented).toBe(false);
    expect(page.session.say).not.toHaveBeenCalled();
    expect(page.field.value).toBe("line");
  });

  it("sends nothing that is blank", () => {
    page.type("  \n ");
    page.press("Enter");
    expect(page.session.say).not.toHaveBeenCalled();
    expect(page.send.disabled).toBe(true);
  });

  it("counts near the limit and keeps, but doesn't send, what is over it", () => {
    page.type("a".repeat(7000));
    expect(page.root.querySelector("[data-testid=composer-count]")).toBeNull();
    page.type("a".repeat(LONGEST_TEXT));
    expect(page.root.querySelector("[data-testid=composer-count]")?.textContent).toBe("0 left");
    expect(page.send.disabled).toBe(false);
    page.type("a".repeat(LONGEST_TEXT + 3));
    expect(page.root.querySelector("[data-testid=composer-count]")?.textContent).toBe("3 too many");
    page.press("Enter");
    expect(page.session.say).not.toHaveBeenCalled();
    expect(page.field.value).toHaveLength(LONGEST_TEXT + 3);
  });

  it("shows what was put back into it", () => {
    act(() => {
      page.session.draft.value = "refused words";
    });
    expect(page.field.value).toBe("refused words");
  });

  it("takes nothing in a conversation that has ended", () => {
    act(() => {
      page.session.view.value = { ...EMPTY, closed: true };
    });
    expect(page.field.disabled).toBe(true);
  });
});

describe("characters", () => {
  it("counts code points, as the server does", () => {
    expect(characters("a😀é")).toBe(3);
  });
});
