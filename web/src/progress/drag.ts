const SLOP_PX = 4;

/** A mouse may drag the content of a scrolling box; fingers scroll it by themselves. Returns what undoes it. */
export function dragToScroll(box: HTMLElement): () => void {
  let start: { x: number; y: number; left: number; top: number; id: number } | null = null;
  const down = (event: PointerEvent) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    start = { x: event.clientX, y: event.clientY, left: box.scrollLeft, top: box.scrollTop, id: event.pointerId };
  };
  const move = (event: PointerEvent) => {
    if (!start) return;
    const dx = event.clientX - start.x;
    const dy = event.clientY - start.y;
    // Captured only once it is a drag, so that a click still reaches the node.
    if (Math.hypot(dx, dy) > SLOP_PX && !box.hasPointerCapture(start.id)) {
      box.setPointerCapture(start.id);
      box.classList.add("is-dragged");
    }
    if (!box.hasPointerCapture(start.id)) return;
    box.scrollLeft = start.left - dx;
    box.scrollTop = start.top - dy;
  };
  const up = () => {
    start = null;
    box.classList.remove("is-dragged");
  };
  const handlers = [
    ["pointerdown", down],
    ["pointermove", move],
    ["pointerup", up],
    ["pointercancel", up],
  ] as const;
  for (const [name, handler] of handlers) box.addEventListener(name, handler as EventListener);
  return () => {
    for (const [name, handler] of handlers) box.removeEventListener(name, handler as EventListener);
  };
}
