import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { fitAboveKeyboard } from "./keyboard";

class Seen extends EventTarget {
  height = 740;
  scale = 1;

  becomes(height: number, scale = 1): void {
    this.height = height;
    this.scale = scale;
    this.dispatchEvent(new Event("resize"));
  }
}

let seen: Seen;
let end: () => void;
const root = document.createElement("div");
const height = () => root.style.getPropertyValue("--seen-height");

beforeEach(() => {
  seen = new Seen();
  vi.stubGlobal("visualViewport", seen);
  vi.stubGlobal("innerHeight", 740);
  vi.stubGlobal("scrollTo", vi.fn());
  end = fitAboveKeyboard(root);
});
afterEach(() => {
  end();
  vi.unstubAllGlobals();
});

it("makes the page as high as what a keyboard leaves of it, and high again", () => {
  seen.becomes(400);
  expect(height()).toBe("400px");
  expect(window.scrollTo).toHaveBeenCalledWith(0, 0);
  seen.becomes(740);
  expect(height()).toBe("");
});

it("sees a keyboard that was open before it looked", () => {
  end();
  seen.height = 400;
  end = fitAboveKeyboard(root);
  expect(height()).toBe("400px");
});

it("takes neither a bar of the browser nor a zoom for a keyboard", () => {
  seen.becomes(660);
  expect(height()).toBe("");
  seen.becomes(300, 2.4);
  expect(height()).toBe("");
});

it("ends", () => {
  end();
  seen.becomes(400);
  expect(height()).toBe("");
});
