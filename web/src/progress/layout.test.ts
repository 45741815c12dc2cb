import { describe, expect, it } from "vitest";
import { names } from "../plan/names";
import type { Job } from "../wire";
import { after } from "./JobList";
import { laneJobs, shortLabel } from "./lanes";
import { columns, layers, layout, NODE_HEIGHT, NODE_WIDTH } from "./layout";
import { step } from "./steps";

names.value = { regions: { fsn1: "Falkenstein", hel1: "Helsinki", ash: "Ashburn" }, apps: {} };

const job = (name: string, dependsOn: string[] = [], more: Partial<Job> = {}): Job => ({
  name,
  label: "",
  status: "pending",
  parent: null,
  region: null,
  dependsOn,
  startedAt: null,
  finishedAt: null,
  ...more,
});

/** `count` jobs, each after up to three earlier ones; always the same. */
function many(count: number): Job[] {
  let state = 7;
  const draw = (below: number) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state % below;
  };
  return Array.from({ length: count }, (_, index) => {
    const needs = index === 0 ? [] : Array.from({ length: draw(4) }, () => `j${draw(index)}`);
    return job(`j${index}`, [...new Set(needs)]);
  });
}

describe("layers", () => {
  it("is the longest path, not the shortest", () => {
    const found = layers([job("a"), job("b", ["a"]), job("c", ["b"]), job("d", ["c", "a"])]);
    expect(Object.fromEntries(found)).toEqual({ a: 0, b: 1, c: 2, d: 3 });
  });

  it("doesn't mind the order of jobs or dependencies that aren't there", () => {
    const found = layers([job("c", ["b", "gone"]), job("b", ["a"]), job("a")]);
    expect(Object.fromEntries(found)).toEqual({ a: 0, b: 1, c: 2 });
  });

  it("ends on a circle", () => {
    const found = layers([job("a", ["c"]), job("b", ["a"]), job("c", ["b"]), job("self", ["self"])]);
    expect(found.size).toBe(4);
    expect(found.get("self")).toBe(0);
  });
});

describe("columns", () => {
  it("straightens edges that would cross", () => {
    const found = columns([job("a"), job("b"), job("x", ["b"]), job("y", ["a"])]);
    const [first, second] = found as [string[], string[]];
    expect(first.indexOf("a") < first.indexOf("b")).toBe(second.indexOf("y") < second.indexOf("x"));
  });
});

describe("layout", () => {
  const jobs = many(160);
  const placed = layout([{ title: "all", jobs }]);
  const at = new Map(placed.nodes.map((node) => [node.name, node]));

  it("places each job once, inside the drawing, none over another", () => {
    expect(at.size).toBe(160);
    for (const node of placed.nodes) {
      expect(node.x).toBeGreaterThanOrEqual(0);
      expect(node.y).toBeGreaterThanOrEqual(0);
      expect(node.x + NODE_WIDTH).toBeLessThanOrEqual(placed.width);
      expect(node.y + NODE_HEIGHT).toBeLessThanOrEqual(placed.height);
    }
    const overlaps = placed.nodes.flatMap((one, index) =>
      placed.nodes
        .slice(index + 1)
        .filter((two) => Math.abs(one.x - two.x) < NODE_WIDTH && Math.abs(one.y - two.y) < NODE_HEIGHT),
    );
    expect(overlaps).toEqual([]);
  });

  it("draws every dependency, from left to right", () => {
    expect(placed.edges).toHaveLength(jobs.reduce((sum, one) => sum + one.dependsOn.length, 0));
    for (const edge of placed.edges) expect(at.get(edge.from)?.x).toBeLessThan(at.get(edge.to)?.x ?? 0);
  });

  it("is done within a frame or two", () => {
    const begin = performance.now();
    layout([{ title: "all", jobs }]);
    expect(performance.now() - begin).toBeLessThan(50);
  });

  it("is empty for no jobs", () => {
    expect(layout([])).toMatchObject({ nodes: [], edges: [], lanes: [] });
  });
});

describe("laneJobs", () => {
  it("puts servers first, then the regions as in the plan", () => {
    const lanes = laneJobs([
      job("install-ash-2:cilium", [], { region: "ash-2" }),
      job("install-hel1-1:cilium", [], { region: "hel1-1" }),
      job("install-flux"),
      job("tofu-init"),
      job("install-cilium"),
    ]);
    expect(lanes.map((lane) => lane.jobs.map((one) => one.name))).toEqual([
      ["tofu-init"],
      ["install-cilium", "install-flux"],
      ["install-hel1-1:cilium"],
      ["install-ash-2:cilium"],
    ]);
    expect(lanes.at(-1)?.title).toBe("Ashburn (ash)");
  });

  it("shortens what the lane says already", () => {
    expect(shortLabel(job("install-hel1-1:cilium"))).toBe("cilium");
    expect(shortLabel(job("tofu-init", [], { label: "Terraform Init" }))).toBe("Terraform Init");
  });

  it("has what a step waits for called as its own line calls it", () => {
    const first = job("tofu-init", [], { label: "Terraform Init" });
    const second = job("install-hel1-1:cilium", ["tofu-init", "install-flux"]);
    const jobs = new Map([first, second].map((one) => [one.name, one]));
    expect(after(second, jobs)).toBe("after Terraform Init, flux");
  });
});

describe("step", () => {
  const { nodes } = layout([{ title: "all", jobs: [job("a"), job("b", ["a"]), job("c", ["a"])] }]);

  it("goes along the arrow and stops at the edge", () => {
    expect(step(nodes, "a", "ArrowRight")?.layer).toBe(1);
    expect(step(nodes, "b", "ArrowDown")?.name ?? step(nodes, "b", "ArrowUp")?.name).toBe("c");
    expect(step(nodes, "b", "ArrowLeft")?.name).toBe("a");
    expect(step(nodes, "a", "ArrowLeft")).toBeNull();
    expect(step(nodes, "a", "Enter")).toBeNull();
  });
});
