import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { DeploymentProgress } from "../conversation/fold";
import { useSession } from "../interface/context";
import { saveFile } from "../interface/saveFile";
import { words } from "../words";
import { LogReader } from "./lines";

/** News are gathered for so long before the log is read on. */
const GATHER_MS = 400;
/** How far from the end still counts as reading the newest. */
const NEAR_PX = 40;

/** Everything that the provisioning service wrote, as it wrote it; nothing of it is asked for before it is opened. */
export function RawLog({ deployment }: { deployment: DeploymentProgress }) {
  const session = useSession();
  const reader = useRef<LogReader | null>(null);
  const box = useRef<HTMLElement>(null);
  const isNear = useRef(true);
  const [text, setText] = useState<string | null>(null);
  const { lastSeq } = session.view.value;
  const says = words.value.progress;

  useEffect(() => {
    let isWanted = true;
    reader.current ??= new LogReader(deployment.id, (after) => session.events(after));
    const read = async () => {
      try {
        const lines = await reader.current?.lines();
        if (isWanted && lines) setText(lines.join("\n"));
      } catch (error) {
        if (isWanted) session.report(error);
      }
    };
    const timer = window.setTimeout(() => void read(), text === null ? 0 : GATHER_MS);
    return () => {
      isWanted = false;
      window.clearTimeout(timer);
    };
  }, [deployment.id, lastSeq]);
  useLayoutEffect(() => {
    if (box.current && isNear.current) box.current.scrollTop = box.current.scrollHeight;
  }, [text]);

  if (text === null) return <p class="hint">{says.logReading}</p>;
  if (!text) return <p class="hint">{says.logEmpty}</p>;
  return (
    <>
      <section
        ref={box}
        class="raw-log"
        data-testid="raw-log"
        lang="en"
        dir="ltr"
        aria-label={says.log}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isNear.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
        }}
      >
        <pre>{text}</pre>
      </section>
      <button
        type="button"
        class="button"
        data-testid="log-file"
        onClick={() => saveFile(`${deployment.fqdn}.log`, `${text}\n`, "text/plain")}
      >
        {says.logFile}
      </button>
    </>
  );
}
