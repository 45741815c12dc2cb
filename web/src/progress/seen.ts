import type { RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { type Layout, NODE_HEIGHT, NODE_WIDTH, type PlacedEdge, type PlacedNode, type Point } from "./layout";

/** Up to here everything is drawn at all times; a browser moves that without help. */
export const FEW = 160;
/** Drawn beyond each edge of what one sees, in pixels of the screen; it is drawn anew once half of it is used up. */
const MARGIN_PX = 480;
const MOST_TOO_MUCH = 3;

export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Before the box has a size. */
const AT_FIRST: Area = { left: 0, top: 0, right: 1500, bottom: 1000 };

/** Nodes that touch the area. */
export function nodesIn(nodes: readonly PlacedNode[], { left, top, right, bottom }: Area): PlacedNode[] {
  return nodes.filter(({ x, y }) => x < right && x + NODE_WIDTH > left && y < bottom && y + NODE_HEIGHT > top);
}

/** Edges that could cross the area: those whose two ends don't both lie on the same side of it. */
export function edgesIn(edges: readonly PlacedEdge[], at: ReadonlyMap<string, Point>, area: Area): PlacedEdge[] {
  return edges.filter(({ from, to }) => {
    const a = at.get(from);
    const b = at.get(to);
    if (!a || !b) return false;
    return (
      Math.max(a.x, b.x) + NODE_WIDTH > area.left &&
      Math.min(a.x, b.x) < area.right &&
      Math.max(a.y, b.y) + NODE_HEIGHT > area.top &&
      Math.min(a.y, b.y) < area.bottom
    );
  });
}

/** What is drawn covers what is needed, and not many times what would be drawn now: far out much is seen, close by little. */
export function suffices(drawn: Area, needed: Area, wanted: Area): boolean {
  const size = ({ left, top, right, bottom }: Area) => (right - left) * (bottom - top);
  return (
    needed.left >= drawn.left &&
    needed.top >= drawn.top &&
    needed.right <= drawn.right &&
    needed.bottom <= drawn.bottom &&
    size(drawn) <= MOST_TOO_MUCH * size(wanted)
  );
}

/** What is to be drawn of a drawing that is larger than its box; null: all of it. */
export function useArea(box: RefObject<HTMLElement | null>, placed: Layout, zoom: number): Area | null {
  const isLarge = placed.nodes.length > FEW;
  const [area, setArea] = useState<Area | null>(isLarge ? AT_FIRST : null);
  const drawn = useRef<Area | null>(null);
  // Another drawing is looked at anew.
  const of = useRef(placed);
  useLayoutEffect(() => {
    const element = box.current;
    if (of.current !== placed) drawn.current = null;
    of.current = placed;
    if (!element || !isLarge) {
      drawn.current = null;
      setArea(null);
      return;
    }
    let frame = 0;
    const seen = (margin: number): Area => ({
      left: (element.scrollLeft - margin) / zoom,
      top: (element.scrollTop - margin) / zoom,
      right: (element.scrollLeft + element.clientWidth + margin) / zoom,
      bottom: (element.scrollTop + element.clientHeight + margin) / zoom,
    });
    const look = () => {
      frame = 0;
      if (drawn.current && suffices(drawn.current, seen(MARGIN_PX / 2), seen(MARGIN_PX))) return;
      drawn.current = seen(MARGIN_PX);
      setArea(drawn.current);
    };
    look();
    const later = () => {
      frame ||= requestAnimationFrame(look);
    };
    element.addEventListener("scroll", later, { passive: true });
    const observer = new ResizeObserver(later);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", later);
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [box, isLarge, placed, zoom]);
  return area;
}
