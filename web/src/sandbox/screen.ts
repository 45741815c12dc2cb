import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { WebglAddon } from "@xterm/addon-webgl";
import { type ITheme, Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { copied, pasted, safeLink, safeTitle } from "./safe";
import { Widths } from "./widths";
import type { Output, Snapshot } from "./wire";

/** The same that the session's emulator tells programs that ask, whatever the page around it looks like. */
export const THEME: ITheme = {
  foreground: "#d4d7dd",
  background: "#14161b",
  cursor: "#d4d7dd",
  cursorAccent: "#14161b",
  selectionBackground: "#3b5b86",
  scrollbarSliderBackground: "#d4d7dd44",
};
const FONT = '"Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono", monospace';
const SIZE = 14;
const SMALL_SIZE = 12;
const SMALLEST = 6;
const SCROLLBACK = 10_000;
const FOUND = {
  matchBackground: "#6b5a1e",
  matchOverviewRuler: "#e5b567",
  activeMatchBackground: "#e5b567",
  activeMatchColorOverviewRuler: "#e5b567",
};
/** Questions of programs that a terminal would answer: the session's own emulator does, once, whoever watches. */
const QUESTIONS = [
  { final: "c" }, { prefix: ">", final: "c" }, { prefix: "=", final: "c" }, { final: "n" }, { prefix: "?", final: "n" },
  { intermediates: "$", final: "p" }, { prefix: "?", intermediates: "$", final: "p" }, { prefix: ">", final: "q" },
  { prefix: "?", final: "u" }, { final: "t" },
] as const; // biome-ignore format: a table
const COLOURS = [4, 10, 11, 12];
/** RIS: everything as it was at the start. */
const RESET = Uint8Array.of(0x1b, 0x63);

export interface ScreenHandlers {
  typed(data: Uint8Array): void;
  /** A program wants this on the clipboard. */
  copy(text: string): void;
  title(title: string): void;
  /** An address behind other words: shown before it is opened. */
  link(url: string): void;
}

/** What the terminal of xterm.js does here. Its file is loaded with the first session that is looked at. */
export class Screen {
  private readonly terminal: Terminal;
  private readonly fitting = new FitAddon();
  private readonly searching = new SearchAddon();
  private readonly encoder = new TextEncoder();
  private readonly usual: number;
  isMine = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly handlers: ScreenHandlers,
    { isSmall = false } = {},
  ) {
    this.usual = isSmall ? SMALL_SIZE : SIZE;
    this.terminal = new Terminal({
      allowProposedApi: true,
      cursorBlink: false,
      fontFamily: FONT,
      fontSize: this.usual,
      scrollback: SCROLLBACK,
      theme: THEME,
      macOptionIsMeta: true,
      linkHandler: { activate: (_, text) => this.asked(text), allowNonHttpProtocols: false },
    });
    this.terminal.unicode.register(new Widths());
    this.terminal.unicode.activeVersion = "session";
    this.terminal.loadAddon(this.fitting);
    this.terminal.loadAddon(this.searching);
    this.terminal.loadAddon(new WebLinksAddon((_, text) => this.opened(text)));
    this.silence();
    this.terminal.onTitleChange((title) => handlers.title(safeTitle(title)));
    this.terminal.onData((data) => {
      // Whether this window has the focus is the controller's news alone: anybody else's would take control.
      if (this.isMine || (data !== "\x1b[I" && data !== "\x1b[O")) handlers.typed(this.encoder.encode(data));
    });
    this.terminal.onBinary((data) => handlers.typed(Uint8Array.from(data, (letter) => letter.charCodeAt(0))));
    this.terminal.open(element);
    this.accelerate();
    element.addEventListener("paste", this.pasting, true);
  }

  /** The whole text, for whoever can't see a drawing of it. */
  text(): string {
    const buffer = this.terminal.buffer.active;
    const lines: string[] = [];
    for (let y = buffer.viewportY; y < buffer.viewportY + this.terminal.rows; y += 1)
      lines.push(buffer.getLine(y)?.translateToString(true) ?? "");
    return lines.join("\n").trimEnd();
  }

  /** The program has asked for a paste as one piece, and runs nothing of it by itself. */
  get isPasteBracketed(): boolean {
    return this.terminal.modes.bracketedPasteMode;
  }

  get isApplicationCursor(): boolean {
    return this.terminal.modes.applicationCursorKeysMode;
  }

  get isAlternate(): boolean {
    return this.terminal.buffer.active.type === "alternate";
  }

  get size(): { cols: number; rows: number } {
    return { cols: this.terminal.cols, rows: this.terminal.rows };
  }

  /**
   * The reset stands before the snapshot in one write: made by itself it would come before what still waits to be
   * digested, and until the snapshot is, no mode would be set: a paste in between would run line by line.
   */
  snapshot(shot: Snapshot, digested: () => void): void {
    if (shot.cols !== this.terminal.cols || shot.rows !== this.terminal.rows)
      this.terminal.resize(shot.cols, shot.rows);
    const whole = new Uint8Array(RESET.length + shot.data.length);
    whole.set(RESET);
    whole.set(shot.data, RESET.length);
    this.terminal.write(whole, digested);
    this.scale();
  }

  write(output: Output, digested: () => void): void {
    this.terminal.write(output.data, digested);
  }

  /** How much fits into the window in the usual letters; null while it can't be seen. */
  room(): { cols: number; rows: number } | null {
    const before = this.terminal.options.fontSize;
    if (before !== this.usual) this.terminal.options.fontSize = this.usual;
    const found = this.fitting.proposeDimensions();
    return found && Number.isFinite(found.cols) && Number.isFinite(found.rows) && found.cols > 1 && found.rows > 1
      ? { cols: Math.min(found.cols, 1000), rows: Math.min(found.rows, 1000) }
      : null;
  }

  /** Somebody else's size is shown whole, in smaller letters where it has to be. */
  scale(): void {
    const room = this.room();
    if (!room) return;
    const share = this.isMine ? 1 : Math.min(1, room.cols / this.terminal.cols, room.rows / this.terminal.rows);
    this.terminal.options.fontSize = Math.max(SMALLEST, Math.floor(this.usual * share));
  }

  paste(text: string): void {
    this.handlers.typed(this.encoder.encode(pasted(text, this.terminal.modes.bracketedPasteMode)));
  }

  search(text: string, back = false): boolean {
    const options = { incremental: !back, decorations: FOUND };
    return back ? this.searching.findPrevious(text, options) : this.searching.findNext(text, options);
  }

  endSearch(): void {
    this.searching.clearDecorations();
    this.terminal.clearSelection();
    this.focus();
  }

  focus(): void {
    this.terminal.focus();
  }

  readOnly(isSo: boolean): void {
    this.terminal.options.disableStdin = isSo;
  }

  scrollLines(count: number): void {
    this.terminal.scrollLines(count);
  }

  close(): void {
    this.element.removeEventListener("paste", this.pasting, true);
    this.terminal.dispose();
  }

  private readonly pasting = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData("text/plain");
    event.preventDefault();
    event.stopPropagation();
    if (text) this.paste(text);
  };

  private silence(): void {
    const { parser } = this.terminal;
    for (const question of QUESTIONS) parser.registerCsiHandler(question, () => true);
    for (const number of COLOURS) parser.registerOscHandler(number, (data) => data.includes("?"));
    parser.registerDcsHandler({ intermediates: "$", final: "q" }, () => true);
    parser.registerDcsHandler({ intermediates: "+", final: "q" }, () => true);
    parser.registerOscHandler(52, (data) => {
      const text = copied(data);
      if (text !== null) this.handlers.copy(text);
      return true;
    });
  }

  private accelerate(): void {
    try {
      const gl = new WebglAddon();
      gl.onContextLoss(() => gl.dispose()); // what is left draws with elements
      this.terminal.loadAddon(gl);
    } catch {
      // Without WebGL it is drawn with elements.
    }
  }

  private asked(text: string): void {
    const url = safeLink(text);
    if (url) this.handlers.link(url);
  }

  private opened(text: string): void {
    const url = safeLink(text);
    if (url) window.open(url, "_blank", "noopener,noreferrer");
  }
}
