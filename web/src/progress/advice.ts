import type { Verdict } from "../wire";
import { wordFor, words } from "../words";

type Advice = NonNullable<Verdict["advice"]>;

/** `change` opens the composer; the others say for the person what their words say. */
export type Way = "again" | "person" | "change" | "look" | "anew";

/** What helps after a deployment that didn't come to a good end, by the judge's advice; the first is what we advise. */
export const WAYS: Record<Advice, readonly Way[]> = {
  retry: ["again", "change", "person"],
  new_deployment: ["anew", "change", "person"],
  wait: ["look", "change", "person"],
  ask_person: ["person", "look", "change"],
};

/** What a Sovereign still lacks, in words; a component is called by its name. */
export function lacking(code: string): string {
  return wordFor(words.value.trouble.lacking, code) ?? code;
}
