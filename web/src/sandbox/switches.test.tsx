import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LANGUAGES } from "../words/languages";
import { SwitchesPage } from "./SwitchesPage";
import { Operator, type Switches, stateOf } from "./switches";
import { switchWords } from "./switchWords";

const FOUND: Switches = {
  agents: [
    { id: "bash", name: "Bash", installed: true, on: true },
    { id: "aider", name: "Aider", installed: false, on: false },
  ],
  orgs: [{ org: "dev@example.com", off: ["bash"] }],
};

let host: HTMLElement;
let asked: [string, RequestInit][];

beforeEach(() => {
  host = document.body.appendChild(document.createElement("div"));
  asked = [];
});

afterEach(() => {
  act(() => render(null, host));
  host.remove();
  vi.unstubAllGlobals();
});

function answering(...answers: [status: number, body: unknown][]) {
  return (async (url: string, init: RequestInit) => {
    asked.push([url, init]);
    const [status, body] = answers[Math.min(asked.length, answers.length) - 1] as [number, unknown];
    return new Response(JSON.stringify(body), { status });
  }) as typeof fetch;
}

const by = <T extends HTMLElement>(id: string) => host.querySelector<T>(`[data-testid=${id}]`);

async function enter(token: string) {
  act(() => render(<SwitchesPage words={switchWords(["en"]).words} />, host));
  const field = by<HTMLInputElement>("operator-token");
  await act(async () => {
    if (field) field.value = token;
    field?.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await act(async () => by<HTMLButtonElement>("operator-open")?.click());
  await act(async () => {});
}

test("the token goes in a header and nowhere else", async () => {
  await new Operator("secret", answering([200, FOUND])).switch("a/b", false, "dev@example.com");
  const [url, init] = asked[0] as [string, RequestInit];
  expect(url).toBe("/api/v1/sandbox/operator/agents/a%2Fb");
  expect(init.headers).toMatchObject({ "X-Sandbox-Operator": "secret" });
  expect(init.credentials).toBe("omit");
  expect(JSON.parse(String(init.body))).toEqual({ on: false, org: "dev@example.com" });
});

test("what is off for everybody is off for one, who can't change that", () => {
  expect(stateOf(FOUND, "bash", null)).toEqual({ on: true, forAll: false });
  expect(stateOf(FOUND, "bash", "dev@example.com")).toEqual({ on: false, forAll: false });
  expect(stateOf(FOUND, "bash", "other@example.com")).toEqual({ on: true, forAll: false });
  expect(stateOf(FOUND, "aider", "other@example.com")).toEqual({ on: false, forAll: true });
});

test.each([
  [401, "This isn't the operator's token."],
  [429, "Too many tries. Wait a minute."],
  [503, "That didn't work. Nothing was switched; try again."],
])("a %i is told and leaves the door shut", async (status, text) => {
  vi.stubGlobal("fetch", answering([status, {}]));
  await enter("guess");
  expect(by("switches-trouble")?.textContent).toBe(text);
  expect(by("operator-token")).not.toBeNull();
});

test("a token that no header could carry isn't sent", async () => {
  vi.stubGlobal("fetch", answering([200, FOUND]));
  await enter("gehëim");
  expect(asked).toEqual([]);
  expect(by("switches-trouble")?.textContent).toBe("This isn't the operator's token.");
});

test("a switch shows what the service says, not what was pressed", async () => {
  const off = { ...FOUND, agents: FOUND.agents.map((agent) => ({ ...agent, on: false })) };
  vi.stubGlobal("fetch", answering([200, FOUND], [503, {}], [200, off]));
  const shows = (is: boolean, trouble: RegExp) =>
    vi.waitFor(async () => {
      await act(async () => {});
      expect(by<HTMLInputElement>("switch-bash")?.checked).toBe(is);
      expect(by("switches-trouble")?.textContent).toMatch(trouble);
      expect(by("switch-bash")?.getAttribute("aria-busy")).toBe("false");
    });
  await enter("secret");
  await shows(true, /^$/);
  await act(async () => by("switch-bash")?.click());
  await shows(true, /didn't work/);
  await act(async () => by("switch-bash")?.click());
  await shows(false, /^$/);
  expect(asked.map(([, init]) => init.body)).toEqual([undefined, '{"on":false}', '{"on":false}']);
});

test("every language has words of its own", () => {
  const all = LANGUAGES.map((language) => switchWords([language]));
  expect(all.map(({ language }) => language)).toEqual([...LANGUAGES]);
  expect(switchWords(["pt-BR"]).language).toBe("en");
  for (const { words } of all) for (const text of Object.values(words)) expect(text.trim()).not.toBe("");
  for (const key of Object.keys(switchWords(["en"]).words) as (keyof (typeof all)[number]["words"])[])
    expect(new Set(all.map(({ words }) => words[key])).size, key).toBe(LANGUAGES.length);
});
