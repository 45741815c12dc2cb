import { render } from "preact";
import { describe, expect, it } from "vitest";
import { blocks, MessageText } from "./MessageText";

describe("blocks", () => {
  it("finds paragraphs and lists", () => {
    expect(blocks("One\ntwo\n\nThree:\n- a\n- b\nafter")).toEqual([
      { kind: "paragraph", lines: ["One", "two"] },
      { kind: "paragraph", lines: ["Three:"] },
      { kind: "list", items: ["a", "b"] },
      { kind: "paragraph", lines: ["after"] },
    ]);
  });

  it("takes a dash inside a line, or without a space, as text", () => {
    expect(blocks("a - b\n-5 degrees")).toEqual([{ kind: "paragraph", lines: ["a - b", "-5 degrees"] }]);
  });

  it("is empty for blank text", () => {
    expect(blocks(" \n\n ")).toEqual([]);
  });
});

describe("MessageText", () => {
  it("shows markup as text", () => {
    const root = document.createElement("div");
    render(<MessageText text={'<img src=x onerror="alert(1)">\n- <b>bold</b>'} />, root);
    expect(root.querySelector("img, b")).toBeNull();
    expect(root.textContent).toContain("<b>bold</b>");
    expect(root.querySelectorAll("li")).toHaveLength(1);
  });

  it("lets an address break at its joints, and nothing else", () => {
    const root = document.createElement("div");
    const text = "Ready at https://console.korenbloem.example. Ask me, e.g. for 25.49 GB";
    render(<MessageText text={text} />, root);
    expect(root.textContent).toBe(text);
    expect(root.querySelector("p")?.innerHTML.replaceAll("<span>", "").replaceAll("</span>", "")).toBe(
      "Ready at <bdi>https://console<wbr>.korenbloem<wbr>.example</bdi>. Ask me, e.g. for 25.49 GB",
    );
  });
});
