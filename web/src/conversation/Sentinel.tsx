import { useEffect, useRef } from "preact/hooks";
import { useSession } from "../interface/context";

/** Stands at the very end of an utterance and tells when that end is on screen. */
export function Sentinel({ seq }: { seq: number }) {
  const session = useSession();
  const element = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const mark = element.current;
    if (!mark) return;
    const observer = new IntersectionObserver((entries) => {
      const last = entries.at(-1);
      if (last) session.endInView(seq, last.isIntersecting);
    });
    observer.observe(mark);
    return () => {
      observer.disconnect();
      session.endInView(seq, false);
    };
  }, [seq, session]);
  return <span ref={element} class="sentinel" aria-hidden="true" />;
}
