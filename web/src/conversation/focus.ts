import { signal } from "@preact/signals";

/** What the composer's placeholder asks for after a button sent the person there. */
export const composerHint = signal<"change" | "hint">("hint");
export const composerFocus = signal(0);

export function focusComposer(hint: "change" | "hint" = "hint"): void {
  composerHint.value = hint;
  // At once, so that the next key isn't lost and a phone opens its keyboard, which it does for a finger's own act alone;
  // and after the next drawing, for a field that isn't there yet or lies under a dialog that closes.
  document.querySelector<HTMLTextAreaElement>("#composer")?.focus();
  composerFocus.value += 1;
}

/** What held the focus goes away: whoever works by keyboard goes on in the composer. A finger gets no keyboard opened. */
export function passFocusOn(): void {
  if (typeof matchMedia === "function" && matchMedia("(pointer: coarse)").matches) return;
  focusComposer();
}

/** A button that disappears once it was pressed; a key press is a click without a count. */
export function pressed(event: MouseEvent): void {
  if (event.detail === 0) passFocusOn();
}
