import { words } from "../words";

const MOST_NAMED = 4;

/** `a`, `a and b`, `a, b and 3 more`: as people say it, and never longer than a line. */
export function listed(names: readonly string[]): string {
  const { tag, more } = words.value;
  const and = new Intl.ListFormat(tag, { style: "long", type: "conjunction" });
  if (names.length <= MOST_NAMED) return and.format(names);
  return and.format([...names.slice(0, MOST_NAMED - 1), more(names.length - MOST_NAMED + 1)]);
}
