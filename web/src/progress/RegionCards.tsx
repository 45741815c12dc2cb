import { listed } from "../interface/words";
import { RegionComponents } from "./RegionComponents";
import type { RegionProgress } from "./regions";
import { StatusIcon, TONE_WORDS } from "./StatusIcon";

/** A card for each region that folds open to its components. */
export function RegionCards({ regions }: { regions: readonly RegionProgress[] }) {
  if (regions.length === 0) return null;
  return (
    <ul class="regions" data-testid="regions" aria-label="Regions">
      {regions.map((region) => (
        <li key={region.key} class={`region is-${region.tone}`} data-testid="region" data-tone={region.tone}>
          <details>
            <summary>
              <StatusIcon tone={region.tone} />
              <span class="region-title">{region.title}</span>
              <span class="region-state">
                {region.tone === "failed" ? TONE_WORDS.failed : `${region.done} of ${region.total}`}
              </span>
              <progress
                class="bar"
                max={region.total}
                value={region.done}
                aria-label={`Installed in ${region.title}`}
              />
              {region.failed.length > 0 && <span class="region-failed">{listed(region.failed)} failed</span>}
            </summary>
            <RegionComponents components={region.components} />
          </details>
        </li>
      ))}
    </ul>
  );
}
