import { isOffline } from "../offline/network";
import { VersionNotice } from "../offline/VersionNotice";
import { words } from "../words";
import { useSession } from "./context";
import { CrossIcon, WarningIcon } from "./icons";

/** The connection's state and refusals: said once, plainly, without a dialog in the way. */
export function Notices() {
  const session = useSession();
  const status = session.status.value;
  const waiting = session.pending.value.filter((item) => item.state === "waiting").length;
  return (
    <div class="notices">
      <div role="status">
        <Connection isOffline={isOffline.value} isLost={status === "reconnecting"} waiting={waiting} />
        <VersionNotice />
      </div>
      {session.notices.value.map(({ key, problem }) => (
        <div class="notice" role="alert" key={key} data-testid="problem">
          <WarningIcon />
          <p>
            {problem.detail} <span class="notice-next">{problem.next}</span>
          </p>
          <button
            type="button"
            class="icon-button"
            aria-label={words.value.page.dismiss}
            onClick={() => session.dismiss(key)}
          >
            <CrossIcon size={18} />
          </button>
        </div>
      ))}
    </div>
  );
}

interface ConnectionProps {
  isOffline: boolean;
  isLost: boolean;
  /** Messages that are kept until there is one. */
  waiting: number;
}

export function Connection({ isOffline, isLost, waiting }: ConnectionProps) {
  if (isOffline)
    return (
      <p class="connection" data-testid="offline">
        <span class="pulse is-still" aria-hidden="true" />
        {words.value.connection.offline(kept(waiting))}
      </p>
    );
  if (!isLost) return null;
  return (
    <p class="connection" data-testid="connection">
      <span class="pulse" aria-hidden="true" />
      {words.value.connection.reconnecting(kept(waiting))}
    </p>
  );
}

function kept(waiting: number): string {
  const { connection } = words.value;
  return waiting === 0 ? connection.kept : connection.waiting(waiting);
}
