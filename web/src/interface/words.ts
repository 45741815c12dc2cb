const AND = new Intl.ListFormat("en", { style: "long", type: "conjunction" });
const MOST_NAMED = 4;

/** `a`, `a and b`, `a, b and 3 more`: as people say it, and never longer than a line. */
export function listed(names: readonly string[]): string {
  if (names.length <= MOST_NAMED) return AND.format(names);
  return AND.format([...names.slice(0, MOST_NAMED - 1), `${names.length - MOST_NAMED + 1} more`]);
}
