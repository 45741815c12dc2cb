import { computed, type ReadonlySignal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import type { Session } from "../session/session";
import "../styles/voice.css";
import { VoiceControl } from "./control";
import { isOn } from "./machine";
import { VoicePanel } from "./VoicePanel";
import { voiceWords } from "./words";

/** What the rest of the page knows of the voice. */
export interface Voice {
  control: Pick<VoiceControl, "tap" | "hold">;
  isOn: ReadonlySignal<boolean>;
  /** What a tap on the button does now. */
  label: ReadonlySignal<string | undefined>;
  Panel: FunctionComponent;
}

export function openVoice(session: Session): Voice {
  const control = new VoiceControl(session);
  return {
    control,
    isOn: computed(() => isOn(control.state.value)),
    label: computed(() => {
      const state = control.state.value;
      const words = voiceWords(session.language.value);
      if (!isOn(state)) return undefined;
      return state.mode === "hold" ? words.handsFree : words.end;
    }),
    Panel: () => <VoicePanel control={control} />,
  };
}
