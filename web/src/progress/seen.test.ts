import { describe, expect, it } from "vitest";
import { NODE_WIDTH, type PlacedEdge, type PlacedNode } from "./layout";
import { edgesIn, nodesIn, suffices } from "./seen";

const node = (name: string, x: number, y: number): PlacedNode => ({ name, x, y, layer: 0 });
const NODES = [node("a", 0, 0), node("b", 1000, 0), node("c", 2000, 0), node("d", 1000, 900)];
const AT = new Map(NODES.map((one) => [one.name, one]));
const edge = (from: string, to: string): PlacedEdge => ({ from, to, path: `${from}${to}` });
const AREA = { left: 900, top: -100, right: 1500, bottom: 300 };

describe("what is drawn of a large graph", () => {
  it("is what touches the area", () => {
    expect(nodesIn(NODES, AREA).map(({ name }) => name)).toEqual(["b"]);
    expect(nodesIn(NODES, { ...AREA, left: NODE_WIDTH - 1, bottom: 901 }).map(({ name }) => name)).toEqual([
      "a",
      "b",
      "d",
    ]);
  });

  it("has the edges that only pass through it", () => {
    const edges = [edge("a", "b"), edge("a", "c"), edge("c", "c"), edge("d", "d"), edge("b", "nobody")];
    expect(edgesIn(edges, AT, AREA).map(({ path }) => path)).toEqual(["ab", "ac"]);
  });

  it("stays as it is while it covers what is needed, unless it is far more than that", () => {
    const around = (by: number) => ({ left: -by, top: -by, right: by, bottom: by });
    expect(suffices(around(100), around(80), around(100))).toBe(true);
    expect(suffices(around(100), { ...around(80), right: 101 }, around(100))).toBe(false);
    expect(suffices(around(100), around(20), around(40))).toBe(false);
  });
});
