import { afterEach, expect, it, vi } from "vitest";
import { BrowserVoice } from "./browserVoice";

interface Said {
  text: string;
  lang: string;
  voice: { name: string } | null;
  onstart(): void;
  onend(): void;
}

function browser(...voices: { lang: string; localService: boolean; name: string }[]): Said[] {
  const said: Said[] = [];
  vi.stubGlobal(
    "SpeechSynthesisUtterance",
    class {
      constructor(readonly text: string) {}
    },
  );
  vi.stubGlobal("speechSynthesis", {
    pending: false,
    getVoices: () => voices,
    speak: (utterance: Said) => said.push(utterance),
    cancel: vi.fn(),
  });
  return said;
}

afterEach(() => vi.unstubAllGlobals());

it("knows which languages the browser speaks", () => {
  browser({ lang: "de_DE", localService: true, name: "Anna" });
  expect([BrowserVoice.speaks("de"), BrowserVoice.speaks("fr")]).toEqual([true, false]);
});

it("says each new message once, with a voice of this device where there is one", () => {
  const said = browser(
    { lang: "de-DE", localService: false, name: "far" },
    { lang: "de-AT", localService: true, name: "near" },
  );
  const talking: boolean[] = [];
  const voice = new BrowserVoice((isTalking) => talking.push(isTalking));
  voice.begin(4);
  for (const seq of [3, 4, 5, 5]) voice.say(seq, `message ${seq}`, "de");
  expect(said.map(({ text, lang, voice }) => [text, lang, voice?.name])).toEqual([["message 5", "de", "near"]]);
  said[0]?.onstart();
  said[0]?.onend();
  expect(talking).toEqual([true, false]);
});
