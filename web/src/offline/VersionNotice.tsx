import { useSession } from "../interface/context";
import { words } from "../words";
import { reload, waiting } from "./update";

/** Says that there is a newer page, and waits: nothing is reloaded under one's hands, nor while a message is on its way. */
export function VersionNotice() {
  const session = useSession();
  if (!waiting.value || session.pending.value.length > 0 || session.turnOpen.value) return null;
  return <VersionLine onReload={() => reload(session)} />;
}

export function VersionLine({ onReload }: { onReload(): void }) {
  return (
    <p class="version" data-testid="new-version">
      {words.value.version.text}
      <button type="button" class="text-button" onClick={onReload}>
        {words.value.version.reload}
      </button>
    </p>
  );
}
