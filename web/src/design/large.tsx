import { render } from "preact";
import { App } from "../app";
import { JobGraph } from "../progress/JobGraph";
import { laneJobs } from "../progress/lanes";
import type { Job } from "../wire";
import "./design.css";
import { FULL, sample, user, we } from "./sample";

const REGIONS = ["fsn1", "hel1", "ash", "nbg1"];
const LONG =
  "I suggest Falkenstein, Germany, which suits you best: one cpx42 (8 cores, 16 GB) machine at nordwind.example.org, " +
  "with Cal.com and Nextcloud, for about EUR 25.49 a month (an estimate). Which e-mail address may I use?";

/** `/design?jobs=500` and `/design?events=2000`: the page with much in it, for `concierge bench page`. */
export function openLarge(root: HTMLElement, search: string): void {
  const wanted = new URLSearchParams(search);
  const number = (name: string) => Math.min(10_000, Number(wanted.get(name)) || 0);
  document.title = "Much of it · Concierge";
  if (wanted.has("jobs")) render(<Graph jobs={jobs(number("jobs"))} />, root);
  else render(<App session={talk(number("events"))} />, root);
}

function Graph({ jobs }: { jobs: readonly Job[] }) {
  return (
    <main class="large-graph" data-testid="large">
      <JobGraph lanes={laneJobs(jobs, REGIONS)} />
    </main>
  );
}

/** A cloud in four regions with so many steps: each after up to three of the hundred before it, always the same. */
function jobs(count: number): Job[] {
  let state = 7;
  const draw = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const perRegion = Math.ceil(count / REGIONS.length);
  return Array.from({ length: count }, (_, place) => {
    const region = Math.floor(place / perRegion);
    const first = region * perRegion;
    const name = (at: number) => `install-${region === 0 ? "" : `${REGIONS[region]}-${region}:`}part-${at - first}`;
    const before = Math.min(100, place - first);
    const needs = Array.from({ length: before > 0 ? draw(4) : 0 }, () => name(place - 1 - draw(before)));
    return {
      name: name(place),
      label: "",
      status: ["succeeded", "succeeded", "succeeded", "running", "pending", "failed"][draw(6)] ?? "pending",
      parent: null,
      region: region === 0 ? null : `${REGIONS[region]}-${region}`,
      dependsOn: [...new Set(needs)],
      startedAt: null,
      finishedAt: null,
    };
  });
}

/** A conversation of so many events, each of which one sees. */
function talk(events: number) {
  const said = Array.from({ length: events }, (_, place) =>
    place % 2 === 0 ? user(`We also need booking and files, for the ${place}th time.`) : we(LONG),
  );
  return sample([...said, { type: "shown", upto: events, how: "shown" }], { state: FULL });
}
