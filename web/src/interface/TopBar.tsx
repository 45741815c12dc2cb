import { useState } from "preact/hooks";
import { words } from "../words";
import { useSession } from "./context";
import { Dialog } from "./Dialog";
import { DevicesIcon, FlaskIcon, MarkIcon, PlusIcon } from "./icons";
import { LinkDialog } from "./LinkDialog";

export function TopBar() {
  const session = useSession();
  const [open, setOpen] = useState<"none" | "link" | "new">("none");
  const hasSpoken = session.view.value.timeline.some((item) => item.kind === "user");
  const isRunning = (hasSpoken || session.pending.value.length > 0) && !session.view.value.closed;
  const { top, startAnew } = words.value;
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
      <nav class="top-actions" aria-label={top.actions}>
        <button
          type="button"
          class="quiet-button"
          aria-label={top.elsewhere}
          disabled={!session.credentials.value}
          data-testid="continue-elsewhere"
          onClick={() => setOpen("link")}
        >
          <DevicesIcon />
          <span class="wide-only">{top.elsewhereShort}</span>
        </button>
        <button
          type="button"
          class="quiet-button"
          aria-label={top.anew}
          data-testid="new-conversation"
          onClick={() => (isRunning ? setOpen("new") : startNew())}
        >
          <PlusIcon />
          <span class="wide-only">{top.anew}</span>
        </button>
      </nav>
      {open === "link" && <LinkDialog onClose={close} />}
      {open === "new" && (
        <Dialog title={startAnew.title} onClose={close} testId="new-dialog">
          <p>{startAnew.text}</p>
          <div class="dialog-actions">
            <button type="button" class="button" onClick={close}>
              {startAnew.no}
            </button>
            <button type="button" class="button primary" data-testid="new-confirm" onClick={startNew}>
              {startAnew.yes}
            </button>
          </div>
        </Dialog>
      )}
    </header>
  );
}

export function EmulatorNotice() {
  const session = useSession();
  const { top } = words.value;
  if (session.demonstration.value)
    return (
      <p class="emulator-notice" data-testid="demo-badge">
        <FlaskIcon />
        <span>
          <strong>{top.demonstration.title}</strong>
          {` ${top.demonstration.text}`}
        </span>
      </p>
    );
  if (!session.emulator.value && !session.view.value.emulated) return null;
  return (
    <p class="emulator-notice" data-testid="emulator-notice">
      <FlaskIcon />
      <span>
        <strong>{top.rehearsal.title}</strong>
        {` ${top.rehearsal.text}`}
      </span>
    </p>
  );
}
