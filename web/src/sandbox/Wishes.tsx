import { useState } from "preact/hooks";
import { Dialog } from "../interface/Dialog";
import type { SessionClient } from "./client";

const SHOWN = 120;

/** What a program would like to do with this device: it is asked for each time, by a press. */
export function Wishes({ client }: { client: SessionClient }) {
  const copy = client.copyWish.value;
  const link = client.linkWish.value;
  return (
    <>
      {client.notice.value && (
        <p class="session-notice" role="status" data-testid="session-notice">
          <span>{client.notice.value}</span>
          <button
            type="button"
            class="text-button"
            onClick={() => {
              client.notice.value = "";
            }}
          >
            Close
          </button>
        </p>
      )}
      {copy !== null && <CopyWish client={client} text={copy} />}
      {link !== null && <LinkWish client={client} url={link} />}
    </>
  );
}

function CopyWish({ client, text }: { client: SessionClient; text: string }) {
  const [trouble, setTrouble] = useState(false);
  const done = () => {
    client.copyWish.value = null;
    client.screen?.focus();
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      done();
    } catch {
      setTrouble(true);
    }
  };
  return (
    <div class="session-notice" role="alertdialog" aria-label="Copy?" data-testid="copy-wish">
      <span>
        A program wants to put this on your clipboard:{" "}
        <code>{text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${text.length} characters)` : text}</code>
        {trouble && " This browser doesn't let it."}
      </span>
      <button type="button" class="button small" data-testid="copy-allow" onClick={() => void copy()}>
        Copy
      </button>
      <button type="button" class="text-button" data-testid="copy-refuse" onClick={done}>
        No
      </button>
    </div>
  );
}

function LinkWish({ client, url }: { client: SessionClient; url: string }) {
  const done = () => {
    client.linkWish.value = null;
  };
  return (
    <Dialog title="Open this address?" onClose={done} testId="link-wish">
      <p class="hint">The words in the terminal were a program's; this is where they lead.</p>
      <p>
        <code>{url}</code>
      </p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={done}>
          No
        </button>
        <a class="button primary" href={url} target="_blank" rel="noopener noreferrer" onClick={done}>
          Open
        </a>
      </div>
    </Dialog>
  );
}
