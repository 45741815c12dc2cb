import { useEffect, useRef, useState } from "preact/hooks";
import { SendIcon } from "../interface/icons";
import { KeyBar } from "./KeyBar";
import { withCtrl } from "./keys";
import { DirectTyping, inserted } from "./typing";

interface Props {
  /** Keys, as they are. */
  send(text: string): void;
  /** A whole line, as it was written. */
  line(text: string): void;
  application(): boolean;
  disabled: boolean;
  hint: string;
  /** An agent is talked to; a shell isn't helped by capital letters. */
  isTalk: boolean;
}

/** Our own field for touch keyboards: the terminal's own one doubles letters there. A line at a time, or each key at once. */
export function LineComposer({ send, line, application, disabled, hint, isTalk }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [ctrl, setCtrl] = useState(false);
  const [isDirect, setDirect] = useState(false);
  const direct = useRef<DirectTyping | null>(null);
  direct.current ??= new DirectTyping((keys) => sender.current(keys));
  const sender = useRef(send);
  sender.current = send;

  useEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 160)}px`;
  }, [text]);

  const empty = () => {
    setText("");
    direct.current?.reset();
    if (field.current) field.current.value = "";
  };
  const submit = (written = text) => {
    if (disabled) return;
    if (isDirect) send("\r");
    else line(written);
    empty();
    field.current?.focus();
  };
  const changed = (value: string, isComposing: boolean) => {
    const added = ctrl ? inserted(text, value) : null;
    if (added !== null && !isComposing) {
      send(withCtrl(added));
      setCtrl(false);
      if (isDirect) empty();
      else if (field.current) field.current.value = text;
      return;
    }
    setText(value);
    if (isDirect) direct.current?.change(value);
  };
  const put = (sign: string) => {
    if (isDirect) {
      send(sign);
      return;
    }
    const area = field.current;
    const at = area?.selectionStart ?? text.length;
    const next = text.slice(0, at) + sign + text.slice(area?.selectionEnd ?? at);
    setText(next);
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(at + sign.length, at + sign.length);
    });
  };

  return (
    <div class="line-dock">
      <KeyBar send={send} put={put} ctrl={ctrl} onCtrl={setCtrl} application={application} disabled={disabled} />
      <form
        class="line-composer"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <button
          type="button"
          class={isDirect ? "mode-button is-on" : "mode-button"}
          aria-pressed={isDirect}
          title="Send each key at once"
          data-testid="direct"
          onClick={() => {
            empty();
            setDirect(!isDirect);
            field.current?.focus();
          }}
        >
          Keys
        </button>
        <label class="visually-hidden" for="line">
          {hint}
        </label>
        <textarea
          id="line"
          ref={field}
          rows={1}
          value={text}
          disabled={disabled}
          placeholder={isDirect ? "Each key goes at once" : hint}
          autocapitalize={isTalk && !isDirect ? "sentences" : "off"}
          autocomplete="off"
          spellcheck={isTalk && !isDirect}
          enterkeyhint="send"
          data-testid="line"
          onInput={(event) => {
            const { value } = event.currentTarget;
            // Keyboards of phones that name no key say Enter like this.
            if (event.inputType === "insertLineBreak" && !event.isComposing && value.endsWith("\n"))
              submit(value.slice(0, -1));
            else changed(value, event.isComposing);
          }}
          onCompositionStart={() => direct.current?.compose()}
          onCompositionEnd={(event) => {
            const { value } = event.currentTarget;
            if (isDirect) direct.current?.composed(value);
            changed(value, false);
          }}
          onKeyDown={(event) => {
            // While an input method composes a word, Enter belongs to it (229: Safari tells the end of it too early).
            if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
              event.preventDefault();
              submit();
            } else if (
              isDirect &&
              event.key === "Backspace" &&
              event.currentTarget.value === "" &&
              !event.isComposing
            ) {
              // Nothing is there that could change, so no change is told.
              event.preventDefault();
              send("\x7f");
            }
          }}
        />
        <button type="submit" class="send" aria-label="Send" disabled={disabled} data-testid="send-line">
          <SendIcon />
        </button>
      </form>
    </div>
  );
}
