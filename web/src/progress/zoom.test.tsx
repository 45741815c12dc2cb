import { render } from "preact";
import { useRef, useState } from "preact/hooks";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isTooFar, LEAST_ZOOM, MOST_ZOOM, useWheelZoom } from "./zoom";

let drawings = 0;

function Drawing() {
  const box = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  useWheelZoom(box, zoom, setZoom);
  drawings += 1;
  return (
    <div ref={box}>
      <svg data-zoom={zoom.toFixed(3)} role="none" />
    </div>
  );
}

function mount() {
  const root = document.createElement("div");
  act(() => render(<Drawing />, root));
  const box = root.firstElementChild as HTMLElement;
  const drawing = root.querySelector("svg") as SVGElement;
  const wheel = (deltaY: number, ctrlKey = true) => {
    const event = new WheelEvent("wheel", { deltaY, cancelable: true });
    Object.defineProperty(event, "ctrlKey", { value: ctrlKey });
    act(() => void box.dispatchEvent(event));
    return event;
  };
  return { drawing, wheel, zoom: () => Number(drawing.dataset.zoom) };
}

describe("zoom by the wheel", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    drawings = 0;
  });
  afterEach(() => vi.useRealTimers());

  it("stretches what is there and draws anew when the wheel rests", () => {
    const { drawing, wheel, zoom } = mount();
    wheel(-30);
    wheel(-30);
    expect([zoom(), drawings]).toEqual([1, 1]);
    expect(drawing.style.transform).toMatch(/^scale\(1\.22/);
    act(() => void vi.advanceTimersByTime(200));
    expect(zoom()).toBeCloseTo(Math.exp(0.2), 3);
    expect([drawing.style.transform, drawings]).toEqual(["", 2]);
  });

  it("draws anew on the way where it goes far, and stops at its ends", () => {
    const { wheel, zoom } = mount();
    for (let turn = 0; turn < 40; turn += 1) wheel(90);
    expect(zoom()).toBeLessThan(LEAST_ZOOM * 1.35);
    act(() => void vi.advanceTimersByTime(200));
    expect(zoom()).toBe(LEAST_ZOOM);
    for (let turn = 0; turn < 60; turn += 1) wheel(-90);
    act(() => void vi.advanceTimersByTime(200));
    expect(zoom()).toBe(MOST_ZOOM);
    expect(drawings).toBeLessThan(20);
  });

  it("leaves a plain wheel to the page", () => {
    const { wheel, drawing } = mount();
    expect(wheel(30, false).defaultPrevented).toBe(false);
    expect(wheel(30).defaultPrevented).toBe(true);
    expect(drawing.style.transform).not.toBe("");
  });

  it("knows how far is too far, both ways", () => {
    expect([isTooFar(1, 1.2), isTooFar(1, 0.8), isTooFar(1, 1.4), isTooFar(1, 0.7)]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});
