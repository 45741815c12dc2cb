import { useState } from "preact/hooks";
import type { Outcome } from "../conversation/fold";
import { useSession } from "../interface/context";
import { CheckIcon, ExternalIcon, KeyIcon } from "../interface/icons";
import { saveFile } from "../interface/saveFile";
import { ApiProblem, documentOf } from "../session/problem";
import { words } from "../words";
import { ConsoleLink, webAddress } from "./links";
import { TroubleCard } from "./TroubleCard";

/** The end of a deployment, as a card in the conversation. */
export function OutcomeCard({ outcome }: { outcome: Outcome }) {
  return outcome === "ready" ? <ReadyCard /> : <TroubleCard outcome={outcome} />;
}

function ReadyCard() {
  const session = useSession();
  const deployment = session.view.value.deployment;
  const console = webAddress(session.state.value?.deployment?.consoleURL ?? deployment?.consoleUrl);
  return (
    <section class="outcome is-ready" data-testid="ready" aria-label={words.value.outcome.ready}>
      <h3>
        <CheckIcon /> {words.value.outcome.ready}
      </h3>
      <p class="fqdn">{deployment?.fqdn}</p>
      <div class="outcome-actions">
        <Handover />
        {session.state.value?.sshKeyAvailable && <SshKey />}
      </div>
      {console && <ConsoleLink url={console} />}
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
      setProblem(isDenied ? words.value.outcome.otherDevice : `${documentOf(error).detail} ${documentOf(error).next}`);
    }
    setBusy(false);
  };
  return (
    <div class="action">
      <button type="button" class="button primary" disabled={isBusy} data-testid="handover" onClick={open}>
        <ExternalIcon />
        {isBusy ? words.value.outcome.opening : words.value.outcome.open}
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
      setMessage(words.value.outcome.keySaved);
    } catch (error) {
      const status = error instanceof ApiProblem ? error.status : 0;
      if (status === 410 || status === 404) {
        setTaken(true);
        setMessage(words.value.outcome.keyTaken);
      } else if (status === 403) {
        setMessage(words.value.outcome.keyOtherDevice);
      } else {
        setMessage(`${documentOf(error).detail} ${documentOf(error).next}`);
      }
    }
  };
  return (
    <div class="action">
      <button type="button" class="button" disabled={isTaken} data-testid="ssh-key" onClick={download}>
        <KeyIcon />
        {words.value.outcome.key}
      </button>
      {message && (
        <p class="hint" role="status">
          {message}
        </p>
      )}
    </div>
  );
}

function openTab(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  link.click();
}
