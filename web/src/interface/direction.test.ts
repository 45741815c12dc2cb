import { expect, test } from "vitest";
import { ofLanguage, ofText } from "./direction";

test("only Arabic is laid out from the right", () => {
  expect(["ar", "de", "en", "fr", undefined].map(ofLanguage)).toEqual(["rtl", "ltr", "ltr", "ltr", "ltr"]);
});

test("a message is written as its letters are, wherever it begins", () => {
  expect(ofText("noor.omani.works جاهز")).toBe("rtl");
  expect(ofText("noor.omani.works is ready")).toBe("ltr");
  expect(ofText("25.49")).toBe("ltr");
});
