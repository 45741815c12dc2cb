import { duration } from "../interface/time";
import type { Job } from "../wire";
import { words } from "../words";
import { type JobLane, shortLabel } from "./lanes";
import { StatusIcon } from "./StatusIcon";
import { toneOf } from "./stages";

/** The graph in words. */
export function JobList({ lanes }: { lanes: readonly JobLane[] }) {
  const all = new Map(lanes.flatMap(({ jobs }) => jobs).map((job) => [job.name, job]));
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
                  {job.dependsOn.length > 0 && <span class="hint"> {after(job, all)}</span>}
                </span>
                <span class="component-state">
                  {words.value.progress.tones[toneOf(job.status)]}
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

/** `after a, b`: each called as its own line calls it; one that isn't there by what its name says. */
export function after({ dependsOn }: Job, jobs: ReadonlyMap<string, Job>): string {
  const needs = dependsOn.map((name) => shortLabel(jobs.get(name) ?? { name }));
  return words.value.progress.after(needs.join(words.value.comma));
}

export function took(job: Job): string {
  if (!job.startedAt || !job.finishedAt) return "";
  return duration(Date.parse(job.finishedAt) - Date.parse(job.startedAt));
}
