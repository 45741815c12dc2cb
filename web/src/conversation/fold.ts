import { type Told, withWords } from "../plan/told";
import type { Logged } from "../session/frames";
import type {
  Asking,
  AssistantSaid,
  DeploymentReported,
  Job,
  ProgressLine,
  ReadBack,
  UserSaid,
  Verdict,
} from "../wire";

export type TimelineItem =
  | { kind: "user"; seq: number; at: string; text: string; channel: UserSaid["channel"] }
  | {
      kind: "assistant";
      seq: number;
      /** seq of its first clause, or its own: the same from the first word to the last, so that it stays one message. */
      began: number;
      /** False while a model is still speaking it. */
      isWhole: boolean;
      at: string;
      text: string;
      options: string[];
      titles: string[];
      readBack: ReadBack | null;
      /** What was heard of it before the person cut in; null where nobody did, or nothing was spoken aloud. */
      heard: string | null;
    }
  | { kind: "note"; seq: number; at: string; what: Note; email: string; tone: "good" | "quiet" }
  | { kind: "outcome"; seq: number; at: string; deploymentId: string; outcome: Outcome };

/** What is noted between the messages. */
export type Note = "verified" | "handedOn" | "ended";

/** How a deployment ended. */
export type Outcome = Exclude<Verdict["outcome"], "in_progress">;

export interface DeploymentProgress {
  id: string;
  fqdn: string;
  /** Cloud regions in the order of the plan. */
  regions: readonly string[];
  mesh: { name: string; id: number } | null;
  createdAt: string;
  /** When the verdict came; null while it runs. */
  endedAt: string | null;
  status: string;
  /** Only the last ones; the log has all. */
  lines: ProgressLine[];
  components: ReadonlyMap<string, string>;
  jobs: ReadonlyMap<string, Job>;
  consoleUrl: string | null;
  verdict: Verdict | null;
  trouble: string | null;
}

/** What the page shows of the log. */
export interface View {
  lastSeq: number;
  timeline: TimelineItem[];
  turnOpen: boolean;
  /** Call of the model's answer that is under way; null while there is none. */
  answering: string | null;
  /** What a model has said in the open turn, one text for each of its answers. */
  spoken: readonly string[];
  asking: Asking | null;
  /** seq of the newest read-back; 0 without one. */
  newestReadBack: number;
  /** Digest of the plan that was created last; empty before. */
  confirmedDigest: string;
  /** seq of the newest utterance of the assistant: only its options are alive. */
  newestSaid: number;
  secretsRequested: string[];
  codeRefused: { reason: string; attemptsLeft: number; seq: number } | null;
  deployment: DeploymentProgress | null;
  emulated: boolean;
  closed: boolean;
  /** Highest `upto` of the log's `shown` events. */
  shownUpto: number;
  /** Which words led to which value of the plan. */
  told: Told;
}

export const EMPTY: View = {
  lastSeq: 0,
  timeline: [],
  turnOpen: false,
  answering: null,
  spoken: [],
  asking: null,
  newestReadBack: 0,
  confirmedDigest: "",
  newestSaid: 0,
  secretsRequested: [],
  codeRefused: null,
  deployment: null,
  emulated: false,
  closed: false,
  shownUpto: 0,
  told: new Map(),
};

const MOST_LINES = 200;

/** The view after a batch of events. The given view isn't changed; what didn't change is shared. */
export function fold(view: View, events: readonly Logged[]): View {
  if (events.length === 0) return view;
  const next: View = { ...view, timeline: [...view.timeline] };
  const reports = new ReportBatch();
  for (const event of events) {
    if (event.seq <= next.lastSeq) continue;
    next.lastSeq = event.seq;
    if (event.type === "deployment_reported") reports.add(next, event);
    else {
      // A deployment can be replaced by the next event; what was gathered belongs to the present one.
      reports.flush(next);
      apply(next, event);
    }
  }
  reports.flush(next);
  return next;
}

function apply(view: View, event: Exclude<Logged, { type: "deployment_reported" }>): void {
  const { seq, at } = event;
  switch (event.type) {
    case "conversation_started":
      view.emulated = event.emulated;
      break;
    case "user_said":
      view.turnOpen = true;
      view.codeRefused = null;
      brokenOff(view);
      // Whoever paused and went on said one sentence: the whole of it stands where its beginning stood alone.
      if (event.continues !== null) {
        view.timeline = view.timeline.filter((item) => item.kind !== "user" || item.seq !== event.continues);
      }
      view.timeline.push({ kind: "user", seq, at, text: event.text, channel: event.channel });
      break;
    case "understood":
      view.told = withWords(view.told, event, textOf(view, event.of));
      break;
    case "assistant_said":
      said(view, event, seq, at);
      break;
    case "model_asked":
      view.answering = event.callId;
      view.spoken = [...view.spoken, ""];
      break;
    case "model_spoke":
      if (event.callId === view.answering) spoke(view, event.text, seq, at);
      break;
    case "model_answered":
    case "model_failed":
      if (event.callId === view.answering) view.answering = null;
      break;
    case "interrupted":
      if (event.heard !== null) interrupted(view, event.heard);
      break;
    case "shown":
      view.shownUpto = Math.max(view.shownUpto, event.upto);
      break;
    case "email_verified":
      view.codeRefused = null;
      note(view, seq, at, "verified", event.email);
      break;
    case "code_refused":
      view.codeRefused = { reason: event.reason, attemptsLeft: event.attemptsLeft, seq };
      break;
    case "secret_requested":
      view.secretsRequested = [...event.names];
      break;
    case "secret_stored":
      view.secretsRequested = view.secretsRequested.filter((name) => name !== event.name);
      break;
    case "deployment_created":
      view.asking = null;
      view.newestReadBack = 0;
      view.confirmedDigest = event.digest;
      view.deployment = {
        id: event.deploymentId,
        fqdn: event.fqdn,
        regions: event.regions,
        mesh: event.meshName !== null && event.meshId !== null ? { name: event.meshName, id: event.meshId } : null,
        createdAt: at,
        endedAt: null,
        status: "",
        lines: [],
        components: new Map(),
        jobs: new Map(),
        consoleUrl: null,
        verdict: null,
        trouble: null,
      };
      break;
    case "human_requested":
      note(view, seq, at, "handedOn");
      break;
    case "closed":
      view.closed = true;
      view.turnOpen = false;
      view.asking = null;
      note(view, seq, at, "ended");
      break;
    default:
      // The rest of the log is for audit and for the server's own state.
      break;
  }
}

