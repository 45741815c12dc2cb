import { useState } from "preact/hooks";
import { focusComposer } from "../conversation/focus";
import { useSession } from "../interface/context";
import { CheckIcon, ExternalIcon, KeyIcon, WarningIcon } from "../interface/icons";
import { ApiProblem, documentOf } from "../session/problem";

/** The end of a deployment, as a card in the conversation. */
export function OutcomeCard({ outcome }: { outcome: "ready" | "failed" }) {
  return outcome === "ready" ? <ReadyCard /> : <FailedCard />;
}

function ReadyCard() {
  const session = useSession();
  const deployment = session.view.value.deployment;
  const console = webAddress(session.state.value?.deployment?.consoleURL ?? deployment?.consoleUrl);
  return (
    <section class="outcome is-ready" data-testid="ready" aria-label="Your cloud is ready">
      <h3>
        <CheckIcon /> Your cloud is ready
      </h3>
      <p class="fqdn">{deployment?.fqdn}</p>
      <div class="outcome-actions">
        <Handover />
        {session.state.value?.sshKeyAvailable && <SshKey />}
      </div>
      {console && (
        <p>
          Console:{" "}
          <a href={console} target="_blank" rel="noopener noreferrer" data-testid="console-link">
            {console.replace(/^https?:\/\//, "")}
          </a>
        </p>
      )}
    </section>
  );
}

function Handover() {
  const session = useSession();
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const open = async () => {
    setBusy(true);
    setProblem("");
    try {
      const url = webAddress((await session.api.handover(session.held())).url);
      if (!url) throw new TypeError("the handover address is no web address");
      openTab(url);
    } catch (error) {
      const isDenied = error instanceof ApiProblem && error.status === 403;
      setProblem(
        isDenied
          ? "Only the device on which the e-mail code was entered may open it. Use that one, or ask here for a new code."
          : `${documentOf(error).detail} ${documentOf(error).next}`,
      );
    }
    setBusy(false);
  };
  return (
    <div class="action">
      <button type="button" class="button primary" disabled={isBusy} data-testid="handover" onClick={open}>
        <ExternalIcon />
        {isBusy ? "Opening…" : "Open my cloud"}
      </button>
      {problem && (
        <p class="form-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function SshKey() {
  const session = useSession();
  const [message, setMessage] = useState("");
  const [isTaken, setTaken] = useState(false);
  const download = async () => {
    try {
      const { filename, privateKey } = await session.api.sshKey(session.held());
      saveFile(filename, privateKey);
      setTaken(true);
      setMessage("Saved to your downloads. It isn't kept here; guard it like a password.");
    } catch (error) {
      const status = error instanceof ApiProblem ? error.status : 0;
      if (status === 410 || status === 404) {
        setTaken(true);
        setMessage("The key was taken already; it is handed out once and not kept.");
      } else if (status === 403) {
        setMessage("Only the device on which the e-mail code was entered may take the key.");
      } else {
        setMessage(`${documentOf(error).detail} ${documentOf(error).next}`);
      }
    }
  };
  return (
    <div class="action">
      <button type="button" class="button" disabled={isTaken} data-testid="ssh-key" onClick={download}>
        <KeyIcon />
        Download SSH key (once)
      </button>
      {message && (
        <p class="hint" role="status">
          {message}
        </p>
      )}
    </div>
  );
}

function FailedCard() {
  const session = useSession();
  const verdict = session.view.value.deployment?.verdict;
  return (
    <section class="outcome is-failed" data-testid="failed" aria-label="The deployment stopped">
      <h3>
        <WarningIcon /> This didn't work out
      </h3>
      <p>{verdict?.sentence || "The deployment stopped before it was complete."}</p>
      {verdict && verdict.missing.length > 0 && (
        <details class="fold">
          <summary>What is missing ({verdict.missing.length})</summary>
          <ul class="plain">
            {verdict.missing.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </details>
      )}
      <p>
        Your plan is kept. Try again or change it: it is read back to you first, and nothing more is created without a
        new yes.
      </p>
      <div class="outcome-actions">
        <button type="button" class="button primary" onClick={() => session.say("Try again")}>
          Try again
        </button>
        <button type="button" class="button" onClick={() => focusComposer("What should be different?")}>
          Change the plan
        </button>
        <button type="button" class="button" onClick={() => session.say("I want to talk to a person")}>
          Ask for a person
        </button>
      </div>
    </section>
  );
}

/** Only web addresses become links or tabs, whatever a server sends. */
export function webAddress(url: string | null | undefined): string | null {
  return url && /^https?:\/\//i.test(url) ? url : null;
}

function openTab(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.click();
}

function saveFile(filename: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = filename.replace(/[\\/]/g, "_");
  link.click();
  // The download reads the address after the click has returned.
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
