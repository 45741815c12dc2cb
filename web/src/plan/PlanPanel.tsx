import { Breakable } from "../interface/Breakable";
import { useSession } from "../interface/context";
import { CheckIcon, WarningIcon } from "../interface/icons";
import { Strong } from "../interface/Strong";
import type { PlanProblem, StateView } from "../wire";
import { words } from "../words";
import { RegionMap } from "./RegionMap";
import { city, otherProblems, price, type Slot, slots } from "./slots";

export function PlanPanel({ state }: { state: StateView }) {
  const { estimate } = state;
  const { plan } = words.value;
  const monthly = price(estimate.monthly, estimate.currency);
  return (
    <section class="card plan" aria-labelledby="plan-title">
      <header class="plan-head">
        <h2 id="plan-title">{plan.title}</h2>
        <p class="plan-price" data-testid="plan-estimate">
          {estimate.monthly > 0 ? <Strong text={plan.monthly(monthly)} part={monthly} /> : plan.noPrice}
        </p>
      </header>
      {!state.deployment && <RegionMap chosen={state.plan.regions} />}
      <dl>
        {slots(state).map((slot) => (
          <Row key={slot.field} slot={slot} isVerified={slot.field === "email" && state.plan.emailVerified} />
        ))}
      </dl>
      {otherProblems(state).map((problem) => (
        <ProblemLine key={`${problem.field}-${problem.code}`} problem={problem} />
      ))}
    </section>
  );
}

function Row({ slot, isVerified }: { slot: Slot; isVerified: boolean }) {
  const isOpen = slot.value === null || slot.value === "";
  const tone = slot.isMissing ? "slot is-missing" : slot.isDefault ? "slot is-default" : "slot";
  return (
    <div class={tone} data-testid={`plan-${slot.field}`} data-missing={slot.isMissing}>
      <dt>{slot.label}</dt>
      <dd>
        {isOpen ? (
          <span class="open-slot">{words.value.plan.open}</span>
        ) : (
          <bdi class="slot-value">
            <Breakable text={slot.value ?? ""} />
          </bdi>
        )}
        {isVerified && (
          <span class="verified" data-testid="email-verified">
            <CheckIcon size={14} /> {words.value.plan.verified}
          </span>
        )}
        {slot.problems.map((problem) => (
          <ProblemLine key={problem.code} problem={problem} />
        ))}
      </dd>
    </div>
  );
}

function ProblemLine({ problem }: { problem: PlanProblem }) {
  const session = useSession();
  // Suggestions of missing credentials are names of secrets, and those are never said.
  const suggestions = problem.code.startsWith("credentials") ? [] : problem.suggestions;
  return (
    <div class="slot-problem" data-testid="plan-problem">
      <p>
        <WarningIcon size={16} /> <span dir="auto">{problem.message || problem.code.replaceAll("_", " ")}</span>
      </p>
      {suggestions.length > 0 && (
        <div class="chips is-small">
          {suggestions.map((suggestion) => (
            <button
              type="button"
              class="chip"
              key={suggestion}
              data-testid="suggestion-chip"
              onClick={() => session.say(suggestion)}
            >
              {city(suggestion)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
