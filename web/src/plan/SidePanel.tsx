import { signal } from "@preact/signals";
import type { DeploymentProgress } from "../conversation/fold";
import { useSession } from "../interface/context";
import { ChevronIcon } from "../interface/icons";
import { isNarrow } from "../interface/viewport";
import { Progress } from "../progress/Progress";
import { percentInstalled } from "../progress/stages";
import type { StateView } from "../wire";
import { words } from "../words";
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
  const [title, line] = titled(deployment, state);
  return (
    <aside
      class={deployment ? "side has-progress" : "side"}
      aria-label={words.value.side.region}
      data-testid="plan-panel"
    >
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
          <strong>{title}</strong>
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

/** What the folded sheet says: the cloud, as soon as there is one. */
function titled(deployment: DeploymentProgress | null, state: StateView | null): [title: string, line: string] {
  const { side, progress, percent } = words.value;
  if (!deployment) return [side.plan, state ? summary(state) : side.opening];
  if (deployment.endedAt === null)
    return [side.progress, `${percent(percentInstalled(deployment))} · ${deployment.fqdn}`];
  return [progress.outcomes[deployment.verdict?.outcome ?? "in_progress"], deployment.fqdn];
}
