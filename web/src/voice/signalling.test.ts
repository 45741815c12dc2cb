import { expect, it, vi } from "vitest";
import { LineFault, Signalling, speaks } from "./signalling";

const OF = { id: "c/1", token: "secret" };

function answering(response: () => Response) {
  const fetcher = vi.fn((_url: string | URL | Request, _init?: RequestInit) => Promise.resolve(response()));
  return { fetcher, signalling: new Signalling(OF, fetcher) };
}

const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ status, code }, { status, headers });

it("offers with the old line, and finds the new one in the answer's address", async () => {
  const { fetcher, signalling } = answering(
    () => new Response("v=0", { status: 201, headers: { Location: "/api/v1/conversations/c%2F1/rtc/line-2" } }),
  );
  const answered = await signalling.offer("offer", "line-1", new AbortController().signal);
  expect(answered).toEqual({ answer: "v=0", line: "line-2" });
  const [url, init] = fetcher.mock.calls[0] ?? [];
  expect(url).toBe("/api/v1/conversations/c%2F1/rtc");
  expect(init).toMatchObject({
    method: "POST",
    body: "offer",
    headers: { "Content-Type": "application/sdp", "Concierge-Line": "line-1", Authorization: "Bearer secret" },
  });
});

it("hangs up so that it outlives the page, with the token in the header", () => {
  const { fetcher, signalling } = answering(() => new Response(null, { status: 200 }));
  signalling.hangUp("line-2");
  expect(fetcher.mock.calls[0]?.[0]).toBe("/api/v1/conversations/c%2F1/rtc/line-2");
  expect(fetcher.mock.calls[0]?.[1]).toMatchObject({
    method: "DELETE",
    keepalive: true,
    headers: { Authorization: "Bearer secret" },
  });
});

it.each([
  [problem(404, "unknown_line"), { kind: "line" }],
  [problem(400, "bad_offer"), { kind: "offer" }],
  [problem(415, "unsupported_media_type"), { kind: "offer" }],
  [problem(429, "too_many_lines", { "Retry-After": "4" }), { kind: "busy", seconds: 4 }],
  [problem(503, "voice_unavailable", { "Retry-After": "30" }), { kind: "refused" }],
  [problem(503, "unavailable", { "Retry-After": "2" }), { kind: "busy", seconds: 2 }],
  [problem(401, "unauthorised"), { kind: "refused" }],
  [problem(404, "not_found"), { kind: "refused" }],
  [new Response("<html>", { status: 502 }), { kind: "path" }],
])("knows what a refusal means: %#", async (response, fault) => {
  const { signalling } = answering(() => response);
  const failed = await signalling.offer("offer", null, new AbortController().signal).catch((error) => error);
  expect(failed).toBeInstanceOf(LineFault);
  expect(failed.fault).toEqual(fault);
});

it("reads what the server can", async () => {
  const { signalling } = answering(() =>
    Response.json({ iceServers: [{ urls: "stun:s" }], voice: { ears: true, mouth: true, mouth_languages: ["en"] } }),
  );
  expect(await signalling.info()).toEqual({
    iceServers: [{ urls: "stun:s" }],
    ears: true,
    mouth: true,
    mouthLanguages: ["en"],
    isLoading: false,
  });
});

it("knows in which languages the server speaks itself: a speech server in any", () => {
  const spoken = (mouth: boolean, ...mouthLanguages: string[]) =>
    ["en", "de"].map((language) =>
      speaks({ iceServers: [], ears: true, mouth, mouthLanguages, isLoading: false }, language),
    );
  expect(spoken(true, "en")).toEqual([true, false]);
  expect(spoken(true, "*")).toEqual([true, true]);
  expect(spoken(true, "en", "*")).toEqual([true, true]);
  expect(spoken(false)).toEqual([false, false]);
});

it("waits while the server loads its models, and no longer", async () => {
  const answers = [
    { voice: { ears: true }, models: "loading" },
    { voice: { ears: true, mouth: true }, models: "ready" },
  ];
  const { fetcher, signalling } = answering(() => Response.json(answers.shift()));
  const wait = vi.fn(() => Promise.resolve());
  const known = await signalling.info();
  expect(known).toMatchObject({ ears: true, isLoading: true });
  expect(await signalling.loaded(known, wait)).toMatchObject({ mouth: true, isLoading: false });
  expect([fetcher.mock.calls.length, wait.mock.calls.length]).toEqual([2, 1]);
});

it("is refused by a server whose models turn out not to be there", async () => {
  const { signalling } = answering(() => Response.json({ voice: { ears: false }, models: "none" }));
  const known = { iceServers: [], ears: true, mouth: true, mouthLanguages: [], isLoading: true };
  const failed = await signalling.loaded(known, () => Promise.resolve()).catch((error) => error);
  expect(failed.fault).toEqual({ kind: "refused" });
});
