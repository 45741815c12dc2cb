import type { IUnicodeVersionProvider } from "@xterm/xterm";
import { WIDE } from "./wide";

const ZWJ = 0x200d;
const PICTURE = 0xfe0f;
const JOINS = /^[\p{M}\p{Emoji_Modifier}\u200d]$/u;
const FLAG = /^\p{Regional_Indicator}$/u;
const OTHER = 1;
const JOINED = 2;
const HALF_FLAG = 3;

const RANGES: readonly (readonly [number, number])[] = ranges();

function ranges(): [number, number][] {
  const found: [number, number][] = [];
  let last = 0;
  for (let i = 0; i < WIDE.length; i += 2) {
    const first = last + (WIDE[i] ?? 0);
    last = first + (WIDE[i + 1] ?? 0);
    found.push([first, last]);
  }
  return found;
}

const value = (kind: number, width: number, joins: boolean) => (kind << 3) | (width << 1) | (joins ? 1 : 0);

/**
 * How many cells a character takes: by the table of the session's own emulator, what people see as one character being one. The
 * add-on of xterm.js for this takes most pictures for narrow ones.
 */
export class Widths implements IUnicodeVersionProvider {
  readonly version = "session";

  wcwidth(code: number): 0 | 1 | 2 {
    let low = 0;
    let high = RANGES.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [first, last] = RANGES[middle] ?? [0, 0];
      if (code < first) high = middle - 1;
      else if (code > last) low = middle + 1;
      else return 2;
    }
    return 1;
  }

  charProperties(code: number, preceding: number): number {
    const before = preceding >> 3;
    const taken = (preceding >> 1) & 3;
    if (code < 0x300) return value(OTHER, 1, false);
    const text = String.fromCodePoint(code);
    if (preceding !== 0 && JOINS.test(text))
      return value(code === ZWJ ? JOINED : OTHER, code === PICTURE ? 2 : taken, true);
    const isFlag = FLAG.test(text);
    const width = this.wcwidth(code);
    const goesOn = preceding !== 0 && (before === JOINED || (isFlag && before === HALF_FLAG));
    if (goesOn) return value(OTHER, Math.max(taken, width, isFlag ? 2 : 0), true);
    return value(isFlag ? HALF_FLAG : OTHER, width, false);
  }
}
