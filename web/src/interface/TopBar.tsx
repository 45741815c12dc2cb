import { useState } from "preact/hooks";
import { useSession } from "./context";
import { Dialog } from "./Dialog";
import { DevicesIcon, FlaskIcon, MarkIcon, PlusIcon } from "./icons";
import { LinkDialog } from "./LinkDialog";

export function TopBar() {
  const session = useSession();
  const [open, setOpen] = useState<"none" | "link" | "new">("none");
  const hasSpoken = session.view.value.timeline.some((item) => item.kind === "user");
  const isRunning = (hasSpoken || session.pending.value.length > 0) && !session.view.value.closed;
  const close = () => setOpen("none");
  const startNew = () => {
    close();
    void session.startNew();
  };
  return (
    <header class="top-bar">
      <div class="brand">
        <span class="brand-mark">
          <MarkIcon />
        </span>
        <span class="brand-name">Concierge</span>
      </div>
      <nav class="top-actions" aria-label="Conversation">
        <button
          type="button"
          class="quiet-button"
          aria-label="Continue on another device"
          disabled={!session.credentials.value}
          data-testid="continue-elsewhere"
          onClick={() => setOpen("link")}
        >
          <DevicesIcon />
          <span class="wide-only">Another device</span>
        </button>
        <button
          type="button"
          class="quiet-button"
          aria-label="New conversation"
          data-testid="new-conversation"
          onClick={() => (isRunning ? setOpen("new") : startNew())}
        >
          <PlusIcon />
          <span class="wide-only">New conversation</span>
        </button>
      </nav>
      {open === "link" && <LinkDialog onClose={close} />}
      {open === "new" && (
        <Dialog title="Start a new conversation?" onClose={close} testId="new-dialog">
          <p>
            This one stays as it is, and a deployment that runs goes on, but this browser will no longer open it. To
            keep it, continue it on another device first.
          </p>
          <div class="dialog-actions">
            <button type="button" class="button" onClick={close}>
              Stay here
            </button>
            <button type="button" class="button primary" data-testid="new-confirm" onClick={startNew}>
              Start anew
            </button>
          </div>
        </Dialog>
      )}
    </header>
  );
}

export function EmulatorNotice() {
  const session = useSession();
  if (session.demonstration.value)
    return (
      <p class="emulator-notice" data-testid="demo-badge">
        <FlaskIcon />
        <span>
          <strong>Demonstration:</strong> invented people, an emulated cloud. Nothing real is ordered.
        </span>
      </p>
    );
  if (!session.emulator.value && !session.view.value.emulated) return null;
  return (
    <p class="emulator-notice" data-testid="emulator-notice">
      <FlaskIcon />
      <span>
        <strong>Rehearsal:</strong> the cloud is emulated, no real servers are created.
      </span>
    </p>
  );
}
