import { type Key, keyBytes } from "./keys";

const KEYS: readonly [Key, string, string][] = [
  ["esc", "Esc", "Escape"],
  ["tab", "Tab", "Tab"],
];
const ARROWS: readonly [Key, string, string][] = [
  ["left", "←", "Left"],
  ["up", "↑", "Up"],
  ["down", "↓", "Down"],
  ["right", "→", "Right"],
];
const SIGNS: readonly [string, string][] = [
  ["|", "Pipe"],
  ["/", "Slash"],
  ["-", "Dash"],
];

/** Said as it is written; a sign needs a name as well. */
const LETTERS = /^[A-Z]/;

interface Props {
  send(keys: string): void;
  /** A sign that belongs to what is being written. */
  put(sign: string): void;
  ctrl: boolean;
  onCtrl(on: boolean): void;
  application(): boolean;
  disabled: boolean;
}

export function KeyBar({ send, put, ctrl, onCtrl, application, disabled }: Props) {
  // The keyboard stays: a press that took the focus would close it.
  const keep = (event: Event) => event.preventDefault();
  const press = (key: Key) => {
    send(keyBytes(key, { ctrl, application: application() }));
    onCtrl(false);
  };
  const button = (name: string, shown: string, run: () => void) => (
    <button
      key={name}
      type="button"
      class="key"
      aria-label={LETTERS.test(shown) ? undefined : `${shown} ${name}`}
      disabled={disabled}
      onPointerDown={keep}
      onClick={run}
    >
      {shown}
    </button>
  );
  return (
    <div class="key-bar" role="toolbar" aria-label="Keys" data-testid="key-bar">
      {KEYS.map(([key, shown, name]) => button(name, shown, () => press(key)))}
      <button
        type="button"
        class={ctrl ? "key is-on" : "key"}
        title="Control"
        aria-pressed={ctrl}
        disabled={disabled}
        onPointerDown={keep}
        onClick={() => onCtrl(!ctrl)}
      >
        Ctrl
      </button>
      {button("Interrupt", "^C", () => send("\x03"))}
      {ARROWS.map(([key, shown, name]) => button(name, shown, () => press(key)))}
      {SIGNS.map(([sign, name]) => button(name, sign, () => put(sign)))}
    </div>
  );
}
