import { wordFor, words } from "../words";
import { StatusIcon } from "./StatusIcon";
import { toneOf } from "./stages";

export function RegionComponents({ components }: { components: readonly [name: string, state: string][] }) {
  return (
    <ul class="components" data-testid="components">
      {components.map(([name, state]) => (
        <li key={name} class={`component is-${toneOf(state)}`}>
          <StatusIcon tone={toneOf(state)} size={16} />
          <span>{name}</span>
          <span class="component-state">{wordFor(words.value.progress.states, state) ?? state}</span>
        </li>
      ))}
    </ul>
  );
}
