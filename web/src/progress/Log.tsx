import { useState } from "preact/hooks";
import type { DeploymentProgress } from "../conversation/fold";
import { useSession } from "../interface/context";
import { Part, usePart } from "../interface/part";
import { words } from "../words";

const RAW = new Part(async () => (await import("./RawLog")).RawLog);

/** The service's own log, for whoever opens it. */
export function Log({ deployment }: { deployment: DeploymentProgress }) {
  const session = useSession();
  const [isOpen, setOpen] = useState(false);
  const Raw = usePart(RAW, isOpen, (error) => session.report(error));
  return (
    <details class="fold" data-testid="log" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.value.progress.log}</summary>
      {isOpen && Raw && <Raw key={deployment.id} deployment={deployment} />}
    </details>
  );
}
