import { CheckIcon, CrossIcon, DotIcon, RunningIcon } from "../interface/icons";
import type { Tone } from "./stages";

/** Shape and colour both: neither alone carries the state. */
export function StatusIcon({ tone, size = 18 }: { tone: Tone; size?: number }) {
  return (
    <span class={`status-icon is-${tone}`}>
      {tone === "succeeded" && <CheckIcon size={size} />}
      {tone === "failed" && <CrossIcon size={size} />}
      {tone === "running" && <RunningIcon size={size} />}
      {tone === "pending" && <DotIcon size={size} />}
    </span>
  );
}
