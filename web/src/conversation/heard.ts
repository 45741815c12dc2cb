import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** How much of a message has been heard. */
export interface Heard {
  /** The words themselves, from the beginning. */
  text: string;
  /** How many; counts where the words as they were spoken aren't those on the screen. */
  words: number;
}

/** Where in the shown text the heard part ends. Space and marks of lists don't count: they aren't spoken. */
export function heardLength(shown: string, heard: Heard): number {
  const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);
  let at = 0;
  for (let read = 0; read < heard.text.length; read += 1) {
    if (!isWord(heard.text[read])) continue;
    while (at < shown.length && !isWord(shown[at])) at += 1;
    if (shown[at]?.toLowerCase() !== heard.text[read]?.toLowerCase()) return afterWords(shown, heard.words);
    at += 1;
  }
  // The mark behind the last word belongs to it.
  while (at > 0 && at < shown.length && /[^\s\p{L}\p{N}]/u.test(shown[at] ?? "")) at += 1;
  return at;
}

function afterWords(shown: string, words: number): number {
  const found = [...shown.matchAll(/\S*[\p{L}\p{N}]\S*/gu)];
  const last = found[Math.min(words, found.length) - 1];
  return last ? last.index + last[0].length : 0;
}

/** The last words that were heard, to name the place of an interruption. */
export function lastWords(heard: string, most = 4): string {
  const words = heard.trim().split(/\s+/).filter(Boolean);
  return `${words.length > most ? "… " : ""}${words.slice(-most).join(" ")}`;
}

type Name = "heard" | "unheard";

/**
 * Marks what was heard without touching the page's elements: nothing moves, and a reader that listens to the log isn't told the
 * same words again. A browser that can't do that shows the message as it is.
 */
export function useHeard(
  element: RefObject<HTMLElement | null>,
  text: string,
  heard: Heard | null,
  isCut: boolean,
): void {
  useLayoutEffect(() => {
    const root = element.current;
    if (!root || !heard || typeof Highlight === "undefined" || !CSS.highlights) return;
    const range = isCut ? rangeOf(root, heard, "after") : rangeOf(root, heard, "before");
    if (!range) return;
    const name: Name = isCut ? "unheard" : "heard";
    const painted = CSS.highlights.get(name) ?? new Highlight();
    CSS.highlights.set(name, painted);
    painted.add(range);
    return () => void painted.delete(range);
  }, [element, text, heard?.text, heard?.words, isCut]);
}

function rangeOf(root: HTMLElement, heard: Heard, side: "before" | "after"): Range | null {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: { node: Text; from: number }[] = [];
  let shown = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement?.closest(".visually-hidden")) continue;
    nodes.push({ node: node as Text, from: shown.length });
    shown += `${node.textContent}\n`;
  }
  const last = nodes.at(-1);
  const end = heardLength(shown, heard);
  const edge = nodes.filter(({ from }) => from <= end).at(-1);
  if (!last || !edge) return null;
  const range = document.createRange();
  const cut = Math.min(end - edge.from, edge.node.length);
  if (side === "before") {
    range.setStart(nodes[0]?.node ?? edge.node, 0);
    range.setEnd(edge.node, cut);
  } else {
    range.setStart(edge.node, cut);
    range.setEnd(last.node, last.node.length);
  }
  return range.collapsed ? null : range;
}
