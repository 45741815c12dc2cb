import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useSession } from "../interface/context";
import { LockIcon } from "../interface/icons";
import { documentOf } from "../session/problem";

const LABELS: Record<string, { label: string; hint: string }> = {
  hetznerToken: {
    label: "Hetzner API token",
    hint: "Hetzner Console → your project → Security → API tokens, read & write",
  },
  hetznerProjectID: { label: "Hetzner project ID", hint: "The number in the address of your project" },
  objectStorageAccessKey: {
    label: "Object storage access key",
    hint: "Hetzner Console → Object Storage → credentials",
  },
  objectStorageSecretKey: { label: "Object storage secret key", hint: "Shown once when the access key is made" },
};

/** Secrets go from here straight into the vault. They are in no signal, no message and no storage of the page. */
export function SecretForm({ names, onAppear }: { names: readonly string[]; onAppear(form: HTMLFormElement): void }) {
  const form = useRef<HTMLFormElement>(null);
  const session = useSession();
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [stored, setStored] = useState<readonly string[]>([]);
  const [isSending, setSending] = useState(false);
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
        <LockIcon /> Your cloud account
      </h3>
      <p class="hint">These go straight into the vault, encrypted. They never become part of the conversation.</p>
      {open.map((name) => (
        <div class="field" key={name}>
          <label for={`secret-${name}`}>{LABELS[name]?.label ?? name}</label>
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
              LABELS[name]?.hint
            )}
          </span>
        </div>
      ))}
      <button type="submit" class="button primary" disabled={isSending}>
        {isSending ? "Storing…" : "Store safely"}
      </button>
    </form>
  );
}
