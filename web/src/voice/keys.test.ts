import { expect, it } from "vitest";
import { isFree } from "./keys";

function pressedIn(html: string, more: KeyboardEventInit = {}): boolean {
  document.body.innerHTML = `<main>${html}</main>`;
  const target = document.querySelector("main > *") ?? document.body;
  let found = false;
  const look = (event: KeyboardEvent) => {
    found = isFree(event);
  };
  document.addEventListener("keydown", look, { once: true });
  target.dispatchEvent(new KeyboardEvent("keydown", { key: "m", bubbles: true, cancelable: true, ...more }));
  return found;
}

it("takes a key that nobody else wants", () => {
  expect(pressedIn("<p>text</p>")).toBe(true);
});

it("leaves fields, dialogs and the browser's shortcuts alone", () => {
  for (const html of ["<textarea></textarea>", "<input>", "<dialog open></dialog>", "<select></select>"])
    expect(pressedIn(html)).toBe(false);
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }])
    expect(pressedIn("<p>text</p>", more)).toBe(false);
});

it("leaves the space bar to a button that has the focus, but not the letter", () => {
  expect(pressedIn("<button>b</button>")).toBe(true);
  expect(pressedIn("<button>b</button>", { key: " " })).toBe(false);
  expect(pressedIn("<p>text</p>", { key: " " })).toBe(true);
});
