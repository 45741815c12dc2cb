import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TimelineItem } from "../conversation/fold";
import { Api } from "../session/api";
import { Session } from "../session/session";
import { VoiceControl } from "./control";
import { TAIL_MS, type VoiceState } from "./machine";

const OPEN: Partial<VoiceState> = { stage: "open", hasMicrophone: true, wasOpen: true, line: "l", said: "listening" };

/** A control on a line that is open, as if it had been dialled. */
function talking(more: Partial<VoiceState> = {}): { control: VoiceControl; session: Session } {
  const session = new Session(new Api());
  const control = new VoiceControl(session);
  control.state.value = { ...control.state.value, ...OPEN, ...more };
  return { control, session };
}

function says(session: Session, seq: number, text: string): void {
  const item = { kind: "assistant", seq, text, isWhole: true } as TimelineItem;
  session.view.value = { ...session.view.value, timeline: [item] };
}

/** The browser's microphone: one track, which is heard while it is enabled. */
function microphone(): { enabled: boolean } {
  const track = { enabled: true, onended: null, stop: vi.fn(), getSettings: () => ({}) };
  const mediaDevices = {
    getUserMedia: () => Promise.resolve({ getAudioTracks: () => [track] }),
    enumerateDevices: () => Promise.resolve([]),
  };
  vi.stubGlobal("navigator", { mediaDevices });
  return track;
}

describe("holding to talk", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it.each([{ mode: "hold" as const }, { muted: true }])("is heard to its last word: %j", async (way) => {
    const track = microphone();
    const { control, session } = talking(way);
    const sent = vi.spyOn(session, "send");
    await control.chooseMicrophone("");
    expect(track.enabled).toBe(false);
    control.hold(true);
    expect(track.enabled).toBe(true);
    control.hold(false);
    expect(sent).toHaveBeenLastCalledWith({ type: "talk", on: false });
    vi.advanceTimersByTime(TAIL_MS - 1);
    expect([track.enabled, control.shown.value]).toEqual([true, "hearing"]);
    vi.advanceTimersByTime(1);
    expect([track.enabled, control.shown.value]).toEqual([false, way.muted ? "muted" : "ready_to_hold"]);
    expect(sent).toHaveBeenCalledTimes(2);
  });

  it("isn't cut in the second hold by the end of the first", async () => {
    const track = microphone();
    const { control } = talking({ mode: "hold" });
    await control.chooseMicrophone("");
    control.hold(true);
    control.hold(false);
    vi.advanceTimersByTime(TAIL_MS / 2);
    control.hold(true);
    vi.advanceTimersByTime(TAIL_MS);
    expect(track.enabled).toBe(true);
    control.hold(false);
    vi.advanceTimersByTime(TAIL_MS / 2);
    control.hold(true);
    control.hold(false);
    vi.advanceTimersByTime(TAIL_MS - 1);
    expect(track.enabled).toBe(true);
    vi.advanceTimersByTime(1);
    expect(track.enabled).toBe(false);
  });
});

describe("reading aloud with the browser's own voice", () => {
  const said: { text: string; onstart(): void }[] = [];

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
      speak: (utterance: (typeof said)[number]) => said.push(utterance),
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
    says(session, 3, "Which region?");
    expect(said.map(({ text }) => text)).toEqual(isOffered ? ["Which region?"] : []);
  });

  it("shuts the microphone meanwhile, and ends where the person holds to talk", async () => {
    const track = microphone();
    const { control, session } = talking();
    await control.chooseMicrophone("");
    expect(track.enabled).toBe(true);
    control.info.value = { iceServers: [], ears: true, mouth: false, mouthLanguages: [], isLoading: false };
    says(session, 3, "Which region?");
    said[0]?.onstart();
    expect(track.enabled).toBe(false);
    control.hold(true);
    expect([track.enabled, control.isBrowserTalking.value]).toEqual([true, false]);
    expect(speechSynthesis.cancel).toHaveBeenCalled();
  });
});
