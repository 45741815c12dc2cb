import { signal } from "@preact/signals";

/** What the composer's placeholder asks for after a button sent the person there. */
export const composerHint = signal("");
export const composerFocus = signal(0);

export function focusComposer(hint = ""): void {
  composerHint.value = hint;
  composerFocus.value += 1;
}
