import type { PlacedNode } from "./layout";

const DIRECTIONS: Record<string, { dx: number; dy: number }> = {
  ArrowRight: { dx: 1, dy: 0 },
  ArrowLeft: { dx: -1, dy: 0 },
  ArrowDown: { dx: 0, dy: 1 },
  ArrowUp: { dx: 0, dy: -1 },
};

/** The nearest node in the arrow's direction; distance across it counts double. Null at the edge and for other keys. */
export function step(nodes: readonly PlacedNode[], from: string, key: string): PlacedNode | null {
  const direction = DIRECTIONS[key];
  const start = nodes.find((node) => node.name === from);
  if (!direction || !start) return null;
  let best: PlacedNode | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const node of nodes) {
    const dx = node.x - start.x;
    const dy = node.y - start.y;
    const along = dx * direction.dx + dy * direction.dy;
    const across = Math.abs(dx * direction.dy) + Math.abs(dy * direction.dx);
    // Up and down stay in the column: a neighbour to the side is reached with left and right.
    if (along <= 0 || (direction.dy !== 0 && dx !== 0 && across > along)) continue;
    const distance = along + 2 * across;
    if (distance < least) {
      least = distance;
      best = node;
    }
  }
  return best;
}
