import type { Job } from "../wire";

export interface JobLane {
  title: string;
  jobs: Job[];
}

const INSTALL = "install-";

/** Servers first, then the first region, then the others by name. Within a lane by name: the order jobs are reported in changes. */
export function laneJobs(jobs: readonly Job[]): JobLane[] {
  const lanes = new Map<string, JobLane>();
  for (const job of [...jobs].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const key = keyOf(job);
    const lane = lanes.get(key) ?? { title: titleOf(key), jobs: [] };
    lane.jobs.push(job);
    lanes.set(key, lane);
  }
  return [...lanes.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, lane]) => lane);
}

/** What the name says without the prefixes that its lane says already. */
export function shortLabel(job: Job): string {
  const text = job.label || job.name;
  return text.replace(/^install-/, "").replace(/^[a-z0-9-]+:/, "");
}

// The leading digit is the order of the lanes.
function keyOf(job: Job): string {
  if (!job.name.startsWith(INSTALL)) return "0";
  return job.region ? `2${job.region}` : "1";
}

function titleOf(key: string): string {
  if (key === "0") return "Servers and cluster";
  return key === "1" ? "Components, first region" : `Components, ${key.slice(1)}`;
}
