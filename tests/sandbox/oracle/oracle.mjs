// Reads requests as lines of JSON, writes what a terminal shows as lines of JSON.
//
// The first line holds the ranges of characters that take two cells. Request: {cols, rows, parts: [{write: base64} | {resize: [cols, rows]} | {state: true}]}; answer: one state for each `state`.
import { createInterface } from 'node:readline'
import headless from '@xterm/headless'
import { Widths } from './unicode.mjs'

const write = (terminal, data) => new Promise((done) => terminal.write(data, done))

// The first 16 colours can be asked for in two ways.
const PALETTE = 0x2000000
const ANSI = 0x1000000
const colour = (mode, index) => [mode === PALETTE && index < 16 ? ANSI : mode, index]
const whole = (value) => ((value & 0x3000000) === PALETTE && (value & 0xff) < 16 ? value - PALETTE + ANSI : value)

function line(buffer, y, cols, cell) {
  const row = buffer.getLine(y)
  let text = ''
  let style = ''
  let last = ''
  for (let x = 0; x < cols; x++) {
    row.getCell(x, cell)
    if (cell.getWidth() === 0) continue
    text += cell.getChars() || ' '
    const attributes = [
      ...colour(cell.getFgColorMode(), cell.getFgColor()), ...colour(cell.getBgColorMode(), cell.getBgColor()), cell.isBold(), cell.isItalic(),
      cell.isDim(), cell.isUnderline(), cell.isBlink(), cell.isInverse(), cell.isInvisible(), cell.isStrikethrough(), cell.isOverline(),
    ]
    // The colour of a letter that isn't there, and its slant, can't be seen.
    if (!cell.getChars().trim() && !cell.isInverse() && !cell.isUnderline() && !cell.isStrikethrough() && !cell.isOverline()) {
      for (const i of [0, 1, 4, 5, 6, 8, 10]) attributes[i] = 0
    }
    const now = attributes.map(Number).join(',')
    if (now !== last) style += `${x}:${now} `
    last = now
  }
  return [text.trimEnd(), style, row.isWrapped]
}

function buffer(from, cols, rows, cell) {
  const lines = []
  for (let y = 0; y < from.length; y++) lines.push(line(from, y, cols, cell))
  return { lines, cursor: [from.cursorX, from.cursorY], above: from.length - rows }
}

function state(terminal) {
  const { active, normal, alternate } = terminal.buffer
  const cell = normal.getNullCell()
  const { cols, rows } = terminal
  const core = terminal._core
  const inner = core.buffer
  const pen = core._inputHandler._curAttrData
  return {
    screen: active.type,
    normal: buffer(normal, cols, rows, cell),
    alternate: active.type === 'alternate' ? buffer(alternate, cols, rows, cell) : null,
    cursor: [active.cursorX, active.cursorY],
    modes: { ...terminal.modes },
    hidden: core.coreService.isCursorHidden,
    region: [inner.scrollTop, inner.scrollBottom],
    pen: [whole(pen.fg), whole(pen.bg)],
    charset: core._charsetService?.glevel ?? 0,
    tabs: Object.entries(inner.tabs).filter(([x, set]) => set && x < cols).map(([x]) => Number(x)),
  }
}

async function answer({ cols, rows, parts, scrollback }) {
  const terminal = new headless.Terminal({ cols, rows, scrollback: scrollback ?? 10000, allowProposedApi: true })
  terminal.unicode.register(widths)
  terminal.unicode.activeVersion = widths.version
  const states = []
  for (const part of parts) {
    if (part.resize) terminal.resize(...part.resize)
    else if (part.state) states.push(state(terminal))
    else await write(terminal, Buffer.from(part.write, 'base64'))
  }
  terminal.dispose()
  return states
}

let widths = null
for await (const request of createInterface({ input: process.stdin })) {
  if (widths === null) widths = new Widths(JSON.parse(request))
  else process.stdout.write(`${JSON.stringify(await answer(JSON.parse(request)))}\n`)
}
