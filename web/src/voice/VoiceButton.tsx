import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { useSession } from "../interface/context";
import { MicrophoneIcon } from "../interface/icons";
import { ApiProblem } from "../session/problem";
import type { Session } from "../session/session";
import { words } from "../words";
import { Press } from "./press";
import type { Voice } from "./voice";

/** The rest of the voice is another file, loaded by the first tap. */
const loaded = signal<Voice | null>(null);
const isLoading = signal(false);
/** What a press wants that came before the voice was there. */
let wanted: "tap" | "hold" | null = null;

async function load(session: Session): Promise<void> {
  if (isLoading.value) return;
  isLoading.value = true;
  try {
    const { openVoice } = await import("./voice");
    const voice = openVoice(session);
    loaded.value = voice;
    if (wanted === "hold") voice.control.hold(true);
    else if (wanted === "tap") voice.control.tap();
  } catch {
    const detail = words.peek().voice.notLoaded;
    session.report(new ApiProblem({ status: 0, code: "voice_not_loaded", title: detail, detail, next: "" }));
  } finally {
    wanted = null;
    isLoading.value = false;
  }
}

/** Beside the message field. A tap turns the voice on and off; held, it is heard as long as it is held. */
export function VoiceButton() {
  const session = useSession();
  const voice = loaded.value;
  const says = words.value.voice;
  const press = useMemo(
    () =>
      new Press({
        tap() {
          if (loaded.value) loaded.value.control.tap();
          else wanted = "tap";
          void (loaded.value ?? load(session));
        },
        hold(on) {
          if (loaded.value) loaded.value.control.hold(on);
          // Let go before it was there: the voice is still what was wanted.
          else wanted = on ? "hold" : "tap";
          if (on && !loaded.value) void load(session);
        },
      }),
    [session],
  );
  // A hold can end anywhere, and outside of the window too.
  useEffect(() => {
    const cancel = () => press.cancel();
    window.addEventListener("blur", cancel);
    return () => window.removeEventListener("blur", cancel);
  }, [press]);
  const isOn = voice?.isOn.value ?? false;
  const isKey = (event: KeyboardEvent) => event.key === " " || event.key === "Enter";
  return (
    <button
      type="button"
      class={isOn ? "voice-button is-on" : "voice-button"}
      data-testid="voice-button"
      aria-label={isLoading.value ? says.loading : (voice?.label.value ?? says.talk)}
      aria-busy={isLoading.value}
      aria-expanded={isOn}
      disabled={session.credentials.value === null || session.view.value.closed}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        press.down();
      }}
      onPointerUp={() => press.up()}
      onPointerCancel={() => press.cancel()}
      // A long touch would open the browser's menu over the hold.
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (!isKey(event)) return;
        event.preventDefault();
        press.down();
      }}
      onKeyUp={(event) => {
        if (!isKey(event)) return;
        event.preventDefault();
        press.up();
      }}
      onBlur={() => press.cancel()}
      // Readers and voice control click without a pointer and without keys.
      onClick={(event) => {
        if (event.detail !== 0) return;
        press.down();
        press.up();
      }}
    >
      <MicrophoneIcon />
    </button>
  );
}

/** Where the control stands once it is loaded. */
export function VoiceSlot() {
  const voice = loaded.value;
  return voice ? <voice.Panel /> : null;
}
