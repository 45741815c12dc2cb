import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useSession } from "../interface/context";
import { wordFor, words } from "../words";
import { passFocusOn } from "./focus";

/** Six digits, typed, pasted or filled in by the browser; sent by themselves when complete. */
export function CodeField() {
  const session = useSession();
  const [digits, setDigits] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const refused = session.view.value.codeRefused;
  const isBusy = session.turnOpen.value || session.pending.value.length > 0;
  const { code } = words.value;
  const email = session.state.value?.plan.email;

  useLayoutEffect(
    () => () => {
      if (field.current && field.current === document.activeElement) passFocusOn();
    },
    [],
  );
  useEffect(() => {
    if (refused) setDigits("");
  }, [refused]);

  // Also when the sixth digit came while an answer was under way: it goes out as soon as that is done.
  useEffect(() => {
    if (digits.length !== 6 || isBusy) return;
    session.say(digits, "code");
    setDigits("");
  }, [digits, isBusy, session]);

  const take = (raw: string) => {
    const next = raw.replace(/\D/g, "").slice(0, 6);
    setDigits(next);
    // Set by hand: when letters were dropped the value is the same as before and nothing would be painted.
    if (field.current) field.current.value = next;
  };

  return (
    <div class="code-field">
      <label for="code-input">
        <strong>{code.label}</strong>
        <span class="hint">{email ? code.sentTo(email) : code.digits}</span>
      </label>
      <input
        id="code-input"
        ref={field}
        data-testid="code-input"
        inputMode="numeric"
        autocomplete="one-time-code"
        pattern="[0-9]*"
        placeholder="000000"
        value={digits}
        aria-describedby={refused ? "code-refused" : undefined}
        aria-invalid={refused !== null}
        onInput={(event) => take(event.currentTarget.value)}
      />
      {refused && (
        <p id="code-refused" class="form-problem" role="alert">
          {wordFor(code.refused, refused.reason) ?? code.unfit}
          {refused.reason === "wrong" && refused.attemptsLeft > 0 && ` ${code.triesLeft(refused.attemptsLeft)}`}
        </p>
      )}
    </div>
  );
}
