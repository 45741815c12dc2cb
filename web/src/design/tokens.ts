import css from "../styles/tokens.css?raw";

export type Tokens = ReadonlyMap<string, string>;

/** What the person asked the system for, and the tokens that come of it. */
export interface TokenSet {
  title: string;
  tokens: Tokens;
}

const NAMES: [title: string, ...conditions: string[]][] = [
  ["Light"],
  ["Dark", "(prefers-color-scheme: dark)"],
  ["High contrast", "(prefers-contrast: more)"],
  [
    "High contrast, dark",
    "(prefers-color-scheme: dark)",
    "(prefers-contrast: more)",
    "(prefers-contrast: more) and (prefers-color-scheme: dark)",
  ],
];

/** Read out of the style sheet itself, so that this page can't say anything else. */
export function tokenSets(): TokenSet[] {
  const blocks = new Map<string, [string, string][]>();
  const found = css.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/(?:@media ([^{]+)\{\s*)?:root\s*\{([^}]*)\}/g);
  for (const [, condition, body] of found) blocks.set(condition?.trim() ?? "", declarations(body ?? ""));
  return NAMES.map(([title, ...conditions]) => ({
    title,
    tokens: new Map(["", ...conditions].flatMap((condition) => blocks.get(condition) ?? [])),
  }));
}

function declarations(body: string): [string, string][] {
  return [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name ?? "", (value ?? "").trim()]);
}

/** WCAG's ratio of two colours of six hexadecimal digits. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
