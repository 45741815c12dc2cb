import type { StateView, Understood } from "../wire";
import { type Field, rowOf } from "./slots";

/** The person's words for each value that was understood, by slot and value; under the slot alone, the latest. */
export type Told = ReadonlyMap<string, string>;

/** Where a value came from. `reason`: the service's own sentence; `made`: follows from another value; `usual`: our default. */
export type Origin = { kind: "said" | "reason"; text: string } | { kind: "made" | "usual" };

/** Members of the draft behind each row. */
const ASKED: Record<Field, readonly string[]> = {
  organisation: ["organisation"],
  email: ["email"],
  regions: ["regions"],
  size: ["size", "sizeNeed"],
  workers: ["workers", "workersTotal", "workerSize", "workerSizeNeed"],
  highAvailability: ["highAvailability"],
  domain: ["domain"],
  apps: ["apps"],
  residency: ["residency", "compliance"],
  mesh: ["meshName", "meshId"],
};
const MADE: ReadonlySet<Field> = new Set(["domain", "mesh"]);
/** Characters of a message that are shown where it isn't known which of its words were meant. */
const MOST_SHOWN = 60;

/** With what one message told. `said`: the whole of it. */
export function withWords(told: Told, { set, evidence }: Understood, said: string): Told {
  const next = new Map(told);
  for (const [slot, value] of Object.entries(set)) {
    const words = new Set(evidence.filter((one) => one.slot === slot && isQuote(one.words)).map((one) => one.words));
    const text = quoted(value, said) ?? shortened(words.size > 0 ? [...words].join(" … ") : said);
    next.set(slot, text);
    next.set(keyOf(slot, value), text);
  }
  return next;
}

/** Of the row's value as it stands; an undo brings the earlier value's words back with it. */
export function originOf(field: Field, state: StateView, told: Told): Origin {
  const draft: Record<string, unknown> = state.draft;
  const asked = ASKED[field].filter((slot) => Object.hasOwn(draft, slot));
  const words = asked.map((slot) => told.get(keyOf(slot, draft[slot])) ?? told.get(slot)).filter(Boolean);
  if (asked.length > 0) return { kind: "said", text: [...new Set(words)].join(" … ") };
  const reason = state.notes.find((note) => rowOf(note.field) === field && note.message)?.message;
  if (reason) return { kind: "reason", text: reason };
  return { kind: MADE.has(field) ? "made" : "usual" };
}

/** What a name was covered with while the rest was read is nobody's words. */
function isQuote(words: string): boolean {
  return words !== "" && !words.includes("__");
}

/** The value itself, where it stands so in the message. */
function quoted(value: unknown, said: string): string | null {
  if (typeof value !== "string" || !value) return null;
  const at = said.toLowerCase().indexOf(value.toLowerCase());
  return at < 0 ? null : said.slice(at, at + value.length);
}

function keyOf(slot: string, value: unknown): string {
  return `${slot} ${JSON.stringify(value)}`;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= MOST_SHOWN ? line : `${line.slice(0, MOST_SHOWN).replace(/\s\S*$/, "")}…`;
}
