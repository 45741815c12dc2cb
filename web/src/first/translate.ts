import { ofLanguage } from "../interface/direction.ts";
import type { PageWords } from "../words/en.ts";

/** Names, which are the same in every language. */
const NAMES = new Set(["Concierge"]);

/** `index.html` in another language: each of its texts by the one that stands in its place among the page's words. */
export function translate(html: string, from: PageWords, to: PageWords): string {
  const found = new Map<string, string>();
  pair(from, to, found);
  const word = (text: string): string => {
    const ours = plain(text.trim());
    const theirs = found.get(ours) ?? (NAMES.has(ours) ? ours : undefined);
    if (theirs === undefined) throw new Error(`the page's words in ${to.language} lack ${JSON.stringify(ours)}`);
    return text.replace(text.trim(), () => escaped(theirs));
  };
  return html
    .replaceAll(
      `lang="${from.language}" dir="${ofLanguage(from.language)}"`,
      `lang="${to.language}" dir="${ofLanguage(to.language)}"`,
    )
    .replace(/(?<= (?:aria-label|placeholder)=")[^"]+(?=")/g, word)
    .replace(/(?<=<meta name="description" content=")[^"]+/, word)
    .replace(/(?<=<[^!][^<>]*>)[^<>]*\p{L}[^<>]*(?=<)/gu, word);
}

/** Each text with its counterpart; the first one counts where a language says two things by one word. */
function pair(ours: unknown, theirs: unknown, found: Map<string, string>): void {
  if (typeof ours === "string" && typeof theirs === "string") {
    if (!found.has(ours)) found.set(ours, theirs);
  } else if (ours && theirs && typeof ours === "object" && typeof theirs === "object") {
    for (const [key, value] of Object.entries(ours)) pair(value, (theirs as Record<string, unknown>)[key], found);
  }
}

function plain(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
