import type { Job } from "../wire";
import { words } from "../words";
import { regionRank, regionTitle } from "./regions";

export interface JobLane {
  title: string;
  jobs: Job[];
}

const INSTALL = "install-";
const SERVERS = "servers";
const FIRST = "first";

/**
 * Servers first, then the regions as in the plan. Within a lane by name: the order jobs are reported in changes.
 *
 * @param regions cloud regions in the order of the plan
 */
export function laneJobs(jobs: readonly Job[], regions: readonly string[] = []): JobLane[] {
  const lanes = new Map<string, JobLane>();
  for (const job of [...jobs].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const key = keyOf(job);
    const lane = lanes.get(key) ?? { title: titleOf(key, regions), jobs: [] };
    lane.jobs.push(job);
    lanes.set(key, lane);
  }
  return [...lanes.entries()].sort(([a], [b]) => rank(a) - rank(b)).map(([, lane]) => lane);
}

/** What the name says without the prefixes that its lane says already. */
export function shortLabel(job: Pick<Job, "name"> & Partial<Pick<Job, "label">>): string {
  const text = job.label || job.name;
  return text.replace(/^install-/, "").replace(/^[a-z0-9-]+:/, "");
}

function keyOf(job: Job): string {
  if (!job.name.startsWith(INSTALL)) return SERVERS;
  return job.region ?? FIRST;
}

function titleOf(key: string, regions: readonly string[]): string {
  return key === SERVERS ? words.value.progress.lane : regionTitle(key === FIRST ? "" : key, regions);
}

function rank(key: string): number {
  return key === SERVERS ? -1 : regionRank(key === FIRST ? "" : key);
}
