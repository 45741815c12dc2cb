import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

export const LEAST_ZOOM = 0.35;
export const MOST_ZOOM = 2;
/** A wheel that rests this long has arrived. */
const REST_MS = 140;
/** Stretched further than this, names would be seen to be blurred and edges to be empty. */
const MOST_STRETCH = 1.3;

export function within(zoom: number): number {
  return Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom));
}

/** Whether a drawing made for one zoom must be drawn anew for another. */
export function isTooFar(drawn: number, wanted: number): boolean {
  return Math.max(wanted / drawn, drawn / wanted) > MOST_STRETCH;
}

/**
 * Zoom by the wheel with Ctrl, which is also what a pinch on a touchpad sends; a plain wheel goes on scrolling. While it turns, the
 * picture that is there is stretched, which costs a browser next to nothing; it is drawn anew when the wheel rests, or went far.
 */
export function useWheelZoom(box: RefObject<HTMLElement | null>, zoom: number, setZoom: (zoom: number) => void): void {
  const drawn = useRef(zoom);
  const wanted = useRef(zoom);
  useLayoutEffect(() => {
    drawn.current = zoom;
    wanted.current = zoom;
    const drawing = box.current?.querySelector<SVGElement>("svg");
    if (drawing) drawing.style.transform = "";
  }, [box, zoom]);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let rest = 0;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      wanted.current = within(wanted.current * Math.exp(-event.deltaY / 300));
      window.clearTimeout(rest);
      if (isTooFar(drawn.current, wanted.current)) return setZoom(wanted.current);
      const drawing = element.querySelector<SVGElement>("svg");
      if (drawing) drawing.style.transform = `scale(${wanted.current / drawn.current})`;
      rest = window.setTimeout(() => setZoom(wanted.current), REST_MS);
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => {
      window.clearTimeout(rest);
      element.removeEventListener("wheel", wheel);
    };
  }, [box, setZoom]);
}
