import { focusComposer } from "../conversation/focus";
import { useSession } from "../interface/context";
import { WarningIcon } from "../interface/icons";
import { words } from "../words";
import { lacking, WAYS } from "./advice";
import { ConsoleLink, webAddress } from "./links";

/** What happened, what is missing, and what helps; the advised way first. */
export function TroubleCard({ outcome }: { outcome: "failed" | "unreachable" }) {
  const session = useSession();
  const { trouble } = words.value;
  const deployment = session.view.value.deployment;
  const verdict = deployment?.verdict;
  // The state has it in the conversation's language, the log as the service's judge wrote it.
  const told =
    (session.isStateCurrent.value && session.state.value?.deployment?.verdict?.sentence) || verdict?.sentence;
  const advice = verdict?.advice ?? "new_deployment";
  const console = outcome === "unreachable" ? webAddress(deployment?.consoleUrl) : null;
  return (
    <section class={`outcome is-${outcome}`} data-testid={outcome} aria-label={trouble.titles[outcome]}>
      <h3>
        <WarningIcon /> {trouble.titles[outcome]}
      </h3>
      <p dir="auto">{told || trouble.stopped}</p>
      {verdict && verdict.missing.length > 0 && (
        <details class="fold">
          <summary>{trouble.missing(verdict.missing.length)}</summary>
          <ul class="plain">
            {verdict.missing.map((code) => (
              <li key={code}>{lacking(code)}</li>
            ))}
          </ul>
        </details>
      )}
      <p data-testid="advice">{trouble.advice[advice]}</p>
      <div class="outcome-actions">
        {WAYS[advice].map((way, place) => (
          <button
            type="button"
            key={way}
            class={place === 0 ? "button primary" : "button"}
            onClick={() => (way === "change" ? focusComposer("change") : session.say(trouble.says[way]))}
          >
            {trouble.ways[way]}
          </button>
        ))}
      </div>
      {console && <ConsoleLink url={console} />}
    </section>
  );
}
