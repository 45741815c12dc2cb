import { useState } from "preact/hooks";
import { contrast, type TokenSet } from "./tokens";

const isColour = (value: string) => /^#[0-9a-f]{6}$/.test(value);
const LENGTHS = /^--(space|radius|touch)/;

/** Colours in every set; the figure is the contrast with that set's own ground. */
export function Colours({ sets }: { sets: readonly TokenSet[] }) {
  const names = [...(sets[0]?.tokens ?? [])].filter(([, value]) => isColour(value)).map(([name]) => name);
  return (
    <div class="swatches">
      {sets.map(({ title, tokens }) => (
        <section key={title} class="swatch-set">
          <h3>{title}</h3>
          <ul>
            {names.map((name) => {
              const value = tokens.get(name) ?? "";
              return (
                <li key={name} data-token={name}>
                  <span class="swatch" style={{ background: value }} />
                  <code>{name.slice(2)}</code>
                  <span class="hint">
                    {value} · {contrast(value, tokens.get("--ground") ?? "#ffffff").toFixed(1)}
                  </span>
                </li>
              );
            })}
          </ul>
        </section>
      ))}
    </div>
  );
}

export function Type({ set }: { set: TokenSet | undefined }) {
  const sizes = [...(set?.tokens ?? [])].filter(([name]) => /^--text-/.test(name));
  const families = [...(set?.tokens ?? [])].filter(([name]) => name === "--font" || name === "--mono");
  return (
    <ul class="token-list">
      {sizes.map(([name, value]) => (
        <li key={name} data-token={name}>
          <span style={{ fontSize: `var(${name})` }}>Your own cloud, in a few sentences</span>
          <code>{name.slice(2)}</code>
          <span class="hint">{value}</span>
        </li>
      ))}
      {families.map(([name, value]) => (
        <li key={name} data-token={name}>
          <span style={{ fontFamily: `var(${name})` }}>nordwind.example.org 0123456789</span>
          <code>{name.slice(2)}</code>
          <span class="hint">{value}</span>
        </li>
      ))}
    </ul>
  );
}

export function Space({ set }: { set: TokenSet | undefined }) {
  const lengths = [...(set?.tokens ?? [])].filter(([name]) => LENGTHS.test(name));
  return (
    <ul class="token-list">
      {lengths.map(([name, value]) => (
        <li key={name} data-token={name}>
          {name.startsWith("--radius") ? (
            <span class="corner" style={{ borderRadius: `var(${name})` }} />
          ) : (
            <span class="length" style={{ width: `var(${name})` }} />
          )}
          <code>{name.slice(2)}</code>
          <span class="hint">{value}</span>
        </li>
      ))}
      <li data-token="--shadow">
        <span class="corner" style={{ boxShadow: "var(--shadow)" }} />
        <code>shadow</code>
        <span class="hint">of what lies above the page</span>
      </li>
    </ul>
  );
}

export function Motion({ set }: { set: TokenSet | undefined }) {
  const [isMoved, setMoved] = useState(false);
  const all = [...(set?.tokens ?? [])].filter(([name]) => name.startsWith("--motion-"));
  return (
    <>
      <button type="button" class="button" aria-pressed={isMoved} onClick={() => setMoved(!isMoved)}>
        Move
      </button>
      <ul class="token-list">
        {all.map(([name, value]) => (
          <li key={name} data-token={name}>
            <span class={isMoved ? "runner is-moved" : "runner"}>
              <i style={{ transitionDuration: name.endsWith("ease") ? "var(--motion-grow)" : `var(${name})` }} />
            </span>
            <code>{name.slice(2)}</code>
            <span class="hint">{value}</span>
          </li>
        ))}
      </ul>
      <p class="hint">Whoever asks the system for less motion gets none: everything arrives at once.</p>
    </>
  );
}
