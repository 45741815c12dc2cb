import { signal } from "@preact/signals";
import { useSession } from "../interface/context";
import { ChevronIcon } from "../interface/icons";
import { isNarrow } from "../interface/viewport";
import { Progress } from "../progress/Progress";
import { percentInstalled } from "../progress/stages";
import { PlanPanel } from "./PlanPanel";
import { summary } from "./slots";

/** What the person chose for the sheet; null leaves it to the course of things. */
const chosen = signal<boolean | null>(null);

/** Beside the conversation; on a phone a sheet at the top that folds to one line. */
export function SidePanel() {
  const session = useSession();
  const state = session.state.value;
  const deployment = session.view.value.deployment;
  const isRunning = deployment !== null && deployment.endedAt === null;
  const isOpen = !isNarrow.value || (chosen.value ?? isRunning);
  const line = isRunning
    ? `${percentInstalled(deployment)} % · ${deployment.fqdn}`
    : state
      ? summary(state)
      : "Opening…";
  return (
    <aside class={deployment ? "side has-progress" : "side"} aria-label="Plan and progress" data-testid="plan-panel">
      {/* Beside the conversation the style sheet leaves it out: what is there first is the same at every width. */}
      <button
        type="button"
        class="sheet-toggle"
        aria-expanded={isNarrow.value && isOpen}
        aria-controls="side-content"
        data-testid="plan-toggle"
        onClick={() => {
          chosen.value = !isOpen;
        }}
      >
        <span class="sheet-line">
          <strong>{isRunning ? "Progress" : "Plan"}</strong>
          {` ${line}`}
        </span>
        <ChevronIcon />
      </button>
      <div id="side-content" class="side-content" hidden={!isOpen && state !== null}>
        {deployment && <Progress deployment={deployment} />}
        {state && <PlanPanel state={state} />}
      </div>
    </aside>
  );
}
