import { useEffect, useRef, useState } from "preact/hooks";
import type { ProblemDocument } from "../session/frames";
import { documentOf } from "../session/problem";
import { words } from "../words";
import { useSession } from "./context";
import { Dialog } from "./Dialog";
import { CheckIcon, CopyIcon } from "./icons";
import { QrCode } from "./QrCode";
import { duration, useNow } from "./time";

function isHereOnly(): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
}

/** A one-use link; whoever opens it first within its time holds the conversation too. */
export function LinkDialog({ onClose }: { onClose(): void }) {
  const session = useSession();
  const [link, setLink] = useState<{ url: string; until: number } | null>(null);
  const [problem, setProblem] = useState<ProblemDocument | null>(null);
  const [copied, setCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const now = useNow(link !== null);
  const { link: says, top } = words.value;
  const left = link ? link.until - now : 0;

  const make = async () => {
    setProblem(null);
    setCopied(false);
    setLink(null);
    try {
      const { code, expiresIn } = await session.api.link(session.held());
      setLink({
        url: `${location.origin}/start#join=${encodeURIComponent(code)}`,
        until: Date.now() + expiresIn * 1000,
      });
    } catch (error) {
      setProblem(documentOf(error));
    }
  };
  useEffect(() => void make(), []);

  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(link?.url ?? "");
      setCopied(true);
    } catch {
      // Without the permission the link stays selected, to be copied by hand.
    }
  };

  return (
    <Dialog title={top.elsewhere} onClose={onClose} testId="link-dialog">
      <p>{says.text}</p>
      {problem && (
        <p class="form-problem" role="alert">
          {problem.detail} {problem.next}
        </p>
      )}
      {link && left > 0 && (
        <>
          <div class="link-row">
            <input
              ref={field}
              class="text-field"
              readOnly
              dir="ltr"
              value={link.url}
              aria-label={says.field}
              data-testid="device-link"
              onFocus={(event) => event.currentTarget.select()}
            />
            <button type="button" class="button primary" onClick={copy} data-testid="copy-link">
              {copied ? <CheckIcon size={18} /> : <CopyIcon />}
              {copied ? says.copied : says.copy}
            </button>
          </div>
          <QrCode text={link.url} label={says.code} />
          {isHereOnly() && (
            <p class="hint" data-testid="here-only">
              {says.hereOnly}
            </p>
          )}
          <p class="hint">{says.valid(duration(left))}</p>
        </>
      )}
      {!link && !problem && <p class="hint">{says.making}</p>}
      {((link && left <= 0) || problem) && (
        <div class="dialog-actions">
          {link && <p class="hint">{says.over}</p>}
          <button type="button" class="button primary" onClick={make}>
            {says.another}
          </button>
        </div>
      )}
    </Dialog>
  );
}
