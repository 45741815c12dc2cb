import { useState } from "preact/hooks";
import { useSession } from "../interface/context";
import { CheckIcon } from "../interface/icons";
import { words } from "../words";
import { names } from "./names";
import { HEIGHT, LAND, PLACES, type Place, placed, WIDTH } from "./places";
import { city, place } from "./slots";

/** The regions that can be had, on a map. A press on a place is said as a person would say it: by the regions' ids. */
export function RegionMap({ chosen }: { chosen: readonly string[] }) {
  const session = useSession();
  const [asked, setAsked] = useState<string | null>(null);
  const there = Object.entries(PLACES).filter(([id]) => id in names.value.regions);
  if (there.length === 0) return null;
  const say = (regions: readonly string[]) => {
    setAsked(null);
    session.say(regions.join(", "));
  };
  const press = (id: string) => {
    if (chosen.length === 0) say([id]);
    else setAsked(asked === id || (chosen.length === 1 && chosen[0] === id) ? null : id);
  };
  return (
    <section class="region-map" aria-label={words.value.map.region} data-testid="region-map">
      <div class="map-drawing">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
          <path class="land" d={LAND} />
          {there.map(([id, at]) => (
            <Mark key={id} place={at} isChosen={chosen.includes(id)} />
          ))}
        </svg>
        {there.map(([id, { label }]) => (
          <button
            type="button"
            key={id}
            class="map-place"
            // In the drawing's own units, so that names stay beside their places at every width.
            style={{ left: `${(100 * label.x) / WIDTH}%`, top: `${(100 * label.y) / HEIGHT}%` }}
            aria-pressed={chosen.includes(id)}
            disabled={session.view.value.closed}
            data-testid={`map-${id}`}
            onClick={() => press(id)}
          >
            {chosen.includes(id) && <CheckIcon size={14} />}
            {place(id)}
            <span class="visually-hidden"> ({id})</span>
          </button>
        ))}
      </div>
      <div role="status">{asked && <Ways asked={asked} chosen={chosen} onSay={say} />}</div>
    </section>
  );
}

function Mark({ place, isChosen }: { place: Place; isChosen: boolean }) {
  const { x, y } = placed(place.longitude, place.latitude);
  return (
    <g class={isChosen ? "mark is-chosen" : "mark"}>
      <path d={`M${x} ${y}L${place.label.x} ${place.label.y}`} />
      <circle cx={x} cy={y} r={isChosen ? 4.5 : 3.5} />
    </g>
  );
}

interface WaysProps {
  asked: string;
  chosen: readonly string[];
  onSay(regions: readonly string[]): void;
}

/** Another place can be meant instead or as well, and one of several be left out. */
function Ways({ asked, chosen, onSay }: WaysProps) {
  const { map } = words.value;
  const isIn = chosen.includes(asked);
  const others = chosen.filter((id) => id !== asked);
  const ways: [title: string, regions: readonly string[]][] = isIn
    ? [
        [map.without(city(asked)), others],
        [map.only(city(asked)), [asked]],
      ]
    : [
        [map.move(city(asked)), [asked]],
        [map.add(city(asked)), [...chosen, asked]],
      ];
  return (
    <div class="chips is-small map-ways">
      {ways.map(([title, regions]) => (
        <button type="button" class="chip" key={title} data-testid="map-way" onClick={() => onSay(regions)}>
          {title}
        </button>
      ))}
    </div>
  );
}
