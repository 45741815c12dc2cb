import { city } from "../plan/slots";
import type { Job } from "../wire";

export interface JobLane {
  title: string;
  jobs: Job[];
}

const INSTALL = "install-";
const SERVERS = "servers";
const FIRST = "first";

/** Servers first, then the regions as in the plan. Within a lane by name: the order jobs are reported in changes. */
export function laneJobs(jobs: readonly Job[]): JobLane[] {
  const lanes = new Map<string, JobLane>();
  for (const job of [...jobs].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const key = keyOf(job);
    const lane = lanes.get(key) ?? { title: titleOf(key), jobs: [] };
    lane.jobs.push(job);
    lanes.set(key, lane);
  }
  return [...lanes.entries()].sort(([a], [b]) => rank(a) - rank(b)).map(([, lane]) => lane);
}

/** What the name says without the prefixes that its lane says already. */
export function shortLabel(job: Job): string {
  const text = job.label || job.name;
  return text.replace(/^install-/, "").replace(/^[a-z0-9-]+:/, "");
}

function keyOf(job: Job): string {
  if (!job.name.startsWith(INSTALL)) return SERVERS;
  return job.region ?? FIRST;
}

function titleOf(key: string): string {
  if (key === SERVERS) return "Servers and cluster";
  return key === FIRST ? "Components, first region" : `Components, ${regionName(key)}`;
}

/** Regions after the first carry their place in the plan: `hel1-1` is the second. */
function rank(key: string): number {
  if (key === SERVERS) return -1;
  return key === FIRST ? 0 : Number(/-(\d+)$/.exec(key)?.[1] ?? Number.MAX_SAFE_INTEGER);
}

function regionName(key: string): string {
  return city(key.replace(/-\d+$/, ""));
}
