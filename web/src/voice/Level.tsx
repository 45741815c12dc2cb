import { useEffect, useRef } from "preact/hooks";
import type { VoiceControl } from "./control";

const BARS = 5;
const FRAME_MS = 50;
const CALM_MS = 500;
/** Each bar's share of the level: the middle one moves most. */
const SHARES = [0.45, 0.75, 1, 0.75, 0.45];

/** How loud it is, as bars that only scale: nothing around them moves. Who wants no motion sees them step twice a second. */
export function Level({ control }: { control: VoiceControl }) {
  const box = useRef<HTMLSpanElement>(null);
  const isOpen = control.state.value.stage === "open";
  useEffect(() => {
    const bars = box.current?.children;
    if (!bars || !isOpen) return;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let shown = 0;
    const draw = () => {
      const level = control.level();
      shown = isCalm ? Math.round(level * 3) / 3 : Math.max(level, shown * 0.72);
      for (let at = 0; at < BARS; at += 1) {
        const bar = bars[at] as HTMLElement;
        bar.style.transform = `scaleY(${(0.16 + 0.84 * shown * (SHARES[at] ?? 1)).toFixed(2)})`;
      }
    };
    const timer = window.setInterval(draw, isCalm ? CALM_MS : FRAME_MS);
    return () => window.clearInterval(timer);
  }, [control, isOpen]);
  return (
    <span class="voice-level" ref={box} aria-hidden="true" data-testid="voice-level">
      {SHARES.map((_, at) => (
        <i key={at} />
      ))}
    </span>
  );
}
