import type { Job } from "../wire";

export interface Point {
  x: number;
  y: number;
}
export interface PlacedNode extends Point {
  name: string;
  layer: number;
}
export interface PlacedEdge {
  from: string;
  to: string;
  path: string;
}
export interface Lane extends Point {
  title: string;
  height: number;
}
export interface Layout {
  width: number;
  height: number;
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  lanes: Lane[];
}

export const NODE_WIDTH = 156;
export const NODE_HEIGHT = 36;
const COLUMN_GAP = 52;
const ROW_GAP = 12;
const LANE_HEAD = 30;
const LANE_GAP = 22;
const MARGIN = 14;
const MOST_ROWS_DOWN = 2;
const SWEEPS = 4;

type Sized = Pick<Job, "name" | "dependsOn">;

/** Longest path from a root: every dependency is in an earlier layer. Edges that close a circle are left out of the count. */
export function layers(jobs: readonly Sized[]): Map<string, number> {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  const depth = new Map<string, number>();
  const onPath = new Set<string>();
  const visit = (job: Sized): number => {
    const known = depth.get(job.name);
    if (known !== undefined) return known;
    onPath.add(job.name);
    let deepest = -1;
    for (const name of job.dependsOn) {
      const needed = byName.get(name);
      if (needed && !onPath.has(name)) deepest = Math.max(deepest, visit(needed));
    }
    onPath.delete(job.name);
    depth.set(job.name, deepest + 1);
    return deepest + 1;
  };
  for (const job of jobs) visit(job);
  return depth;
}

/** Columns by layer; in each, nodes near what they depend on, so that few edges cross. */
export function columns(jobs: readonly Sized[]): string[][] {
  const depth = layers(jobs);
  const found: string[][] = [];
  for (const job of jobs) {
    const layer = depth.get(job.name) ?? 0;
    while (found.length <= layer) found.push([]);
    found[layer]?.push(job.name);
  }
  const needs = new Map(jobs.map((job) => [job.name, job.dependsOn.filter((name) => depth.has(name))]));
  const needed = new Map<string, string[]>();
  for (const [name, list] of needs) for (const one of list) needed.set(one, [...(needed.get(one) ?? []), name]);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const neighbours = sweep % 2 === 0 ? needs : needed;
    const order = sweep % 2 === 0 ? found : [...found].reverse();
    const place = new Map<string, number>();
    for (const column of found) for (const [row, name] of column.entries()) place.set(name, row / column.length);
    for (const column of order) {
      const weight = new Map(column.map((name) => [name, mean(neighbours.get(name), place)]));
      column.sort((a, b) => (weight.get(a) ?? 0) - (weight.get(b) ?? 0));
      for (const [row, name] of column.entries()) place.set(name, row / column.length);
    }
  }
  return found;
}

/** One lane for the servers, one for each region, below each other; dependencies never leave a lane upwards. */
export function layout(groups: readonly { title: string; jobs: readonly Job[] }[]): Layout {
  const nodes: PlacedNode[] = [];
  const lanes: Lane[] = [];
  const place = new Map<string, Point>();
  let top = MARGIN;
  let width = 0;
  for (const { title, jobs } of groups) {
    const found = columns(jobs);
    const rows = Math.max(0, ...found.map((column) => column.length));
    const height = LANE_HEAD + rows * (NODE_HEIGHT + ROW_GAP);
    lanes.push({ title, x: MARGIN, y: top, height });
    for (const [layer, column] of found.entries()) {
      // Short columns stand towards the middle, which keeps edges flat, but near enough to the top to be seen first.
      const offset = Math.min(MOST_ROWS_DOWN, (rows - column.length) / 2) * (NODE_HEIGHT + ROW_GAP);
      for (const [row, name] of column.entries()) {
        const x = MARGIN + layer * (NODE_WIDTH + COLUMN_GAP);
        const y = top + LANE_HEAD + offset + row * (NODE_HEIGHT + ROW_GAP);
        nodes.push({ name, layer, x, y });
        place.set(name, { x, y });
        width = Math.max(width, x + NODE_WIDTH);
      }
    }
    top += height + LANE_GAP;
  }
  const edges = groups.flatMap(({ jobs }) => jobs.flatMap((job) => edgesInto(job, place)));
  return { width: width + MARGIN, height: Math.max(top - LANE_GAP + MARGIN, 0), nodes, edges, lanes };
}

function edgesInto(job: Job, place: ReadonlyMap<string, Point>): PlacedEdge[] {
  const to = place.get(job.name);
  if (!to) return [];
  return job.dependsOn.flatMap((name) => {
    const from = place.get(name);
    return from ? [{ from: name, to: job.name, path: curve(from, to) }] : [];
  });
}

function curve(from: Point, to: Point): string {
  const x1 = from.x + NODE_WIDTH;
  const y1 = from.y + NODE_HEIGHT / 2;
  const y2 = to.y + NODE_HEIGHT / 2;
  const bend = Math.max(24, (to.x - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${to.x - bend} ${y2} ${to.x} ${y2}`;
}

function mean(names: readonly string[] | undefined, place: ReadonlyMap<string, number>): number {
  if (!names || names.length === 0) return 0.5;
  return names.reduce((sum, name) => sum + (place.get(name) ?? 0.5), 0) / names.length;
}
