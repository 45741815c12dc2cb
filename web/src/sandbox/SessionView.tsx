import { useEffect, useState } from "preact/hooks";
import { Dialog } from "../interface/Dialog";
import { isNarrow } from "../interface/viewport";
import { onWake } from "../session/wake";
import { CardList } from "./CardList";
import { openCards } from "./cards";
import { SessionClient } from "./client";
import type { Desk } from "./desk";
import { LineComposer } from "./LineComposer";
import { tellWhenItWaits } from "./notify";
import { SessionHead } from "./SessionHead";
import { TerminalPane } from "./TerminalPane";
import { Wishes } from "./Wishes";

const SHELLS = new Set(["bash", "sovereign-shell"]);
type View = "cards" | "terminal";

export function SessionView({ desk, id }: { desk: Desk; id: string }) {
  const isPhone = isNarrow.value;
  const isTouch = isPhone || matchMedia("(pointer: coarse)").matches;
  const [view, setView] = useState<View>(isPhone ? "cards" : "terminal");
  const [isEnding, setEnding] = useState(false);
  // A phone that shows cards leaves the terminal's size, and its control, to whoever looks at it.
  const [client] = useState(
    () => new SessionClient(id, desk.api, { output: !isPhone, role: isPhone ? "watch" : "control" }),
  );
  const session = desk.sessions.value?.find((known) => known.id === id);
  const agent = session?.agent ?? "";
  const name = desk.agents.value.find((known) => known.id === agent)?.name ?? agent;

  useEffect(() => {
    client.begin();
    const awake = onWake(() => client.wake());
    const telling = tellWhenItWaits(client, () => name);
    return () => {
      awake();
      telling();
      client.close();
    };
  }, [client]);
  const sees = !isPhone || view === "terminal";
  useEffect(() => client.show(sees), [client, sees]);

  const waiting = openCards(client.deck.value).length;
  return (
    <main class="session" aria-label={`Session ${name}`}>
      <SessionHead desk={desk} client={client} name={name} onEnd={() => setEnding(true)} />
      {isPhone && (
        <div class="view-tabs" role="tablist" aria-label="View">
          {(["cards", "terminal"] as const).map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              id={`tab-${one}`}
              aria-selected={view === one}
              aria-controls="session-view"
              class={view === one ? "view-tab is-on" : "view-tab"}
              data-testid={`tab-${one}`}
              onClick={() => setView(one)}
            >
              {one === "cards" ? "Cards" : "Terminal"}
              {one === "cards" && waiting > 0 && <span class="tab-count">{waiting}</span>}
            </button>
          ))}
        </div>
      )}
      <Wishes client={client} />
      <div
        id="session-view"
        class="session-body"
        {...(isPhone ? { role: "tabpanel", "aria-labelledby": `tab-${view}` } : {})}
      >
        {sees && <TerminalPane client={client} isTouch={isTouch} />}
        {(!isPhone || view === "cards") && <CardList client={client} />}
      </div>
      <Undelivered client={client} />
      {isTouch && (
        <LineComposer
          send={(keys) => client.send(keys)}
          line={(text) => client.line(text)}
          application={() => client.screen?.isApplicationCursor ?? false}
          disabled={client.readOnly.value}
          isTalk={!SHELLS.has(agent)}
          hint={SHELLS.has(agent) ? "Type a command" : `Write to ${name || "the agent"}`}
        />
      )}
      {isEnding && (
        <Dialog title="End this session?" onClose={() => setEnding(false)} testId="end-dialog">
          <p>What runs in it is stopped, and its screen is forgotten. This can't be undone.</p>
          <div class="dialog-actions">
            <button type="button" class="button" onClick={() => setEnding(false)}>
              Keep it
            </button>
            <button type="button" class="button danger" data-testid="end-confirm" onClick={() => void desk.end(id)}>
              End it
            </button>
          </div>
        </Dialog>
      )}
    </main>
  );
}

function Undelivered({ client }: { client: SessionClient }) {
  const waiting = client.undelivered.value;
  if (!waiting?.late) return null;
  const isOpen = client.status.value === "open";
  return (
    <p class="undelivered" role="status" data-testid="undelivered">
      <span>
        <strong>Not delivered:</strong> <code>{waiting.text}</code>{" "}
        <span class="hint">
          {isOpen ? "The program hasn't taken it yet." : "It goes out by itself when the connection is back, once."}
        </span>
      </span>
      {!isOpen && (
        <button type="button" class="text-button" data-testid="discard" onClick={() => client.discard()}>
          Don't send it
        </button>
      )}
    </p>
  );
}
