import { useEffect, useRef, useState } from "preact/hooks";
import type { ProblemDocument } from "../session/frames";
import { documentOf } from "../session/problem";
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
    <Dialog title="Continue on another device" onClose={onClose} testId="link-dialog">
      <p>Open this link there, or point its camera at the code. It works once; the conversation stays open here too.</p>
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
              value={link.url}
              aria-label="Link for the other device"
              data-testid="device-link"
              onFocus={(event) => event.currentTarget.select()}
            />
            <button type="button" class="button primary" onClick={copy} data-testid="copy-link">
              {copied ? <CheckIcon size={18} /> : <CopyIcon />}
              {copied ? "Copied" : "Copy"}
            </button>
          </div>
          <QrCode text={link.url} label="The same link as a code for the other device's camera" />
          {isHereOnly() && (
            <p class="hint" data-testid="here-only">
              This page's address works on this computer only; a device that is to open it needs the address of the
              network.
            </p>
          )}
          <p class="hint">Valid for {duration(left)}.</p>
        </>
      )}
      {!link && !problem && <p class="hint">Making a link…</p>}
      {((link && left <= 0) || problem) && (
        <div class="dialog-actions">
          {link && <p class="hint">That link has run out.</p>}
          <button type="button" class="button primary" onClick={make}>
            New link
          </button>
        </div>
      )}
    </Dialog>
  );
}
