// How many cells a character takes, for xterm.js: by the table of the emulator that it is compared with. (The add-on for this,
// 0.4.0, takes pictures beyond the first 65,536 characters for narrow ones.)
const ZWJ = 0x200d
const PICTURE = 0xfe0f
const JOINS = /^[\p{M}\p{Emoji_Modifier}\u200d]$/u
const FLAG = /^\p{Regional_Indicator}$/u
const KIND = { other: 1, joined: 2, flag: 3 }

const value = (kind, width, joins) => (kind << 3) | (width << 1) | (joins ? 1 : 0)

export class Widths {
  version = 'shared'
  #wide

  constructor(ranges) {
    this.#wide = ranges
  }

  wcwidth(code) {
    let [low, high] = [0, this.#wide.length - 1]
    while (low <= high) {
      const middle = (low + high) >> 1
      const [first, last] = this.#wide[middle]
      if (code < first) high = middle - 1
      else if (code > last) low = middle + 1
      else return 2
    }
    return 1
  }

  charProperties(code, preceding) {
    const before = preceding >> 3
    const taken = (preceding >> 1) & 3
    const text = String.fromCodePoint(code)
    if (preceding !== 0 && JOINS.test(text)) return value(code === ZWJ ? KIND.joined : KIND.other, code === PICTURE ? 2 : taken, true)
    const flag = FLAG.test(text)
    const width = this.wcwidth(code)
    if (preceding !== 0 && (before === KIND.joined || (flag && before === KIND.flag))) return value(KIND.other, Math.max(taken, width, flag ? 2 : 0), true)
    return value(flag ? KIND.flag : KIND.other, width, false)
  }
}
