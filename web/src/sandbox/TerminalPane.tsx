import { useEffect, useRef, useState } from "preact/hooks";
import type { SessionClient } from "./client";
import { keyBytes } from "./keys";

/** Pixels of a finger's way that are one line. */
const LINE_PX = 17;

/** Where the terminal is drawn. What draws it is a file of its own, loaded when the first one is looked at. */
export function TerminalPane({ client, isTouch }: { client: SessionClient; isTouch: boolean }) {
  const host = useRef<HTMLDivElement>(null);
  const [trouble, setTrouble] = useState(false);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let isGone = false;
    let watcher: ResizeObserver | null = null;
    import("./screen").then(
      ({ Screen }) => {
        if (isGone) return;
        const screen = new Screen(
          element,
          {
            typed: (data) => client.type(data),
            copy: (text) => {
              client.copyWish.value = text;
            },
            title: (title) => {
              client.title.value = title;
            },
            link: (url) => {
              client.linkWish.value = url;
            },
          },
          { isSmall: isTouch },
        );
        // A touch keyboard has our own field instead: this one would be told doubled letters.
        if (isTouch) element.querySelector("textarea")?.setAttribute("inputmode", "none");
        // For tests: what is drawn has no text.
        Object.assign(element, { terminalText: () => screen.text(), isPasteBracketed: () => screen.isPasteBracketed });
        client.draw(screen);
        if (!isTouch) screen.focus();
        watcher = new ResizeObserver(() => client.fit());
        watcher.observe(element);
      },
      () => setTrouble(true),
    );
    return () => {
      isGone = true;
      watcher?.disconnect();
      client.undraw();
    };
  }, [client, isTouch]);

  const finger = useRef<number | null>(null);
  const moved = (y: number) => {
    const { screen } = client;
    if (finger.current === null || !screen) return;
    const lines = Math.trunc((finger.current - y) / LINE_PX);
    if (lines === 0) return;
    finger.current -= lines * LINE_PX;
    if (!screen.isAlternate) screen.scrollLines(lines);
    else if (client.controls.value)
      // A full-screen program scrolls by itself.
      client.send(
        keyBytes(lines > 0 ? "down" : "up", { application: screen.isApplicationCursor }).repeat(Math.abs(lines)),
      );
  };

  if (trouble)
    return (
      <p class="form-problem" role="alert">
        The terminal couldn't be loaded. Load the page anew when the connection is back.
      </p>
    );
  return (
    <div
      ref={host}
      class="terminal"
      data-testid="terminal"
      onTouchStart={(event) => {
        finger.current = event.touches[0]?.clientY ?? null;
      }}
      onTouchMove={(event) => moved(event.touches[0]?.clientY ?? 0)}
      onTouchEnd={() => {
        finger.current = null;
      }}
    />
  );
}
