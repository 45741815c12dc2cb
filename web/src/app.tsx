import { useEffect } from "preact/hooks";
import { Conversation } from "./conversation/Conversation";
import { SessionContext } from "./interface/context";
import { EmulatorNotice, TopBar } from "./interface/TopBar";
import { isOffline } from "./offline/network";
import { SidePanel } from "./plan/SidePanel";
import { keptCount } from "./session/kept";
import type { Session } from "./session/session";
import { words } from "./words";

/** A server that was away is asked again by itself. */
const AGAIN_MS = 5000;

export function App({ session }: { session: Session }) {
  return (
    <SessionContext.Provider value={session}>
      <a class="skip-link" href="#composer">
        {words.value.page.skip}
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
  const { notOpened, page } = words.value;
  useEffect(() => {
    // Only what couldn't be reached is tried again unasked: a refusal stands until the person wants to try.
    const open = () => problem?.code === "unreachable" && void whenThere(() => session.open());
    window.addEventListener("online", open);
    const timer = window.setInterval(open, AGAIN_MS);
    return () => {
      window.removeEventListener("online", open);
      window.clearInterval(timer);
    };
  }, [session, problem]);
  return (
    <main class="not-opened">
      {isOffline.value ? (
        <>
          <h1>{notOpened.offline}</h1>
          <p role="alert" data-testid="offline">
            {notOpened.offlineText} {keptCount() > 0 && notOpened.kept}
          </p>
        </>
      ) : (
        <>
          <h1>{notOpened.title}</h1>
          <p role="alert">
            {problem?.detail} {problem?.next}
          </p>
        </>
      )}
      <button type="button" class="button primary" onClick={() => void session.open()}>
        {page.again}
      </button>
    </main>
  );
}

/** Asks before it opens: a try that fails would take this page away and bring it back. */
async function whenThere(open: () => Promise<void>): Promise<void> {
  const answer = await fetch("/readyz", { cache: "no-store" }).catch(() => null);
  if (answer?.ok) await open();
}
