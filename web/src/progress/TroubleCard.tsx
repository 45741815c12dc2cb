import { focusComposer } from "../conversation/focus";
import { useSession } from "../interface/context";
import { WarningIcon } from "../interface/icons";
import { CHANGE, HELP, lacking } from "./advice";
import { ConsoleLink, webAddress } from "./links";

const TITLES = { failed: "This didn't work out", unreachable: "It is there, but it doesn't answer" };

/** What happened, what is missing, and what helps; the advised way first. */
export function TroubleCard({ outcome }: { outcome: "failed" | "unreachable" }) {
  const session = useSession();
  const deployment = session.view.value.deployment;
  const verdict = deployment?.verdict;
  // The state has it in the conversation's language, the log as the service's judge wrote it.
  const told =
    (session.isStateCurrent.value && session.state.value?.deployment?.verdict?.sentence) || verdict?.sentence;
  const help = HELP[verdict?.advice ?? "new_deployment"];
  const console = outcome === "unreachable" ? webAddress(deployment?.consoleUrl) : null;
  return (
    <section class={`outcome is-${outcome}`} data-testid={outcome} aria-label={TITLES[outcome]}>
      <h3>
        <WarningIcon /> {TITLES[outcome]}
      </h3>
      <p dir="auto">{told || "The deployment stopped before it was complete."}</p>
      {verdict && verdict.missing.length > 0 && (
        <details class="fold">
          <summary>What is missing ({verdict.missing.length})</summary>
          <ul class="plain">
            {verdict.missing.map((code) => (
              <li key={code}>{lacking(code)}</li>
            ))}
          </ul>
        </details>
      )}
      <p data-testid="advice">{help.sentence}</p>
      <div class="outcome-actions">
        {help.ways.map((way, place) => (
          <button
            type="button"
            key={way.label}
            class={place === 0 ? "button primary" : "button"}
            onClick={() => (way === CHANGE ? focusComposer("What should be different?") : session.say(way.says))}
          >
            {way.label}
          </button>
        ))}
      </div>
      {console && <ConsoleLink url={console} />}
    </section>
  );
}
