import { useEffect } from "preact/hooks";
import type { VoiceControl } from "./control";
import { isOn } from "./machine";

/** M mutes and the held space bar talks: while the voice is on, where no field and no button wants the key for itself. */
export function useVoiceKeys(control: VoiceControl): void {
  const isListening = isOn(control.state.value) && control.hasKeys.value;
  useEffect(() => {
    if (!isListening) return;
    let isHeld = false;
    const down = (event: KeyboardEvent) => {
      if (!isFree(event)) return;
      if (event.key === " ") {
        // The page would scroll, at every repetition.
        event.preventDefault();
        if (!isHeld) control.hold(true);
        isHeld = true;
      } else if (event.key.toLowerCase() === "m" && !event.repeat) {
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

const TAKES_KEYS = "input, textarea, select, button, a[href], summary, dialog, [contenteditable], [role=application]";

/** Nobody else's key: no field has the focus, and it is no shortcut of the browser. */
export function isFree(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return false;
  return !(event.target instanceof Element && event.target.closest(TAKES_KEYS));
}
