import type { DeploymentProgress } from "../conversation/fold";
import { city } from "../plan/slots";
import { words } from "../words";
import { componentStates, type Tone, together, toneOf } from "./stages";

export interface RegionProgress {
  /** "" for the first region, `hel1-1` and so on for the others. */
  key: string;
  title: string;
  tone: Tone;
  done: number;
  total: number;
  /** Component and state, by name. */
  components: [name: string, state: string][];
  failed: string[];
}

/** `hel1-1:gitea` → `["hel1-1", "gitea"]`; components of the first region carry no key. */
export function split(component: string): [key: string, name: string] {
  const colon = component.indexOf(":");
  return colon < 0 ? ["", component] : [component.slice(0, colon), component.slice(colon + 1)];
}

/** As the person knows it: the city with its id. */
export function regionTitle(key: string, regions: readonly string[]): string {
  if (key === "") return regions[0] ? city(regions[0]) : words.value.progress.firstRegion;
  return city(key.replace(/-\d+$/, ""));
}

/** Regions after the first carry their place in the plan: `hel1-1` is the second. */
export function regionRank(key: string): number {
  return key === "" ? 0 : Number(/-(\d+)$/.exec(key)?.[1] ?? Number.MAX_SAFE_INTEGER);
}

/** One entry for each region, in the order of the plan. */
export function regionProgress(deployment: DeploymentProgress): RegionProgress[] {
  const found = new Map<string, [string, string][]>();
  for (const [component, state] of componentStates(deployment)) {
    const [key, name] = split(component);
    const list = found.get(key);
    if (list) list.push([name, state]);
    else found.set(key, [[name, state]]);
  }
  return [...found.entries()]
    .sort(([a], [b]) => regionRank(a) - regionRank(b))
    .map(([key, list]) => {
      const components = list.sort(([a], [b]) => (a < b ? -1 : 1));
      const tones = components.map(([, state]) => toneOf(state));
      return {
        key,
        title: regionTitle(key, deployment.regions),
        tone: together(tones),
        done: tones.filter((tone) => tone === "succeeded").length,
        total: tones.length,
        components,
        failed: components.filter(([, state]) => toneOf(state) === "failed").map(([name]) => name),
      };
    });
}
