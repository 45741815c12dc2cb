import { type ComponentChildren, render } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { SessionContext } from "../interface/context";
import type { Session } from "../session/session";

let styles: CSSStyleSheet | null = null;

/** The page's own style sheets, as they are. */
function pageStyles(): CSSStyleSheet {
  if (styles) return styles;
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
  styles = new CSSStyleSheet();
  styles.replaceSync(rules.join("\n"));
  return styles;
}

interface SpecimenProps {
  title: string;
  session: Session;
  children: ComponentChildren;
  /** A whole column of the page, in a window of its own height. */
  isTall?: boolean;
}

/** A real component in a tree of its own: names that occur once on the page can then occur here in every state. */
export function Specimen({ title, session, children, isTall = false }: SpecimenProps) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = host.current;
    if (!box) return;
    const root = box.shadowRoot ?? box.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [pageStyles()];
    render(<SessionContext.Provider value={session}>{children}</SessionContext.Provider>, root);
    return () => render(null, root);
  }, [session, children]);
  return (
    <figure class="specimen">
      <figcaption>{title}</figcaption>
      <div ref={host} class={isTall ? "specimen-box is-tall" : "specimen-box"} data-specimen={title} />
    </figure>
  );
}
