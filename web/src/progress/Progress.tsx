import { useMemo, useState } from "preact/hooks";
import type { DeploymentProgress } from "../conversation/fold";
import { useSession } from "../interface/context";
import { duration, useNow } from "../interface/time";
import { isNarrow } from "../interface/viewport";
import { words } from "../words";
import { JobGraph } from "./JobGraph";
import { JobList } from "./JobList";
import { Log } from "./Log";
import { laneJobs } from "./lanes";
import { ask, wish } from "./notify";
import { RegionCards } from "./RegionCards";
import { RegionComponents } from "./RegionComponents";
import { regionProgress } from "./regions";
import { StatusIcon } from "./StatusIcon";
import { installed, percentInstalled, type Stage, stages, workingJobs } from "./stages";
import { TimeLeft } from "./TimeLeft";

export function Progress({ deployment }: { deployment: DeploymentProgress }) {
  const isRunning = deployment.endedAt === null;
  const now = useNow(isRunning);
  const elapsed = (deployment.endedAt ? Date.parse(deployment.endedAt) : now) - Date.parse(deployment.createdAt);
  const percent = percentInstalled(deployment);
  const { done, total } = installed(deployment);
  const line = deployment.lines.at(-1);
  const verdict = deployment.verdict;
  const { percent: asPercent, progress: says } = words.value;
  const session = useSession();
  // The state has it in the conversation's language, the log as the service's judge wrote it.
  const sentence =
    (session.isStateCurrent.value && session.state.value?.deployment?.verdict?.sentence) || verdict?.sentence;
  return (
    <section class="card progress" aria-labelledby="progress-title" data-testid="progress" data-running={isRunning}>
      <header class="progress-head">
        <div>
          <h2 id="progress-title">{says.outcomes[verdict?.outcome ?? "in_progress"]}</h2>
          <p class="fqdn">{deployment.fqdn}</p>
          {deployment.mesh && (
            <p class="hint" data-testid="mesh">
              {says.mesh(deployment.mesh.name, deployment.mesh.id)}
            </p>
          )}
        </div>
        <div class="progress-figure">
          <strong data-testid="percent">{asPercent(percent)}</strong>
          <span>{duration(elapsed)}</span>
        </div>
      </header>
      <progress class="bar" max={100} value={percent} aria-label={says.installed(done, total)} />
      <p class="hint" data-testid="installed">
        {total > 0 ? says.installed(done, total) : says.componentsLater}
      </p>
      {isRunning && !verdict?.missing.length && <TimeLeft deployment={deployment} elapsed={elapsed} />}
      <ol class="stages">
        {stages(deployment).map((stage) => (
          <StageRow key={stage.id} stage={stage} />
        ))}
      </ol>
      {/* At the very end the sentence about what is missing stands here alone. */}
      {isRunning && !verdict?.missing.length && <Telling />}
      {isRunning && verdict && verdict.missing.length > 0 && (
        <p class="trouble" role="status" data-testid="still-missing">
          {sentence}
        </p>
      )}
      {deployment.trouble && (
        <p class="trouble" role="status">
          {says.silent(deployment.trouble)}
        </p>
      )}
      {line && isRunning && (
        <p class={`last-line is-${line.level}`} data-testid="last-line" lang="en" dir="auto" title={line.message}>
          {line.component ? `${line.component}: ` : ""}
          {line.message}
        </p>
      )}
      <Components deployment={deployment} />
      <Jobs deployment={deployment} />
      <Log deployment={deployment} />
    </section>
  );
}

/** Nothing is asked of the browser before a press. */
function Telling() {
  switch (wish.value) {
    case "open":
      return (
        <button type="button" class="button telling" data-testid="notify" onClick={() => void ask()}>
          {words.value.progress.tell}
        </button>
      );
    case "wanted":
      return (
        <p class="hint" role="status" data-testid="notify-wanted">
          {words.value.progress.told}
        </p>
      );
    case "denied":
    case null:
      return null;
  }
}

function StageRow({ stage }: { stage: Stage }) {
  const { doneOf, stages: titles, tones } = words.value.progress;
  return (
    <li class={`stage is-${stage.tone}`} data-testid={`stage-${stage.id}`} data-tone={stage.tone}>
      <StatusIcon tone={stage.tone} />
      <span class="stage-title">{titles[stage.id]}</span>
      <span class="stage-state">
        {tones[stage.tone]}
        {stage.total > 1 && ` · ${doneOf(stage.done, stage.total)}`}
      </span>
    </li>
  );
}

function Components({ deployment }: { deployment: DeploymentProgress }) {
  const regions = regionProgress(deployment);
  const only = regions[0];
  if (!only) return null;
  if (regions.length > 1) return <RegionCards regions={regions} />;
  return (
    <details class="fold">
      <summary>{words.value.progress.each}</summary>
      <RegionComponents components={only.components} />
    </details>
  );
}

function Jobs({ deployment }: { deployment: DeploymentProgress }) {
  const [view, setView] = useState<"graph" | "list">(isNarrow.value ? "list" : "graph");
  const lanes = useMemo(
    () => laneJobs(workingJobs(deployment.jobs), deployment.regions),
    [deployment.jobs, deployment.regions, words.value],
  );
  if (lanes.length === 0) return null;
  return (
    <section class="jobs" aria-labelledby="jobs-title">
      <header class="jobs-head">
        <h3 id="jobs-title">{words.value.progress.steps}</h3>
        <fieldset class="segmented">
          <legend class="visually-hidden">{words.value.progress.showAs}</legend>
          {(["graph", "list"] as const).map((one) => (
            <button
              type="button"
              key={one}
              aria-pressed={view === one}
              data-testid={`jobs-${one}`}
              onClick={() => setView(one)}
            >
              {words.value.progress[one]}
            </button>
          ))}
        </fieldset>
      </header>
      {view === "graph" ? <JobGraph lanes={lanes} /> : <JobList lanes={lanes} />}
    </section>
  );
}
