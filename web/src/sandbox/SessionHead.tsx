import { useRef, useState } from "preact/hooks";
import { ChevronIcon, CrossIcon } from "../interface/icons";
import { isNarrow } from "../interface/viewport";
import { documentOf } from "../session/problem";
import type { SessionClient } from "./client";
import type { Desk } from "./desk";
import { StatePill } from "./StatePill";
import type { Ended } from "./wire";

export function SessionHead({
  desk,
  client,
  name,
  onEnd,
}: {
  desk: Desk;
  client: SessionClient;
  name: string;
  onEnd(): void;
}) {
  const [isSearching, setSearching] = useState(false);
  const ended = client.ended.value;
  const state = ended !== null ? "ended" : (client.activity.value?.state ?? "idle");
  return (
    <header class="session-head">
      <div class="session-line">
        {isNarrow.value && (
          <button
            type="button"
            class="icon-button back"
            aria-label="All sessions"
            data-testid="back"
            onClick={() => desk.go(null)}
          >
            <ChevronIcon />
          </button>
        )}
        <h1 class="session-title">{client.title.value || name || "Session"}</h1>
        <StatePill state={state} />
        <Connection client={client} />
        <span class="session-tools">
          {client.screen !== null && (
            <button
              type="button"
              class="quiet-button"
              aria-expanded={isSearching}
              data-testid="search"
              onClick={() => setSearching(!isSearching)}
            >
              Search
            </button>
          )}
          <button type="button" class="quiet-button" data-testid="end" onClick={onEnd}>
            End
          </button>
        </span>
      </div>
      <Presence client={client} />
      {ended !== null && (
        <p class="session-note">
          {how(ended)}
          {desk.sessions.value?.find((known) => known.id === client.id)?.goesOn && <GoOn desk={desk} id={client.id} />}
        </p>
      )}
      {client.problem.value && (
        <p class="session-note form-problem" role="alert">
          {client.problem.value.detail} {client.problem.value.next}
        </p>
      )}
      {isSearching && <SearchLine client={client} onClose={() => setSearching(false)} />}
    </header>
  );
}

function GoOn({ desk, id }: { desk: Desk; id: string }) {
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const goOn = async () => {
    setBusy(true);
    try {
      await desk.again(id);
    } catch (error) {
      const { detail, next } = documentOf(error);
      setTrouble(`${detail} ${next}`.trim());
    }
    setBusy(false);
  };
  return (
    <>
      <button type="button" class="button small" disabled={isBusy} data-testid="go-on" onClick={() => void goOn()}>
        {isBusy ? "Starting…" : "Go on"}
      </button>
      {trouble && (
        <span class="form-problem" role="alert">
          {trouble}
        </span>
      )}
    </>
  );
}

function how(ended: Ended | "lost"): string {
  if (ended === "lost")
    return "The machine that this ran on was lost. This is the last that was seen; nobody can type any more.";
  if (ended.signal !== null) return `It was ended by signal ${ended.signal}. This is its last screen.`;
  return ended.code === 0
    ? "It has ended. This is its last screen."
    : `It ended with ${ended.code}. This is its last screen.`;
}

function Connection({ client }: { client: SessionClient }) {
  const status = client.status.value;
  if (status === "open" || status === "ended") return null;
  return (
    <span class="connection" role="status" data-testid="connection">
      {status === "connecting" ? "Connecting…" : "Reconnecting…"}
    </span>
  );
}

function Presence({ client }: { client: SessionClient }) {
  const others = client.present.value.filter((who) => who.id !== client.you.value);
  const controller = client.present.value.find((who) => who.controls);
  const me = client.me.value;
  if (!me || client.ended.value !== null || (others.length === 0 && me.controls)) return null;
  if (others.length === 0 && client.screen === null) return null;
  return (
    <div class="presence" data-testid="presence">
      <span class="presence-names">
        {others.map((who) => (
          <span key={who.id} class={who.controls ? "presence-name is-controlling" : "presence-name"}>
            {who.name || "Somebody"}
            {who.controls ? " types" : who.role === "read" ? " may watch" : " watches"}
          </span>
        ))}
        {me.controls && <span class="presence-name is-controlling">You type</span>}
      </span>
      {!me.controls && me.role !== "read" && client.screen !== null && (
        <button type="button" class="button small" data-testid="take-control" onClick={() => client.takeControl()}>
          {controller ? "Take control" : "Type here"}
        </button>
      )}
      {me.role === "read" && <span class="hint">You may watch.</span>}
    </div>
  );
}

function SearchLine({ client, onClose }: { client: SessionClient; onClose(): void }) {
  const field = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState(true);
  const look = (back = false) => {
    const text = field.current?.value ?? "";
    setFound(text === "" || (client.screen?.search(text, back) ?? false));
  };
  const close = () => {
    client.screen?.endSearch();
    onClose();
  };
  return (
    <search>
      <form
        class="search-line"
        onSubmit={(event) => {
          event.preventDefault();
          look();
        }}
      >
        <label class="visually-hidden" for="terminal-search">
          Search the terminal
        </label>
        <input
          id="terminal-search"
          ref={(element) => {
            if (element && field.current !== element) element.focus();
            field.current = element;
          }}
          class="text-field"
          placeholder="Search the terminal"
          data-testid="search-field"
          onInput={() => look()}
          onKeyDown={(event) => event.key === "Escape" && close()}
        />
        <button type="button" class="quiet-button" onClick={() => look(true)}>
          Before
        </button>
        <button type="submit" class="quiet-button">
          Next
        </button>
        <span class="hint" role="status" data-testid="search-result">
          {found ? "" : "Not found"}
        </span>
        <button type="button" class="icon-button" aria-label="End the search" onClick={close}>
          <CrossIcon size={18} />
        </button>
      </form>
    </search>
  );
}