/** A clause is shown as it comes. Whatever ends the turn begins with it: the server sees to that. */
function spoke(view: View, clause: string, seq: number, at: string): void {
  view.spoken = [...view.spoken.slice(0, -1), (view.spoken.at(-1) ?? "") + clause];
  const text = view.spoken
    .map((part) => part.trim())
    .filter((part) => part)
    .join(" ");
  const place = unfinished(view);
  const begun = view.timeline[place];
  if (begun?.kind === "assistant") view.timeline[place] = { ...begun, seq, text };
  else
    view.timeline.push({
      kind: "assistant",
      seq,
      began: seq,
      isWhole: false,
      at,
      text,
      options: [],
      titles: [],
      readBack: null,
      heard: null,
    });
}

/** What the person said in message `seq`; it is among the newest. */
function textOf(view: View, seq: number): string {
  for (let place = view.timeline.length - 1; place >= 0; place -= 1) {
    const item = view.timeline[place];
    if (item?.kind === "user" && item.seq <= seq) return item.seq === seq ? item.text : "";
  }
  return "";
}

/** Where the message stands that is being spoken; -1 without one. */
function unfinished(view: View): number {
  return view.timeline.findIndex((item) => item.kind === "assistant" && !item.isWhole);
}

/** A new turn begins: what was never finished stays as it is. */
function brokenOff(view: View): void {
  const place = unfinished(view);
  const begun = view.timeline[place];
  if (begun?.kind === "assistant") view.timeline[place] = { ...begun, isWhole: true };
  view.answering = null;
  view.spoken = [];
}

function said(view: View, event: AssistantSaid, seq: number, at: string): void {
  view.asking = event.asking;
  view.newestSaid = seq;
  if (event.endsTurn) view.turnOpen = false;
  if (event.readBack) view.newestReadBack = seq;
  const place = unfinished(view);
  const begun = view.timeline[place];
  const item: TimelineItem = {
    kind: "assistant",
    seq,
    began: begun?.kind === "assistant" ? begun.began : seq,
    isWhole: true,
    at,
    text: event.text,
    options: event.options,
    titles: event.titles,
    readBack: event.readBack,
    heard: begun?.kind === "assistant" ? begun.heard : null,
  };
  if (begun) view.timeline[place] = item;
  else view.timeline.push(item);
  view.spoken = [];
}

/** Whoever heard it to the end cut nothing off. */
function interrupted(view: View, heard: string): void {
  const place = view.timeline.map((item) => item.kind).lastIndexOf("assistant");
  const item = view.timeline[place];
  if (item?.kind !== "assistant" || letters(heard).length >= letters(item.text).length) return;
  view.timeline[place] = { ...item, heard };
}

function letters(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "");
}

function note(view: View, seq: number, at: string, what: Note, email = ""): void {
  view.timeline.push({ kind: "note", seq, at, what, email, tone: what === "verified" ? "good" : "quiet" });
}

/** Gathers consecutive reports, so that ten thousand of them copy the maps once and not ten thousand times. */
class ReportBatch {
  private present: DeploymentProgress | null = null;
  private lines: ProgressLine[] = [];
  private components = new Map<string, string>();
  private jobs = new Map<string, Job>();

  add(view: View, event: DeploymentReported & { seq: number; at: string }): void {
    if (!view.deployment || view.deployment.id !== event.deploymentId) return;
    if (!this.present) {
      this.present = { ...view.deployment };
      this.lines = [...view.deployment.lines];
      this.components = new Map(view.deployment.components);
      this.jobs = new Map(view.deployment.jobs);
    }
    const { present } = this;
    present.status = event.status;
    present.trouble = event.trouble;
    present.consoleUrl = event.consoleUrl ?? present.consoleUrl;
    this.lines.push(...event.lines);
    for (const [name, state] of Object.entries(event.components)) this.components.set(name, state);
    for (const job of event.jobs) this.jobs.set(job.name, job);
    if (event.verdict) {
      present.verdict = event.verdict;
      if (event.verdict.outcome !== "in_progress") ended(view, present, event.verdict.outcome, event.seq, event.at);
    }
  }

  flush(view: View): void {
    if (!this.present) return;
    view.deployment = {
      ...this.present,
      lines: this.lines.slice(-MOST_LINES),
      components: this.components,
      jobs: this.jobs,
    };
    this.present = null;
  }
}

function ended(view: View, present: DeploymentProgress, outcome: Outcome, seq: number, at: string): void {
  present.endedAt ??= at;
  const known = view.timeline.findIndex((item) => item.kind === "outcome" && item.deploymentId === present.id);
  const item: TimelineItem = { kind: "outcome", seq, at, deploymentId: present.id, outcome };
  const before = view.timeline[known];
  if (before?.kind === "outcome" && before.outcome === outcome) return;
  if (known >= 0) view.timeline.splice(known, 1);
  view.timeline.push(item);
}
