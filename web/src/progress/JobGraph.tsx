import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { FitIcon, MinusIcon, PlusIcon } from "../interface/icons";
import type { Job } from "../wire";
import { words } from "../words";
import { dragToScroll } from "./drag";
import { after, took } from "./JobList";
import { JobNode } from "./JobNode";
import { type JobLane, shortLabel } from "./lanes";
import { layout, NODE_HEIGHT, NODE_WIDTH, type PlacedNode } from "./layout";
import { edgesIn, nodesIn, useArea } from "./seen";
import { toneOf } from "./stages";
import { step } from "./steps";
import { LEAST_ZOOM, useWheelZoom, within } from "./zoom";

/** Below this labels are hard to read; the graph begins no smaller and scrolls instead. */
const LEAST_FIRST_ZOOM = 0.7;
/** Smaller than this a name can't be read; of a large graph only the boxes are drawn then. */
const LEAST_NAMED_ZOOM = 0.5;

/** Steps from left to right in the order they need each other. Scrolls in its own box; the page never gets wider. */
export function JobGraph({ lanes }: { lanes: readonly JobLane[] }) {
  const box = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  const [focused, setFocused] = useState<string | null>(null);
  const jobs = useMemo(() => new Map(lanes.flatMap((lane) => lane.jobs).map((job) => [job.name, job])), [lanes]);
  // States change all the time, the structure hardly ever: it is laid out anew only when it does.
  const structure = lanes
    .map((lane) => lane.title + lane.jobs.map((job) => `${job.name}<${job.dependsOn.join()}`).join(";"))
    .join("|");
  const placed = useMemo(() => layout(lanes), [structure]);
  const places = useMemo(() => new Map(placed.nodes.map((node) => [node.name, node])), [placed]);
  const area = useArea(box, placed, zoom);
  // One path for all of them: a browser draws that in one go.
  const edges = useMemo(
    () => (area ? edgesIn(placed.edges, places, area) : placed.edges).map((edge) => edge.path).join(""),
    [placed, places, area],
  );
  const current = focused !== null && jobs.has(focused) ? focused : (placed.nodes[0]?.name ?? null);
  const nodes = useMemo(() => {
    const drawn = area ? nodesIn(placed.nodes, area) : placed.nodes;
    // What has the focus stays, wherever one has scrolled to, and what Tab reaches is always there.
    const here = current === null ? undefined : places.get(current);
    return here && area && !drawn.includes(here) ? [...drawn, here] : drawn;
  }, [placed, places, area, current]);
  const isNamed = area === null || zoom >= LEAST_NAMED_ZOOM;

  const says = words.value.progress;
  const zoomTo = (next: number) => setZoom(within(next));
  const fitWidth = (least = LEAST_ZOOM) => {
    const width = box.current?.clientWidth ?? 0;
    if (width > 0) zoomTo(Math.max(least, Math.min(1, width / placed.width)));
  };
  useLayoutEffect(() => fitWidth(LEAST_FIRST_ZOOM), [placed.width]);
  useWheelZoom(box, zoom, setZoom);
  useEffect(() => {
    const element = box.current;
    return element ? dragToScroll(element) : undefined;
  }, []);

  // The focus follows once the node is drawn.
  const wish = useRef<string | null>(null);
  useLayoutEffect(() => {
    const name = wish.current;
    const node = name && box.current?.querySelector<SVGGElement>(`[data-job="${CSS.escape(name)}"]`);
    if (!node) return;
    wish.current = null;
    node.focus({ preventScroll: true });
  });

  const move = (event: KeyboardEvent) => {
    const zooms: Record<string, number> = { "+": zoom * 1.25, "=": zoom * 1.25, "-": zoom / 1.25, "0": 1 };
    const nextZoom = event.ctrlKey || event.metaKey ? undefined : zooms[event.key];
    if (nextZoom !== undefined) {
      event.preventDefault();
      return zoomTo(nextZoom);
    }
    const target = current && step(placed.nodes, current, event.key);
    if (!target) return;
    event.preventDefault();
    wish.current = target.name;
    setFocused(target.name);
    if (box.current) bring(box.current, target, zoom);
  };

  return (
    <div class="graph" data-testid="graph">
      <div class="graph-tools">
        <p class="graph-detail" aria-hidden="true">
          {focused ? detail(jobs.get(focused), jobs) : says.count(jobs.size)}
        </p>
        <button type="button" class="icon-button" aria-label={says.zoomOut} onClick={() => zoomTo(zoom / 1.25)}>
          <MinusIcon />
        </button>
        <button type="button" class="icon-button" aria-label={says.zoomIn} onClick={() => zoomTo(zoom * 1.25)}>
          <PlusIcon />
        </button>
        <button type="button" class="icon-button" aria-label={says.fit} onClick={() => fitWidth()}>
          <FitIcon />
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="graph-box" dir="ltr" aria-label={says.graphOf} tabIndex={0} ref={box}>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset can't be a drawing */}
        <svg
          width={placed.width * zoom}
          height={placed.height * zoom}
          viewBox={`0 0 ${placed.width} ${placed.height}`}
          role="group"
          aria-label={says.graphKeys}
          onKeyDown={move}
        >
          {placed.lanes.map((lane) => (
            <text key={lane.title} class="lane-title" x={lane.x} y={lane.y + 16}>
              {lane.title}
            </text>
          ))}
          <path class="edge" d={edges} />
          <g>
            {focused &&
              placed.edges
                .filter((edge) => edge.from === focused || edge.to === focused)
                .map((edge) => <path key={`${edge.from}>${edge.to}`} class="edge is-near" d={edge.path} />)}
          </g>
          {nodes.map((node) => (
            <Placed
              key={node.name}
              node={node}
              job={jobs.get(node.name)}
              jobs={jobs}
              isCurrent={node.name === current}
              isNamed={isNamed}
              onFocus={setFocused}
            />
          ))}
        </svg>
      </section>
    </div>
  );
}

interface PlacedProps {
  node: PlacedNode;
  job: Job | undefined;
  jobs: ReadonlyMap<string, Job>;
  isCurrent: boolean;
  isNamed: boolean;
  onFocus(name: string | null): void;
}

/** Scrolls the box, and nothing around it, until the node is in it. */
function bring(box: HTMLElement, { x, y }: PlacedNode, zoom: number): void {
  const into = (at: number, size: number, from: number, room: number) =>
    Math.min(Math.max(from, (at + size) * zoom + 24 - room), at * zoom - 24);
  box.scrollTo({
    left: into(x, NODE_WIDTH, box.scrollLeft, box.clientWidth),
    top: into(y, NODE_HEIGHT, box.scrollTop, box.clientHeight),
    behavior: "instant",
  });
}

function Placed({ node, job, jobs, isCurrent, isNamed, onFocus }: PlacedProps) {
  if (!job) return null;
  return (
    <JobNode
      name={job.name}
      label={shortLabel(job)}
      description={detail(job, jobs)}
      tone={toneOf(job.status)}
      x={node.x}
      y={node.y}
      isCurrent={isCurrent}
      isNamed={isNamed}
      onFocus={onFocus}
    />
  );
}

function detail(job: Job | undefined, jobs: ReadonlyMap<string, Job>): string {
  if (!job) return "";
  const { comma, progress } = words.value;
  const needs = job.dependsOn.length > 0 ? comma + after(job, jobs) : "";
  const time = took(job);
  const state = progress.tones[toneOf(job.status)];
  return `${shortLabel(job)}: ${time ? progress.took(state, time) : state}${needs}`;
}
