import { useState } from "preact/hooks";
import { PlusIcon } from "../interface/icons";
import { clock } from "../interface/time";
import { documentOf } from "../session/problem";
import type { TerminalSession } from "./api";
import type { Desk } from "./desk";
import { wish } from "./notify";
import { StatePill } from "./StatePill";
import { TellMe } from "./TellMe";

const USUAL = { cols: 100, rows: 30 };

export function SessionList({ desk }: { desk: Desk }) {
  const sessions = desk.sessions.value;
  const newestFirst = [...(sessions ?? [])].reverse();
  return (
    <nav class="sandbox-list" aria-label="Sessions">
      {desk.problem.value && (
        <p class="form-problem" role="alert">
          {desk.problem.value.detail} {desk.problem.value.next}
        </p>
      )}
      <h2 class="sandbox-list-head">Sessions</h2>
      {sessions === null ? (
        <p class="hint">Looking…</p>
      ) : newestFirst.length === 0 ? (
        <p class="hint" data-testid="no-sessions">
          None yet. What you start here goes on without this page.
        </p>
      ) : (
        <ul class="session-items">
          {newestFirst.map((session) => (
            <Item key={session.id} desk={desk} session={session} />
          ))}
        </ul>
      )}
      {(desk.open.value === null || wish.value === "wanted") && (
        <TellMe api={desk.api} label="Tell me when one waits for me" />
      )}
      <DiskUsed desk={desk} />
      <StartAgent desk={desk} />
    </nav>
  );
}

const GIB = 2 ** 30;
/** Of the limit, from which on it is worth a word. */
const MUCH = 0.8;

/** Nothing, as long as there is plenty of room. */
function DiskUsed({ desk }: { desk: Desk }) {
  const disk = desk.disk.value;
  if (!disk || (!disk.full && (disk.limit === 0 || disk.used < MUCH * disk.limit))) return null;
  const gib = (bytes: number) => (bytes / GIB).toLocaleString("en", { maximumSignificantDigits: 3 });
  return (
    <div class="disk-used" role={disk.full ? "alert" : undefined} data-testid="disk-used">
      {disk.limit > 0 && (
        <>
          <meter min={0} max={disk.limit} high={MUCH * disk.limit} value={disk.used} aria-label="Disk" />
          <p class="hint">
            {gib(disk.used)} of {gib(disk.limit)} GiB of disk used
          </p>
        </>
      )}
      {disk.full && <p class="form-problem">{disk.detail}</p>}
    </div>
  );
}

function Item({ desk, session }: { desk: Desk; session: TerminalSession }) {
  const isOpen = desk.open.value === session.id;
  const name = desk.agents.value.find((agent) => agent.id === session.agent)?.name ?? session.agent;
  return (
    <li>
      <a
        class={isOpen ? "session-item is-open" : "session-item"}
        href={`/sandbox/${session.id}`}
        aria-current={isOpen ? "page" : undefined}
        data-testid="session-item"
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          desk.go(session.id);
        }}
      >
        <span class="session-name">{session.title || name}</span>
        <StatePill state={session.running ? (session.activity ?? "idle") : "ended"} />
        <span class="hint session-facts">
          {session.title ? `${name} · ` : ""}since {clock(session.createdAt)}
          {session.watchers > 1 && ` · ${session.watchers} watching`}
        </span>
      </a>
    </li>
  );
}

function StartAgent({ desk }: { desk: Desk }) {
  const [busy, setBusy] = useState("");
  const [trouble, setTrouble] = useState("");
  const can = desk.agents.value.filter((agent) => agent.available);
  const cannot = desk.agents.value.filter((agent) => !agent.available);
  const start = async (agent: string) => {
    setBusy(agent);
    setTrouble("");
    try {
      await desk.start(agent, USUAL);
    } catch (error) {
      const problem = documentOf(error);
      setTrouble(`${problem.detail} ${problem.next}`.trim());
    }
    setBusy("");
  };
  return (
    <section class="start-agent" aria-labelledby="start-agent">
      <h2 id="start-agent" class="sandbox-list-head">
        Start
      </h2>
      <div class="agent-buttons">
        {can.map((agent) => (
          <button
            key={agent.id}
            type="button"
            class="agent-button"
            disabled={busy !== ""}
            data-testid={`start-${agent.id}`}
            onClick={() => void start(agent.id)}
          >
            <PlusIcon />
            <span class="agent-name">{agent.name}</span>
            <span class="hint">
              {busy === agent.id ? "Starting…" : [agent.about, agent.version].filter(Boolean).join(" · ")}
            </span>
          </button>
        ))}
      </div>
      {cannot.length > 0 && (
        <details class="fold cannot" data-testid="cannot">
          <summary>{cannot.length} more can't be started here</summary>
          <ul>
            {cannot.map((agent) => (
              <li key={agent.id}>
                <strong>{agent.name}</strong> <span class="hint">{agent.why}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {trouble && (
        <p class="form-problem" role="alert">
          {trouble}
        </p>
      )}
    </section>
  );
}
