import type { StateView } from "../wire";
import { words } from "../words";
import { place, price } from "./slots";

/** What the estimate is made of, machine kind by machine kind. */
export function PriceParts({ state: { priceParts, estimate } }: { state: StateView }) {
  const { plan } = words.value;
  // The room is kept, so that the first price moves nothing below it.
  if (!priceParts?.length && !(estimate.monthly > 0)) return <div class="price-parts-room" aria-hidden="true" />;
  // Recordings of earlier versions have none.
  if (!priceParts?.length) return null;
  return (
    <details class="fold price-parts" data-testid="price-parts">
      <summary>{plan.parts}</summary>
      <ul>
        {priceParts.map((part) => (
          <li key={`${part.region}-${part.role}`}>
            <span>
              {place(part.region) ?? part.region}: {plan.roles[part.role]}
              <bdi class="price-machines">
                {part.count} × {part.size}
              </bdi>
            </span>
            <span class="price-part">{price(part.monthly, estimate.currency)}</span>
          </li>
        ))}
      </ul>
      <p class="hint">{plan.partsNote}</p>
    </details>
  );
}
