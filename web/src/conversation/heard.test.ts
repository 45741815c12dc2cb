import { describe, expect, it } from "vitest";
import { heardLength, lastWords } from "./heard";

const heard = (shown: string, text: string, words = text.split(" ").length) =>
  shown.slice(0, heardLength(shown, { text, words }));

describe("how far a message was heard", () => {
  const MESSAGE = "Two nodes, both in Helsinki. Is that right?";

  it("is where the words end, with the mark behind them", () => {
    expect(heard(MESSAGE, "Two nodes, both in")).toBe("Two nodes, both in");
    expect(heard(MESSAGE, "Two nodes, both in Helsinki")).toBe("Two nodes, both in Helsinki.");
    expect(heard(MESSAGE, MESSAGE)).toBe(MESSAGE);
    expect(heard(MESSAGE, "")).toBe("");
  });

  it("minds neither the marks of lists nor lines nor capitals", () => {
    expect(heard("The plan:\n- One region\n- two workers", "the plan one region two")).toBe(
      "The plan:\n- One region\n- two",
    );
  });

  it("counts words where they were spoken otherwise than they are written", () => {
    expect(heard("It costs €25.49 a month.", "It costs twenty five euros", 3)).toBe("It costs €25.49");
    expect(heard("It costs €25.49 a month.", "It costs twenty", 99)).toBe("It costs €25.49 a month.");
  });
});

it("names the place of an interruption by its last words", () => {
  expect(lastWords("Two nodes, both in Helsinki")).toBe("… nodes, both in Helsinki");
  expect(lastWords("Two nodes")).toBe("Two nodes");
});
