import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Api } from "../session/api";
import { Session } from "../session/session";
import { VoiceControl } from "./control";
import type { VoiceState } from "./machine";

const OPEN: Partial<VoiceState> = { stage: "open", hasMicrophone: true, wasOpen: true, line: "l", said: "listening" };

/** A control on a line that is open, as if it had been dialled. */
function talking(more: Partial<VoiceState> = {}): { control: VoiceControl; session: Session } {
  const session = new Session(new Api());
  const control = new VoiceControl(session);
  control.state.value = { ...control.state.value, ...OPEN, ...more };
  return { control, session };
}

describe("reading aloud with the browser's own voice", () => {
  const said: string[] = [];

  beforeEach(() => {
    said.length = 0;
    localStorage.setItem("concierge.read-aloud", "yes");
    vi.stubGlobal(
      "SpeechSynthesisUtterance",
      class {
        constructor(readonly text: string) {}
      },
    );
    vi.stubGlobal("speechSynthesis", {
      pending: false,
      getVoices: () => [{ lang: "en-GB", localService: true, name: "Kate" }],
      addEventListener: vi.fn(),
      cancel: vi.fn(),
      speak: (utterance: { text: string }) => said.push(utterance.text),
    });
  });
  afterEach(() => {
    localStorage.clear();
    vi.unstubAllGlobals();
  });

  it.each([
    [["de"], true],
    [["en"], false],
    [["*"], false],
  ])("of a server that speaks %j: %s", (mouthLanguages, isOffered) => {
    const { control, session } = talking();
    control.info.value = { iceServers: [], ears: true, mouth: true, mouthLanguages, isLoading: false };
    expect(control.canReadAloud.value).toBe(isOffered);
    session.view.value = {
      ...session.view.value,
      timeline: [{ kind: "assistant", seq: 3, text: "Which region?", isWhole: true } as never],
    };
    expect(said).toEqual(isOffered ? ["Which region?"] : []);
  });
});
