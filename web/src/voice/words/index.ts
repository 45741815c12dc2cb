import { ar } from "./ar";
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { tr } from "./tr";
import type { VoiceWords } from "./words";

export type { VoiceWords } from "./words";

export const ALL: Record<string, VoiceWords> = { ar, de, en, es, fr, tr };

export function voiceWords(language: string): VoiceWords {
  return ALL[language] ?? en;
}
