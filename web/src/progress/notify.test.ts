import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { deployment, sample, user } from "../design/sample";
import { ask, tellOfTheEnd, wish } from "./notify";

const told: string[] = [];
let visibility: DocumentVisibilityState = "hidden";

beforeEach(() => {
  told.length = 0;
  visibility = "hidden";
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visibility);
  const Fake = class {
    static permission = "default";
    static requestPermission = vi.fn(async () => "granted");
    constructor(title: string, { body }: { body: string }) {
      told.push(`${title}: ${body}`);
    }
  };
  vi.stubGlobal("Notification", Fake);
  vi.stubGlobal("navigator", { ...navigator, serviceWorker: undefined });
  wish.value = "open";
});
afterEach(() => vi.unstubAllGlobals());

const RUNNING = sample([user("yes"), ...deployment({ done: false })]).view.value;
const READY = sample([user("yes"), ...deployment({ done: true, verdict: { outcome: "ready" } })]).view.value;

async function seen(...views: (typeof RUNNING)[]): Promise<string[]> {
  const session = sample();
  const end = tellOfTheEnd(session);
  for (const view of views) session.view.value = view;
  await new Promise((next) => setTimeout(next));
  end();
  return told;
}

it("tells of a cloud that was seen being made, once, to whoever asked for it", async () => {
  await ask();
  expect(await seen(RUNNING, READY, READY)).toEqual(["Your cloud is ready: nordwind.example.org"]);
});

it("is silent without the wish, before one's eyes, and about what had ended before", async () => {
  expect(await seen(RUNNING, READY)).toEqual([]);
  await ask();
  expect(await seen(READY)).toEqual([]);
  visibility = "visible";
  expect(await seen(RUNNING, READY)).toEqual([]);
});
