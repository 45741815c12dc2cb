/** The languages of the page, which are those of the conversation. */
export const LANGUAGES = ["en", "de", "fr", "es", "tr", "ar"] as const;

export type Language = (typeof LANGUAGES)[number];

/** The page's language of a tag such as `de-AT`. */
export function languageOf(tag: string | undefined): Language | undefined {
  const first = tag?.toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language === first);
}

/** The first of a browser's languages that the page has, as the browser writes it. */
export function spoken(tags: readonly string[] = globalThis.navigator?.languages ?? []): string | undefined {
  return tags.find((tag) => languageOf(tag) !== undefined);
}
