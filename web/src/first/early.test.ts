import { beforeEach, describe, expect, it } from "vitest";
import { Early } from "./early";

function page() {
  document.body.innerHTML =
    '<div id="app"><div class="scroller"><div class="column"><button type="button" class="example">A clinic in Vienna.</button></div></div>' +
    '<button type="button" id="new">New</button>' +
    '<form><textarea id="composer"></textarea><button type="submit" class="send" disabled></button></form></div>';
  const root = document.getElementById("app") as HTMLElement;
  const field = root.querySelector("textarea") as HTMLTextAreaElement;
  const type = (text: string) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const enter = (more: KeyboardEventInit = {}) =>
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", cancelable: true, bubbles: true, ...more }));
  return { root, field, type, enter, send: root.querySelector(".send") as HTMLButtonElement };
}

describe("before the program is there", () => {
  beforeEach(() => document.body.replaceChildren());

  it("keeps what is sent, in order, and shows it; what is typed after it stays in the field", () => {
    const { root, field, type, enter, send } = page();
    const early = new Early(root, field);
    type("a bakery in Ghent");
    expect(send.disabled).toBe(false);
    enter();
    expect([field.value, send.disabled]).toEqual(["", true]);
    type("with a website");
    send.click();
    type("and");
    expect([...root.querySelectorAll(".is-pending")].map((bubble) => bubble.textContent)).toEqual([
      "a bakery in Ghent",
      "with a website",
    ]);
    expect(early.take()).toEqual({ said: ["a bakery in Ghent", "with a website"], draft: "and", pressed: null });
    expect(root.querySelectorAll(".is-pending")).toHaveLength(0);
  });

  it("sends nothing that is empty, a line break, or a word that is still being composed", () => {
    const { root, field, type, enter } = page();
    const early = new Early(root, field);
    type("  ");
    enter();
    type("に");
    enter({ isComposing: true });
    enter({ shiftKey: true });
    expect(early.take()).toEqual({ said: [], draft: "に", pressed: null });
  });

  it("knows what stood in the field before it listened", () => {
    const { root, field, send } = page();
    field.value = "brought back by the browser";
    const early = new Early(root, field);
    expect(send.disabled).toBe(false);
    expect(early.take().draft).toBe("brought back by the browser");
  });

  it("puts an example into the field and remembers another button", () => {
    const { root, field } = page();
    const early = new Early(root, field);
    root.querySelector<HTMLButtonElement>(".example")?.click();
    root.querySelector<HTMLButtonElement>("#new")?.click();
    expect(document.activeElement).toBe(field);
    expect(early.take()).toMatchObject({ draft: "A clinic in Vienna. ", pressed: root.querySelector("#new") });
  });

  it("leaves everything to the program once it is there", () => {
    const { root, field, type, enter } = page();
    const early = new Early(root, field);
    early.take();
    type("to the program");
    enter();
    expect([field.value, early.take().said]).toEqual(["to the program", []]);
  });
});
