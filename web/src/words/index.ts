import { computed, effect, signal } from "@preact/signals";
import { type Direction, ofLanguage } from "../interface/direction";
import type { Session } from "../session/session";
import { en, type PageWords } from "./en";
import { type Language, languageOf } from "./languages";

export type { PageWords } from "./en";

/** Files of their own: a page loads the words of the languages that it speaks. */
const OTHERS: Record<Exclude<Language, "en">, () => Promise<PageWords>> = {
  de: async () => (await import("./de")).de,
  fr: async () => (await import("./fr")).fr,
  es: async () => (await import("./es")).es,
  tr: async () => (await import("./tr")).tr,
  ar: async () => (await import("./ar")).ar,
};

/** What the page says, in the language that it speaks just now. */
export const words = signal<PageWords>(en);
export const direction = computed<Direction>(() => ofLanguage(words.value.language));

const there = new Map<Language, PageWords>([["en", en]]);
let wanted: Language = "en";

/** Has the page speak a language, English where it has no words of it. False: they couldn't be loaded, and nothing changes. */
export async function speak(tag: string): Promise<boolean> {
  const language = languageOf(tag) ?? "en";
  wanted = language;
  try {
    const found = there.get(language) ?? (await (language === "en" ? en : OTHERS[language]()));
    there.set(language, found);
    // Another one may have been asked for meanwhile.
    if (wanted === language) words.value = found;
    return true;
  } catch {
    return false;
  }
}

/** The page speaks as the conversation does. What didn't come is asked for again with the next connection. */
export function speakAs(session: Session): () => void {
  return effect(() => {
    void session.status.value;
    void speak(session.language.value);
  });
}

/** The document is in the language of its words. */
export function tellDocument(): () => void {
  return effect(() => {
    const { language, page } = words.value;
    document.documentElement.lang = language;
    document.documentElement.dir = direction.value;
    document.title = page.title;
  });
}

/** The word for a name that comes from elsewhere; a name without one has none. */
export function wordFor<T>(of: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}
