import type { DeploymentProgress } from "../conversation/fold";
import type { Job } from "../wire";

export type Tone = "pending" | "running" | "succeeded" | "failed";

export interface Stage {
  id: "infrastructure" | "cluster" | "components" | "more";
  tone: Tone;
  done: number;
  /** 0 while it isn't known how many there will be. */
  total: number;
}

const INFRASTRUCTURE = new Set(["tofu-init", "tofu-plan", "tofu-apply", "tofu-output"]);
const CLUSTER = "cluster-bootstrap";
const INSTALL = "install-";
const TONES: Record<string, Tone> = {
  succeeded: "succeeded",
  installed: "succeeded",
  completed: "succeeded",
  done: "succeeded",
  skipped: "succeeded",
  failed: "failed",
  error: "failed",
  cancelled: "failed",
  running: "running",
  installing: "running",
  degraded: "running",
};

/** Unknown words of the service are shown as they are and count as waiting. */
export function toneOf(status: string): Tone {
  return TONES[status.toLowerCase()] ?? "pending";
}

/** Jobs that do something: groups only hold others. */
export function workingJobs(jobs: ReadonlyMap<string, Job>): Job[] {
  const parents = new Set<string>();
  for (const job of jobs.values()) if (job.parent) parents.add(job.parent);
  return [...jobs.values()].filter((job) => !parents.has(job.name));
}

/** Components with their states: what is known only as a job yet waits. */
export function componentStates(deployment: DeploymentProgress): Map<string, string> {
  const states = new Map<string, string>();
  for (const job of deployment.jobs.values()) {
    if (job.name.startsWith(INSTALL)) states.set(job.name.slice(INSTALL.length), "pending");
  }
  for (const [name, state] of deployment.components) states.set(name, state);
  return states;
}

export function installed(deployment: DeploymentProgress): { done: number; total: number } {
  const states = [...componentStates(deployment).values()];
  return { done: states.filter((state) => toneOf(state) === "succeeded").length, total: states.length };
}

/** Installed of all known components, rounded down, so that 100 means all. Before any is known it is 0. */
export function percentInstalled(deployment: DeploymentProgress): number {
  const { done, total } = installed(deployment);
  return total === 0 ? 0 : Math.floor((done / total) * 100);
}

export function stages(deployment: DeploymentProgress): Stage[] {
  const jobs = workingJobs(deployment.jobs);
  const groups: Record<Stage["id"], Tone[]> = { infrastructure: [], cluster: [], components: [], more: [] };
  for (const job of jobs) {
    if (INFRASTRUCTURE.has(job.name)) groups.infrastructure.push(toneOf(job.status));
    else if (job.name === CLUSTER) groups.cluster.push(toneOf(job.status));
    else if (!job.name.startsWith(INSTALL)) groups.more.push(toneOf(job.status));
  }
  groups.components = [...componentStates(deployment).values()].map(toneOf);
  const found: Stage[] = [
    stage("infrastructure", groups.infrastructure),
    stage("cluster", groups.cluster),
    stage("components", groups.components),
  ];
  if (groups.more.length > 0) found.push(stage("more", groups.more));
  return failedAsWhole(deployment, found);
}

function stage(id: Stage["id"], tones: Tone[]): Stage {
  const done = tones.filter((tone) => tone === "succeeded").length;
  return { id, tone: together(tones), done, total: tones.length };
}

/** Failed if any did, done if all are. */
export function together(tones: readonly Tone[]): Tone {
  if (tones.includes("failed")) return "failed";
  if (tones.length > 0 && tones.every((tone) => tone === "succeeded")) return "succeeded";
  return tones.some((tone) => tone !== "pending") ? "running" : "pending";
}

/** A failure without a failed job still happened somewhere: in the first stage that isn't done. */
function failedAsWhole(deployment: DeploymentProgress, found: Stage[]): Stage[] {
  if (deployment.verdict?.outcome !== "failed" || found.some((one) => one.tone === "failed")) return found;
  const at = found.findIndex((one) => one.tone !== "succeeded");
  return found.map((one, index) => (index === at ? { ...one, tone: "failed" } : one));
}
