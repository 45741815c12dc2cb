import { render } from "preact";
import { useEffect } from "preact/hooks";
import { MarkIcon } from "../interface/icons";
import { isNarrow } from "../interface/viewport";
import { isOffline } from "../offline/network";
import { onWake } from "../session/wake";
import { Desk } from "./desk";
import { SessionList } from "./SessionList";
import { SessionView } from "./SessionView";
import { SignIn } from "./SignIn";
import "./sandbox.css";
import "./list.css";
import "./cards.css";

/** A list that is looked at is asked for again. */
const AGAIN_MS = 5000;

export function openSandbox(root: HTMLElement): void {
  const desk = new Desk();
  render(<SandboxPage desk={desk} />, root);
  void desk.refresh();
  onWake(() => void desk.refresh());
}

function SandboxPage({ desk }: { desk: Desk }) {
  const open = desk.open.value;
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && !desk.signIn.value && void desk.refresh();
    const timer = window.setInterval(look, AGAIN_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [desk]);
  // On a phone the session has the whole window.
  const hasList = !isNarrow.value || open === null;
  return (
    <>
      {hasList && (
        <header class="top-bar">
          <a class="brand sandbox-brand" href="/start">
            <span class="brand-mark">
              <MarkIcon />
            </span>
            <span class="brand-name">Sandbox</span>
          </a>
        </header>
      )}
      {isOffline.value && (
        <p class="emulator-notice" role="status" data-testid="sandbox-offline">
          You are offline. What runs goes on; this page comes back by itself.
        </p>
      )}
      {desk.signIn.value ? (
        <SignIn desk={desk} />
      ) : (
        <div class={open ? "sandbox has-session" : "sandbox"}>
          {hasList && <SessionList desk={desk} />}
          {open ? <SessionView key={open} desk={desk} id={open} /> : !isNarrow.value && <Nothing />}
        </div>
      )}
    </>
  );
}

function Nothing() {
  return (
    <main class="sandbox-nothing">
      <h1>Agents that outlive your laptop</h1>
      <p>Start one, close the lid, and find it as you left it, here or on another device.</p>
    </main>
  );
}
