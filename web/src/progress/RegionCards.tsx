import { listed } from "../interface/words";
import { words } from "../words";
import { RegionComponents } from "./RegionComponents";
import type { RegionProgress } from "./regions";
import { StatusIcon } from "./StatusIcon";

/** A card for each region that folds open to its components. */
export function RegionCards({ regions }: { regions: readonly RegionProgress[] }) {
  if (regions.length === 0) return null;
  return (
    <ul class="regions" data-testid="regions" aria-label={words.value.progress.regions}>
      {regions.map((region) => (
        <li key={region.key} class={`region is-${region.tone}`} data-testid="region" data-tone={region.tone}>
          <details>
            <summary>
              <StatusIcon tone={region.tone} />
              <span class="region-title">{region.title}</span>
              <progress
                class="bar"
                max={region.total}
                value={region.done}
                aria-label={words.value.progress.installedIn(region.title)}
              />
              <span class="region-state">
                {region.failed.length > 0
                  ? words.value.progress.regionFailed(listed(region.failed))
                  : words.value.progress.regionInstalled(region.done, region.total)}
              </span>
            </summary>
            <RegionComponents components={region.components} />
          </details>
        </li>
      ))}
    </ul>
  );
}
