import { useState } from "preact/hooks";
import { Breakable } from "../interface/Breakable";
import { useSession } from "../interface/context";
import { CheckIcon, WarningIcon } from "../interface/icons";
import { Strong } from "../interface/Strong";
import type { PlanProblem, StateView } from "../wire";
import { words } from "../words";
import { Change, ChangeButton } from "./Change";
import { PriceParts } from "./PriceParts";
import { RegionMap } from "./RegionMap";
import { city, type Field, otherProblems, price, type Slot, slots } from "./slots";
import { type Origin, originOf } from "./told";

export function PlanPanel({ state }: { state: StateView }) {
  const session = useSession();
  const [changing, setChanging] = useState<Field | null>(null);
  const { estimate } = state;
  const { plan } = words.value;
  const monthly = price(estimate.monthly, estimate.currency);
  // What is being created can't be changed by a word.
  const isFixed = state.deployment !== null || session.view.value.closed;
  return (
    <section class="card plan" aria-labelledby="plan-title">
      <header class="plan-head">
        <h2 id="plan-title">{plan.title}</h2>
        <p class="plan-price" data-testid="plan-estimate">
          {estimate.monthly > 0 ? <Strong text={plan.monthly(monthly)} part={monthly} /> : plan.noPrice}
        </p>
        <PriceParts state={state} />
      </header>
      {!state.deployment && <RegionMap chosen={state.plan.regions} />}
      <dl>
        {slots(state).map((slot) => (
          <Row
            key={slot.field}
            slot={slot}
            state={state}
            isChanging={changing === slot.field}
            onChange={isFixed ? null : (isOn) => setChanging(isOn ? slot.field : null)}
          />
        ))}
      </dl>
      {otherProblems(state).map((problem) => (
        <ProblemLine key={`${problem.field}-${problem.code}`} problem={problem} />
      ))}
    </section>
  );
}

interface RowProps {
  slot: Slot;
  state: StateView;
  isChanging: boolean;
  /** null where nothing can be changed any more. */
  onChange: ((isOn: boolean) => void) | null;
}

function Row({ slot, state, isChanging, onChange }: RowProps) {
  const session = useSession();
  const isOpen = slot.value === null || slot.value === "";
  const isVerified = slot.field === "email" && state.plan.emailVerified;
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
        {isVerified && " "}
        {isVerified && (
          <span class="verified" data-testid="email-verified">
            <CheckIcon size={14} /> {words.value.plan.verified}
          </span>
        )}
        {!isOpen && <From origin={originOf(slot.field, state, session.view.value.told)} />}
        {slot.problems.map((problem) => (
          <ProblemLine key={problem.code} problem={problem} />
        ))}
        {onChange && <ChangeButton slot={slot} isOn={isChanging} onChange={onChange} />}
        {onChange && isChanging && <Change slot={slot} state={state} onDone={() => onChange(false)} />}
      </dd>
    </div>
  );
}

/** Where a value came from. */
function From({ origin }: { origin: Origin }) {
  const { origins } = words.value.plan;
  // It was said, but by which words isn't known any more.
  if (origin.kind === "said" && !origin.text) return null;
  return (
    <span class="slot-origin" data-testid="origin" data-kind={origin.kind} dir="auto">
      {origin.kind === "reason"
        ? origin.text
        : origin.kind === "said"
          ? origins.said(origin.text)
          : origins[origin.kind]}
    </span>
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
