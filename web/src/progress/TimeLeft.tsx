import { useRef } from "preact/hooks";
import type { DeploymentProgress } from "../conversation/fold";
import { useSession } from "../interface/context";
import { roughly } from "../interface/time";
import { words } from "../words";
import { timeLeft } from "./left";
import { installed } from "./stages";

/** By what earlier runs took; nothing where there were none. */
export function TimeLeft({ deployment, elapsed }: { deployment: DeploymentProgress; elapsed: number }) {
  const past = useSession().state.value?.pastRuns;
  const { done, total } = installed(deployment);
  // A page that comes later doesn't know when it had come so far; from then on it does.
  const came = useRef({ done, total, at: elapsed });
  if (came.current.done !== done || came.current.total === 0) came.current = { done, total, at: elapsed };
  if (!past) return null;
  const left = timeLeft(past, total > 0 ? done / total : null, came.current.at, elapsed);
  const { progress } = words.value;
  return (
    <p class="hint" data-testid="time-left">
      {left > 0 ? progress.left(roughly(left), past.count) : progress.late}
    </p>
  );
}
