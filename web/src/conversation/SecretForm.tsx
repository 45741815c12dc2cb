import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useSession } from "../interface/context";
import { LockIcon } from "../interface/icons";
import { documentOf } from "../session/problem";
import { wordFor, words } from "../words";

/** Secrets go from here straight into the vault. They are in no signal, no message and no storage of the page. */
export function SecretForm({ names, onAppear }: { names: readonly string[]; onAppear(form: HTMLFormElement): void }) {
  const form = useRef<HTMLFormElement>(null);
  const session = useSession();
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [stored, setStored] = useState<readonly string[]>([]);
  const [isSending, setSending] = useState(false);
  const { secrets } = words.value;
  const open = names.filter((name) => !stored.includes(name));

  useLayoutEffect(() => {
    if (form.current) onAppear(form.current);
  }, [onAppear]);

  const submit = async (sent: HTMLFormElement) => {
    setSending(true);
    const failed: Record<string, string> = {};
    for (const name of open) {
      const input = sent.elements.namedItem(name);
      if (!(input instanceof HTMLInputElement) || !input.value.trim()) continue;
      try {
        await session.api.storeSecret(session.held(), name, input.value.trim());
        input.value = "";
        setStored((before) => [...before, name]);
      } catch (error) {
        const problem = documentOf(error);
        failed[name] = `${problem.detail} ${problem.next}`;
      }
    }
    setProblems(failed);
    setSending(false);
  };

  if (open.length === 0) return null;
  return (
    <form
      ref={form}
      class="card secret-form"
      data-testid="secret-form"
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <h3>
        <LockIcon /> {secrets.title}
      </h3>
      <p class="hint">{secrets.text}</p>
      {open.map((name) => (
        <div class="field" key={name}>
          <label for={`secret-${name}`}>{wordFor(secrets.fields, name)?.label ?? name}</label>
          <input
            id={`secret-${name}`}
            class="text-field"
            name={name}
            type="password"
            autocomplete="off"
            spellcheck={false}
            required
            data-testid={`secret-${name}`}
            aria-describedby={`hint-${name}`}
            aria-invalid={name in problems}
          />
          <span class="hint" id={`hint-${name}`}>
            {problems[name] ? (
              <span class="form-problem" role="alert">
                {problems[name]}
              </span>
            ) : (
              wordFor(secrets.fields, name)?.hint
            )}
          </span>
        </div>
      ))}
      <button type="submit" class="button primary" disabled={isSending}>
        {isSending ? secrets.storing : secrets.store}
      </button>
    </form>
  );
}
