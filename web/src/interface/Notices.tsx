import { isOffline } from "../offline/network";
import { VersionNotice } from "../offline/VersionNotice";
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
          <button type="button" class="icon-button" aria-label="Dismiss" onClick={() => session.dismiss(key)}>
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
        You are offline. {kept(waiting)} It goes on by itself when you are back.
      </p>
    );
  if (!isLost) return null;
  return (
    <p class="connection" data-testid="connection">
      <span class="pulse" aria-hidden="true" />
      Reconnecting… {kept(waiting)}
    </p>
  );
}

function kept(waiting: number): string {
  if (waiting === 0) return "What you type is kept.";
  return waiting === 1 ? "Your message is kept and will be sent." : `${waiting} messages are kept and will be sent.`;
}
