import { useEffect, useRef } from "preact/hooks";
import { useSession } from "../interface/context";
import { SendIcon } from "../interface/icons";
import { VoiceButton } from "../voice/VoiceButton";
import { words } from "../words";
import { composerFocus, composerHint } from "./focus";

export const LONGEST_TEXT = 8000;
const COUNT_FROM = 7200;

/** Characters as the server counts them: code points, not UTF-16 halves. */
export function characters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function Composer() {
  const session = useSession();
  const field = useRef<HTMLTextAreaElement>(null);
  const text = session.draft.value;
  const count = characters(text.trim());
  const isTooLong = count > LONGEST_TEXT;
  const isClosed = session.view.value.closed;
  // Before the conversation is there, too: the outbox keeps it for the moment in which it is.
  const canSend = count > 0 && !isTooLong && !isClosed;
  const { composer, talk } = words.value;
  const hint = composer[composerHint.value];
  const focusWish = composerFocus.value;

  useEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    // An empty field is one line high; to measure it would have the page laid out before it is first shown.
    if (text) area.style.height = `${area.scrollHeight}px`;
  }, [text]);
  useEffect(() => {
    if (focusWish > 0) field.current?.focus();
  }, [focusWish]);

  const send = () => {
    if (!canSend) return;
    session.say(text, "composer");
    session.draft.value = "";
    composerHint.value = "hint";
    field.current?.focus();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="visually-hidden" for="composer">
        {composer.label}
      </label>
      <textarea
        id="composer"
        ref={field}
        rows={1}
        dir="auto"
        value={text}
        disabled={isClosed}
        data-testid="composer"
        enterkeyhint="send"
        aria-describedby={count > COUNT_FROM ? "composer-count" : undefined}
        aria-invalid={isTooLong}
        placeholder={isClosed ? talk.ended : hint}
        onInput={(event) => {
          session.draft.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          // While an input method composes a word, Enter belongs to it.
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      {count > COUNT_FROM && (
        <span
          id="composer-count"
          class={isTooLong ? "count is-over" : "count"}
          role="status"
          data-testid="composer-count"
        >
          {isTooLong ? composer.over(count - LONGEST_TEXT) : composer.left(LONGEST_TEXT - count)}
        </span>
      )}
      <VoiceButton />
      <button type="submit" class="send" aria-label={composer.send} disabled={!canSend} data-testid="send">
        <SendIcon />
      </button>
    </form>
  );
}
