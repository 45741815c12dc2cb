import { EMPTY, fold } from "../conversation/fold";
import { type Names, names } from "../plan/names";
import { Api } from "../session/api";
import type { Logged } from "../session/frames";
import { Session } from "../session/session";
import type { StateView } from "../wire";
import { MANNERS, type Manner } from "./aloud";
import type { Pace, Step } from "./runner";

const FORMAT = "concierge-recording";
const VERSION = 1;
export const LARGEST_BYTES = 20_000_000;
/** A silence of the recording is never longer than this when it is played. */
const LONGEST_PAUSE_MS = 4000;
/** Events that came this close together belong to one step. */
const TOGETHER_MS = 250;

export interface Recording {
  format: typeof FORMAT;
  version: typeof VERSION;
  names: Names;
  events: readonly Logged[];
  /** The service's word about the plan, each as it was after the event that it names. */
  states: readonly StateView[];
  /** How prospects spoke; it is played in the same way where that voice is there. Older recordings have none. */
  manner?: Manner;
}

/** Keeps what a session hears. What is secret never reaches the page, so it isn't here either. */
export class Recorder {
  private events: Logged[] = [];
  private readonly states = new Map<number, StateView>();

  constructor(session: Session) {
    session.overheard = (events) => {
      if (events[0]?.seq === 1) this.begin(session.state.value);
      this.events.push(...events);
    };
    session.state.subscribe((state) => {
      if (state) this.states.set(state.lastSeq, state);
    });
  }

  /** A new conversation, whose first state came with it. */
  private begin(first: StateView | null): void {
    this.events = [];
    this.states.clear();
    if (first) this.states.set(first.lastSeq, first);
  }

  /** As a file's text. */
  text(manner: Manner = "typed"): string {
    const last = this.events.at(-1)?.seq ?? 0;
    const states = [...this.states.values()].filter((state) => state.lastSeq <= last);
    const recording: Recording = {
      format: FORMAT,
      version: VERSION,
      names: names.value,
      manner,
      events: this.events,
      states: states.sort((a, b) => a.lastSeq - b.lastSeq),
    };
    return JSON.stringify(recording);
  }
}

/** A recording out of a file's text. Throws an error whose message is for a person. */
export function read(text: string): Recording {
  let value: Partial<Recording> | null;
  try {
    value = JSON.parse(text) as Partial<Recording> | null;
  } catch {
    throw new Error("This file is no recording.");
  }
  if (value?.format !== FORMAT) throw new Error("This file is no recording.");
  if (value.version !== VERSION) throw new Error("This recording was made by another version.");
  const { events, states } = value;
  const isWhole =
    Array.isArray(events) &&
    Array.isArray(states) &&
    events.length > 0 &&
    events.every((event, place) => event?.seq === place + 1 && typeof event.type === "string") &&
    states.every((state) => Number.isInteger(state?.lastSeq));
  if (!isWhole || !value.names?.regions || !value.names.apps) throw new Error("This recording is damaged.");
  const isKnown = MANNERS.some(({ id }) => id === value.manner);
  return { ...value, manner: isKnown ? value.manner : "typed" } as Recording;
}

/** A session that reaches nobody: it shows what a recording holds. */
export class Replayed extends Session {
  constructor(readonly recording: Recording) {
    super(new Api(() => new Promise<Response>(() => {})));
    this.rewind();
  }

  override say(): void {}

  override send(): boolean {
    return false;
  }

  override async events(after: number): Promise<readonly Logged[]> {
    return this.recording.events.filter(({ seq }) => seq > after && seq <= this.view.value.lastSeq);
  }

  rewind(): void {
    names.value = this.recording.names;
    this.view.value = EMPTY;
    this.emulator.value = true;
    this.status.value = "open";
    this.draft.value = "";
    this.state.value = this.recording.states[0] ?? null;
  }

  /** Events as they came, those that came together in one step. `aloud`: says a prospect's line before it stands there. */
  steps(aloud: (text: string, pace: Pace) => Promise<void> = async () => {}): Step[] {
    const groups: Logged[][] = [];
    let before = 0;
    for (const event of this.recording.events) {
      const at = Date.parse(event.at);
      const last = groups.at(-1);
      if (last && at - before < TOGETHER_MS && event.type !== "user_said") last.push(event);
      else groups.push([event]);
      before = at;
    }
    return groups.map((events, place) => ({
      title: titleOf(events),
      run: async (pace) => {
        const previous = groups[place - 1]?.at(-1);
        const gap = previous && events[0] ? Date.parse(events[0].at) - Date.parse(previous.at) : 0;
        await pace.wait(Math.min(LONGEST_PAUSE_MS, Math.max(0, gap)));
        const line = events[0]?.type === "user_said" ? spoken(events[0].text) : "";
        if (line) await aloud(line, pace);
        this.hear(events);
      },
    }));
  }

  private hear(events: readonly Logged[]): void {
    this.view.value = fold(this.view.value, events);
    const seq = this.view.value.lastSeq;
    const known = this.recording.states.filter((state) => state.lastSeq <= seq).at(-1);
    // What is not recorded of the state is what it was; its number says that it is as new as the log.
    if (known) this.state.value = { ...known, lastSeq: seq };
  }
}

/** A code or another secret stands there as dots, which nobody says. */
function spoken(text: string): string {
  return /\p{L}/u.test(text) ? text : "";
}

function titleOf(events: readonly Logged[]): string {
  for (const event of events) {
    if (event.type === "user_said" || event.type === "assistant_said") return event.text;
  }
  return events.some((event) => event.type === "deployment_reported") ? "News of the cloud" : "…";
}
