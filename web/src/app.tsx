import { Conversation } from "./conversation/Conversation";
import { SessionContext } from "./interface/context";
import { EmulatorNotice, TopBar } from "./interface/TopBar";
import { SidePanel } from "./plan/SidePanel";
import type { Session } from "./session/session";

export function App({ session }: { session: Session }) {
  return (
    <SessionContext.Provider value={session}>
      <a class="skip-link" href="#composer">
        Skip to your message
      </a>
      <TopBar />
      <EmulatorNotice />
      {session.startProblem.value ? <NotOpened session={session} /> : <Desk session={session} />}
    </SessionContext.Provider>
  );
}

function Desk({ session }: { session: Session }) {
  const hasProgress = session.view.value.deployment !== null;
  return (
    <div class={hasProgress ? "desk has-progress" : "desk"}>
      <SidePanel />
      <Conversation />
    </div>
  );
}

function NotOpened({ session }: { session: Session }) {
  const problem = session.startProblem.value;
  return (
    <main class="not-opened">
      <h1>The conversation can't be opened just now</h1>
      <p role="alert">
        {problem?.detail} {problem?.next}
      </p>
      <button type="button" class="button primary" onClick={() => void session.open()}>
        Try again
      </button>
    </main>
  );
}
