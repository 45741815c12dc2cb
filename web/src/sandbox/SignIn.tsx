import { useState } from "preact/hooks";
import { documentOf } from "../session/problem";
import type { Desk } from "./desk";

/** Sessions belong to an address; a browser proves it once. */
export function SignIn({ desk }: { desk: Desk }) {
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const [code, setCode] = useState("");
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);

  const trying = async (work: () => Promise<void>) => {
    setBusy(true);
    setTrouble("");
    try {
      await work();
    } catch (error) {
      const problem = documentOf(error);
      setTrouble(`${problem.detail} ${problem.next}`.trim());
      setCode("");
    }
    setBusy(false);
  };
  const send = () =>
    trying(async () => {
      await desk.sendCode(email.trim());
      setSent(true);
    });
  const take = (raw: string) => {
    const digits = raw.replace(/\D/g, "").slice(0, 6);
    setCode(digits);
    if (digits.length === 6) void trying(() => desk.verify(email.trim(), digits));
  };

  return (
    <main class="sandbox-sign-in">
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void send();
        }}
      >
        <h1>Sign in to your sandbox</h1>
        <p class="hint">Sessions are found by your e-mail address, on every device where you have proved it.</p>
        <div class="field">
          <label for="sign-in-email">E-mail address</label>
          <input
            id="sign-in-email"
            class="text-field"
            type="email"
            autocomplete="email"
            required
            value={email}
            data-testid="sign-in-email"
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        </div>
        {sent && (
          <div class="field">
            <label for="sign-in-code">Six digits from the mail to {email}</label>
            <input
              id="sign-in-code"
              class="text-field"
              inputMode="numeric"
              autocomplete="one-time-code"
              placeholder="000000"
              value={code}
              data-testid="sign-in-code"
              onInput={(event) => take(event.currentTarget.value)}
            />
          </div>
        )}
        {trouble && (
          <p class="form-problem" role="alert">
            {trouble}
          </p>
        )}
        <button type="submit" class={sent ? "button" : "button primary"} disabled={busy || !email.includes("@")}>
          {sent ? "Send another code" : "Send me a code"}
        </button>
      </form>
    </main>
  );
}
