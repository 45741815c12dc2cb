const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const WRITTEN_SO = new Set(["ar"]);

export type Direction = "rtl" | "ltr";

/** How a conversation in this language is laid out. */
export function ofLanguage(language: string | undefined): Direction {
  return WRITTEN_SO.has(language ?? "") ? "rtl" : "ltr";
}

/** How a message is written: a name or an address in Latin letters at its beginning doesn't turn it around. */
export function ofText(text: string): Direction {
  return RIGHT_TO_LEFT.test(text) ? "rtl" : "ltr";
}
