import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en, type PageWords } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import type { Language } from "./languages.ts";
import { tr } from "./tr.ts";

/** All of them at once, for the build and for tests; the page itself loads one. */
export const ALL: Record<Language, PageWords> = { en, de, fr, es, tr, ar };
