import { duration } from "../interface/time";
import type { Job } from "../wire";
import { type JobLane, shortLabel } from "./lanes";
import { StatusIcon, TONE_WORDS } from "./StatusIcon";
import { toneOf } from "./stages";

/** The graph in words. */
export function JobList({ lanes }: { lanes: readonly JobLane[] }) {
  return (
    <div class="job-list" data-testid="job-list">
      {lanes.map((lane) => (
        <section key={lane.title}>
          <h4>{lane.title}</h4>
          <ul>
            {lane.jobs.map((job) => (
              <li key={job.name} class={`component is-${toneOf(job.status)}`}>
                <StatusIcon tone={toneOf(job.status)} size={16} />
                <span>
                  {shortLabel(job)}
                  {job.dependsOn.length > 0 && <span class="hint"> after {job.dependsOn.map(bare).join(", ")}</span>}
                </span>
                <span class="component-state">
                  {TONE_WORDS[toneOf(job.status)]}
                  {took(job) && ` · ${took(job)}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

export function bare(name: string): string {
  return name.replace(/^install-/, "").replace(/^[a-z0-9-]+:/, "");
}

export function took(job: Job): string {
  if (!job.startedAt || !job.finishedAt) return "";
  return duration(Date.parse(job.finishedAt) - Date.parse(job.startedAt));
}
