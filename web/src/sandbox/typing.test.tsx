import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, test } from "vitest";
import { LineComposer } from "./LineComposer";
import { difference, inserted } from "./typing";

test("the difference is what a program at the end of the line has to get", () => {
  expect(difference("", "ls")).toBe("ls");
  expect(difference("teh", "the ")).toBe("\x7f\x7fhe ");
  expect(difference("hello", "")).toBe("\x7f".repeat(5));
  expect(difference("a👍", "a")).toBe("\x7f");
  expect(difference("x", "x\n")).toBe("\r");
});

test("what one change put in, where that is all it did", () => {
  expect(inserted("ab", "abc")).toBe("c");
  expect(inserted("ab", "acb")).toBe("c");
  expect(inserted("ab", "b")).toBeNull();
  expect(inserted("ab", "xyz")).toBeNull();
});

/** An event of a keyboard: its type, the field's text after it, and more of the event. */
type Step = [type: string, value: string, more?: Record<string, unknown>];
const ENTER: Step = ["keydown", "", { key: "Enter", keyCode: 13 }];

const insert = (value: string, more: object = {}): Step => ["input", value, { inputType: "insertText", ...more }];
const compose = (value: string): Step[] => [
  ["keydown", "", { key: "Unidentified", keyCode: 229, isComposing: true }],
  ["input", value, { inputType: "insertCompositionText", isComposing: true }],
];

// As Chromium with GBoard and Safari on iOS tell it; the letters of a word come again with each change.
const GBOARD_WORD: Step[] = [
  ["compositionstart", ""],
  ...compose("t"),
  ...compose("te"),
  ...compose("teh"),
  // The word is corrected as the space is pressed.
  ["input", "the", { inputType: "insertCompositionText", isComposing: true }],
  ["compositionend", "the"],
  insert("the "),
];
const GBOARD_SUGGESTION: Step[] = [
  ["compositionstart", ""],
  ...compose("g"),
  ...compose("gi"),
  ["input", "git status ", { inputType: "insertCompositionText", isComposing: true }],
  ["compositionend", "git status "],
];
const GBOARD_BACKSPACE: Step[] = [
  ["compositionstart", ""],
  ...compose("lss"),
  ["input", "ls", { inputType: "insertCompositionText", isComposing: true }],
  ["compositionend", "ls"],
  ["compositionstart", "ls"],
  ["input", "l", { inputType: "insertCompositionText", isComposing: true }],
  ["compositionend", "l"],
];
const IOS_CORRECTION: Step[] = [
  insert("t"),
  insert("te"),
  insert("teh"),
  ["input", "the", { inputType: "insertReplacementText" }],
  insert("the "),
];
const IOS_DOUBLE_SPACE: Step[] = [insert("ok"), insert("ok "), ["input", "ok. ", { inputType: "insertText" }]];
const IOS_KOREAN: Step[] = [
  insert("ㅎ"),
  ["input", "", { inputType: "deleteContentBackward" }],
  insert("하"),
  ["input", "", { inputType: "deleteContentBackward" }],
  insert("한"),
];
const JAPANESE: Step[] = [
  ["compositionstart", ""],
  ...compose("に"),
  ...compose("にほん"),
  // Enter takes the suggestion; Safari says the end of the composition before the key.
  ["compositionend", "日本"],
  ["keydown", "日本", { key: "Enter", keyCode: 229 }],
];

const TRACES: [string, Step[], string][] = [
  ["GBoard corrects a word", GBOARD_WORD, "the "],
  ["GBoard's suggestion", GBOARD_SUGGESTION, "git status "],
  ["GBoard takes letters back", GBOARD_BACKSPACE, "l"],
  ["iOS corrects a word", IOS_CORRECTION, "the "],
  ["iOS makes a full stop of two spaces", IOS_DOUBLE_SPACE, "ok. "],
  ["iOS composes Korean by replacing", IOS_KOREAN, "한"],
  ["Japanese, chosen with Enter", JAPANESE, "日本"],
];

/** What a program that reads lines has of these keys. */
function read(keys: string): string {
  const letters: string[] = [];
  for (const letter of keys) {
    if (letter === "\x7f") letters.pop();
    else letters.push(letter);
  }
  return letters.join("");
}

describe("a touch keyboard", () => {
  let root: HTMLElement;
  let sent: string[];
  let lines: string[];

  beforeEach(() => {
    root = document.createElement("div");
    document.body.append(root);
    sent = [];
    lines = [];
    act(() =>
      render(
        <LineComposer
          send={(keys) => sent.push(keys)}
          line={(text) => lines.push(text)}
          application={() => false}
          disabled={false}
          hint="Type"
          isTalk
        />,
        root,
      ),
    );
  });
  afterEach(() => {
    act(() => render(null, root));
    root.remove();
  });

  const field = () => root.querySelector("textarea") as HTMLTextAreaElement;
  const press = (name: string) =>
    act(() => [...root.querySelectorAll("button")].find((button) => button.textContent === name)?.click());
  function play(steps: Step[]): void {
    for (const [type, value, more = {}] of steps)
      act(() => {
        if (type === "input" || type.startsWith("composition")) field().value = value;
        const event = new Event(type, { bubbles: true, cancelable: true });
        field().dispatchEvent(Object.assign(event, { isComposing: false, ...more }));
      });
  }

  it.each(TRACES)("%s: a line goes out whole, once", (_, steps, expected) => {
    play(steps);
    expect([lines, sent]).toEqual([[], []]);
    play([ENTER]);
    expect(lines).toEqual([expected]);
    expect(field().value).toBe("");
  });

  it.each(TRACES)("%s: key by key the program has the same", (_, steps, expected) => {
    press("Keys");
    play(steps);
    expect(read(sent.join(""))).toBe(expected);
    expect(lines).toEqual([]);
  });

  it("says Enter by a line break where it names no key", () => {
    play([insert("ls"), ["input", "ls\n", { inputType: "insertLineBreak" }]]);
    expect(lines).toEqual(["ls"]);
  });

  it("rubs out what was sent before, where the field is empty", () => {
    press("Keys");
    play([insert("a"), ENTER, ["keydown", "", { key: "Backspace", keyCode: 8 }]]);
    expect(sent).toEqual(["a", "\r", "\x7f"]);
  });

  it("holds Ctrl for the next letter, and keeps what was written", () => {
    play([insert("vim notes")]);
    press("Ctrl");
    play([insert("vim notesc")]);
    expect(sent).toEqual(["\x03"]);
    play([ENTER]);
    expect(lines).toEqual(["vim notes"]);
  });

  it("has the keys that are missing, and puts signs into the line", () => {
    press("Esc");
    press("↑");
    press("^C");
    expect(sent).toEqual(["\x1b", "\x1b[A", "\x03"]);
    play([insert("ls ")]);
    press("|");
    play([ENTER]);
    expect(lines).toEqual(["ls |"]);
  });
});
