import { describe, expect, it } from "vitest";
import { kindOf, wordsFor } from "./shell";

const HERE = "https://cloud.example";
const kind = (path: string, { method = "GET", mode = "cors" } = {}) => kindOf(method, mode, new URL(path, HERE), HERE);

describe("what the service worker keeps", () => {
  it("is the page, its hashed assets and its other files", () => {
    expect(kind("/start", { mode: "navigate" })).toBe("page");
    expect(kind("/start?from=home", { mode: "navigate" })).toBe("page");
    expect(kind("/start/assets/index-abc.js")).toBe("asset");
    expect(kind("/start/favicon.svg")).toBe("file");
  });

  it("is never an answer of the service, another site's, or itself", () => {
    const paths = ["/api/v1/about", "/api/v1/conversations/x", "/mcp", "/healthz", "/design", "/", "/start/sw.js"];
    expect(paths.map((path) => kind(path))).toEqual(paths.map(() => null));
    expect(kind("https://other.example/start/assets/a.js")).toBeNull();
    expect(kind("/start", { method: "POST", mode: "navigate" })).toBeNull();
    expect(kind("/start")).toBeNull();
  });
});

it("keeps the words of the browser's first language that there are, and none beside the program's own", () => {
  const words = { de: "/start/assets/de.js", ar: "/start/assets/ar.js" };
  expect(wordsFor(["pt-BR", "de-AT", "ar"], words)).toEqual(["/start/assets/de.js"]);
  expect(wordsFor(["en-GB", "de"], words)).toEqual([]);
  expect(wordsFor(["pt"], words)).toEqual([]);
});
