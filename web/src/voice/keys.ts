import { useEffect } from "preact/hooks";
import type { VoiceControl } from "./control";
import { isOn } from "./machine";

/** M mutes and the held space bar talks: while the voice is on, where nothing that has the focus wants the key for itself. */
export function useVoiceKeys(control: VoiceControl): void {
  const isListening = isOn(control.state.value);
  useEffect(() => {
    if (!isListening) return;
    let isHeld = false;
    const down = (event: KeyboardEvent) => {
      // Asked at every key: a person who has just turned them off means the next one too.
      if (!control.hasKeys.value) return;
      if (event.key === " " && isFree(event)) {
        // The page would scroll, at every repetition.
        event.preventDefault();
        if (!isHeld) control.hold(true);
        isHeld = true;
      } else if (event.key.toLowerCase() === "m" && !event.repeat && isFree(event)) {
        event.preventDefault();
        control.mute();
      }
    };
    const letGo = () => {
      if (isHeld) control.hold(false);
      isHeld = false;
    };
    const up = (event: KeyboardEvent) => {
      if (event.key === " ") letGo();
    };
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", up);
    window.addEventListener("blur", letGo);
    return () => {
      letGo();
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", up);
      window.removeEventListener("blur", letGo);
    };
  }, [control, isListening]);
}

const TAKES_LETTERS = "input, textarea, select, dialog, [contenteditable], [role=application]";
const TAKES_SPACE = `${TAKES_LETTERS}, button, a[href], summary`;

/** Nobody else's key: what has the focus does nothing with it, and it is no shortcut of the browser. */
export function isFree(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return false;
  const takers = event.key === " " ? TAKES_SPACE : TAKES_LETTERS;
  return !(event.target instanceof Element && event.target.closest(takers));
}
