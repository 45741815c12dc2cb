import { batch, computed, signal } from "@preact/signals";
import { EMPTY, fold, type View } from "../conversation/fold";
import { names } from "../plan/names";
import type { StateView } from "../wire";
import { languageOf, spoken } from "../words/languages";
import { Api } from "./api";
import { type Credentials, forget, joinCode, load, save } from "./credentials";
import { Floor } from "./floor";
import type { Logged, Outgoing, ProblemDocument, Unnumbered } from "./frames";
import { keep, kept, ownTab } from "./kept";
import { LiveConnection, type LiveStatus } from "./live";
import { type Origin, Outbox, type Pending } from "./outbox";
import { NOTHING, type Partial, partialOf } from "./partial";
import { ApiProblem, documentOf, unexpected } from "./problem";
import type { Socket } from "./redial";
import { Refresh } from "./refresh";
import { ShownTracker } from "./shown";
import { onWake } from "./wake";

/** Frames that arrive within this time are folded and painted together. */
const BATCH_MS = 16;
/** How long a message may be missing from the log after a reconnect before the person is asked. */
const DOUBT_MS = 4000;

export interface Notice {
  key: number;
  problem: ProblemDocument;
}

/** How much of message `seq` has been heard over the voice line. */
export interface Spoken {
  seq: number;
  words: number;
  text: string;
}

/** The voice control, while it is on: it is told the frames of its line, and that the person sends text. */
export interface VoicePlug {
  frame(frame: Unnumbered): void;
  saying(): void;
}

/** One browser's part in one conversation: the log as a view, the server's state, and what is on its way. */
export class Session {
  readonly view = signal<View>(EMPTY);
  readonly state = signal<StateView | null>(null);
  readonly status = signal<LiveStatus>("stopped");
  readonly pending = signal<readonly Pending[]>([]);
  readonly notices = signal<readonly Notice[]>([]);
  readonly partial = signal<Partial>(NOTHING);
  readonly spoken = signal<Spoken | null>(null);
  voice: VoicePlug | null = null;
  /** Told every event once; for a recording. */
  overheard: ((events: readonly Logged[]) => void) | null = null;
  readonly draft = signal("");
  readonly emulator = signal(isTold("emulated"));
  /** A presenter shows it; the page says so. */
  readonly demonstration = signal(isTold("demonstration"));
  /** Why there is no conversation at all; null while there is one or it is being opened. */
  readonly startProblem = signal<ProblemDocument | null>(null);
  readonly credentials = signal<Credentials | null>(null);

  /** The server's word counts once it has seen as much of the log as we have. */
  readonly isStateCurrent = computed(() => (this.state.value?.lastSeq ?? -1) >= this.view.value.lastSeq);
  readonly asking = computed(
    () => (this.isStateCurrent.value ? this.state.value?.asking : this.view.value.asking) ?? null,
  );
  readonly language = computed(() => this.state.value?.language ?? languageOf(spoken()) ?? "en");
  /** A yes as the conversation's language says it, where that isn't English. */
  readonly yes = computed(() => {
    const state = this.state.value;
    return state?.optionTitles[state.options.indexOf("yes")] ?? null;
  });
  readonly turnOpen = computed(() =>
    this.view.value.closed
      ? false
      : this.isStateCurrent.value
        ? !!this.state.value?.turnOpen
        : this.view.value.turnOpen,
  );
  readonly secretsWanted = computed(() => {
    const state = this.state.value;
    const names = this.isStateCurrent.value && state ? state.secretsRequested : this.view.value.secretsRequested;
    const isAsked = this.asking.value === "secret" || !!state?.missing.includes("credentials");
    return isAsked ? names : [];
  });
  readonly canConfirm = computed(() => {
    const asking = this.asking.value;
    const isBusy = this.turnOpen.value || this.pending.value.length > 0;
    return (asking === "confirm" || asking === "email_code") && !isBusy && !this.view.value.closed;
  });

  private readonly outbox = new Outbox();
  private readonly refresh = new Refresh(() => this.readState());
  private live: LiveConnection | null = null;
  private shown = new ShownTracker(document.visibilityState === "visible");
  private floor = new Floor();
  private arrived: Logged[] = [];
  private batchTimer: number | null = null;
  private nextNotice = 1;
  private isAboutKnown = false;
  private sentShown = { seq: 0, generation: 0 };

  constructor(readonly api: Api = new Api()) {}

  /** Opens the conversation of the join link, of this browser, or a new one. */
  async begin(): Promise<void> {
    void this.readAbout();
    window.addEventListener("online", () => this.live?.reconnectNow());
    window.addEventListener("offline", () => this.live?.lose());
    onWake(() => {
      this.live?.lose();
      this.live?.reconnectNow();
    });
    document.addEventListener("visibilitychange", () => {
      const isVisible = document.visibilityState === "visible";
      this.shown.visible(isVisible);
      if (isVisible) this.live?.reconnectNow();
      this.sendShown();
    });
    await ownTab();
    await this.open();
  }

  /** Leaves this conversation for a new one. */
  async startNew(): Promise<void> {
    this.leave();
    forget();
    await this.open();
  }

  async open(): Promise<void> {
    this.startProblem.value = null;
    try {
      const joined = await this.join();
      const known = joined ?? load();
      if (!known || !(await this.resume(known))) await this.create();
    } catch (error) {
      this.startProblem.value = documentOf(error);
    }
  }

  say(text: string, origin: Origin = "button"): void {
    const said = text.trim();
    if (!said || this.view.value.closed) return;
    this.voice?.saying();
    this.outbox.add(said, origin);
    this.flush();
  }

  /** False when there is no open socket; such a frame isn't kept. */
  send(frame: Outgoing): boolean {
    return this.live?.send(frame) ?? false;
  }

  sayAgain(key: number): void {
    this.outbox.again(key);
    this.flush();
  }

  discard(key: number): void {
    this.outbox.remove(key);
    this.publishPending();
  }

  endInView(seq: number, inView: boolean): void {
    this.shown.end(seq, inView);
    this.sendShown();
  }

  dismiss(key: number): void {
    this.notices.value = this.notices.value.filter((notice) => notice.key !== key);
  }

  report(error: unknown): void {
    const problem = documentOf(error);
    // The same trouble again replaces its notice; a growing pile helps nobody.
    const others = this.notices.value.filter((notice) => notice.problem.code !== problem.code);
    this.notices.value = [...others, { key: this.nextNotice++, problem }].slice(-3);
  }

  /** Credentials of the open conversation. Throws when there is none. */
  held(): Credentials {
    const held = this.credentials.value;
    if (!held) throw new Error("no conversation is open");
    return held;
  }

  /** The log after `after`, a page of it; an empty one where it ends. */
  events(after: number): Promise<readonly Logged[]> {
    return this.api.events(this.held(), after);
  }

  requestState(): void {
    this.refresh.request();
  }

  private async join(): Promise<Credentials | null> {
    const code = joinCode(location.hash);
    if (!code) return null;
    history.replaceState(null, "", location.pathname + location.search);
    try {
      const joined = await this.api.redeem(code);
      save(joined);
      return joined;
    } catch (error) {
      this.report(error);
      return null;
    }
  }

  /** False when the token opens nothing. */
  private async resume(known: Credentials): Promise<boolean> {
    try {
      const state = await this.api.state(known);
      this.attach(known, state);
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem && error.isDenied)) throw error;
      forget();
      return false;
    }
  }

  private async create(): Promise<void> {
    const created = await this.api.create();
    save(created);
    this.attach({ id: created.id, token: created.token }, created.state);
  }

  private attach(credentials: Credentials, state: StateView): void {
    this.credentials.value = credentials;
    this.state.value = state;
    this.outbox.restore(kept(credentials.id));
    this.publishPending();
    const url = `${location.origin.replace(/^http/, "ws")}/api/v1/conversations/${encodeURIComponent(credentials.id)}/live`;
    const connect = () => new WebSocket(url, ["concierge", `bearer.${credentials.token}`]) as unknown as Socket;
    this.live = new LiveConnection(
      connect,
      {
        event: (event) => this.collect(event),
        frame: (frame) => this.unnumbered(frame),
        status: (status) => this.connection(status),
      },
      { set: (run, ms) => window.setTimeout(run, ms), clear: (timer) => window.clearTimeout(timer) },
    );
    this.live.start();
  }

  private leave(): void {
    const live = this.live;
    this.live = null;
    live?.stop();
    if (this.batchTimer !== null) window.clearTimeout(this.batchTimer);
    this.batchTimer = null;
    this.arrived = [];
    for (const item of this.outbox.pending) this.outbox.remove(item.key);
    this.publishPending();
    this.shown = new ShownTracker(document.visibilityState === "visible");
    this.sentShown = { seq: 0, generation: 0 };
    this.floor = new Floor();
    batch(() => {
      this.view.value = EMPTY;
      this.state.value = null;
      this.credentials.value = null;
      this.pending.value = [];
      this.notices.value = [];
      this.partial.value = NOTHING;
      this.spoken.value = null;
    });
  }

  private connection(status: LiveStatus): void {
    this.status.value = status;
    if (status === "open") {
      // A page that began without a network doesn't know yet what things are called.
      if (!this.isAboutKnown) void this.readAbout();
      this.flush();
      this.sendShown();
      const generation = this.live?.generation ?? 0;
      window.setTimeout(() => this.doubt(generation), DOUBT_MS);
    }
    // A refused handshake looks like any broken connection; only the state's answer tells a token that is void.
    if (status === "open" || status === "reconnecting") this.refresh.request();
  }

  private doubt(generation: number): void {
    if (this.live?.generation !== generation || !this.live.open) return;
    if (this.turnOpen.value || !this.isStateCurrent.value) {
      window.setTimeout(() => this.doubt(generation), DOUBT_MS);
      return;
    }
    this.outbox.doubt(generation);
    this.publishPending();
  }

  private collect(event: Logged): void {
    this.arrived.push(event);
    this.batchTimer ??= window.setTimeout(() => this.applyArrived(), BATCH_MS);
  }

  private applyArrived(): void {
    this.batchTimer = null;
    const events = this.arrived;
    this.arrived = [];
    this.overheard?.(events);
    for (const event of events) {
      if (event.type === "user_said" && event.channel !== "voice") this.outbox.logged(event);
      if (event.type === "shown") this.shown.logged(event.upto);
      if (event.type === "assistant_said") this.shown.said(event.seq, event.readBack !== null);
    }
    batch(() => {
      this.view.value = fold(this.view.value, events);
      // What is typed meanwhile leaves a sentence that is being spoken as it is.
      if (this.floor.logged(events)) this.partial.value = NOTHING;
      this.publishPending();
    });
    // Between two clauses the server's state is the same but for its number.
    if (events.some((event) => event.type !== "model_spoke")) this.refresh.request();
  }

  /** A frame without a number, from the live socket or from the voice line's own. */
  unnumbered(frame: Unnumbered): void {
    if (frame.type === "partial") {
      this.floor.partial();
      this.partial.value = partialOf(frame);
    }
    if (frame.type === "spoken" && Number.isInteger(frame.seq)) {
      this.spoken.value = { seq: frame.seq, words: Number(frame.words) || 0, text: String(frame.text ?? "") };
    }
    if (frame.type === "voice") {
      const over = this.floor.line(frame.state, frame.line);
      // Whatever was half heard came to nothing, or is in the log.
      if (over.partial) this.partial.value = NOTHING;
      if (over.spoken) this.spoken.value = null;
    }
    this.voice?.frame(frame);
    if (frame.type !== "problem") return;
    const problem = { ...unexpected(), ...frame };
    const refused = frame.channel === "voice" ? null : this.outbox.refused(problem.code);
    if (refused?.origin === "composer") {
      this.draft.value = this.draft.value.trim() ? `${refused.text}\n${this.draft.value}` : refused.text;
    }
    batch(() => {
      this.publishPending();
      this.report(new ApiProblem(problem));
    });
  }

  private flush(): void {
    const live = this.live;
    const seen = Math.max(live?.lastSeq ?? 0, this.state.value?.lastSeq ?? 0);
    if (live) this.outbox.flush(live.generation, (text) => live.send({ type: "say", text }), seen);
    this.publishPending();
  }

  private publishPending(): void {
    if (this.pending.value === this.outbox.pending) return;
    this.pending.value = this.outbox.pending;
    const held = this.credentials.value;
    if (held) keep(held.id, this.outbox.pending);
  }

  private sendShown(): void {
    const live = this.live;
    const seq = this.shown.due();
    if (!live || seq === null) return;
    // What this connection was told already isn't said twice; a new one is told again while the log lacks it.
    const told = this.sentShown.generation === live.generation ? this.sentShown.seq : 0;
    if (seq > told && live.send({ type: "shown", seq })) this.sentShown = { seq, generation: live.generation };
  }

  private async readState(): Promise<void> {
    const held = this.credentials.value;
    if (!held) return;
    try {
      const state = await this.api.state(held);
      if (this.credentials.value === held) this.state.value = state;
    } catch (error) {
      if (error instanceof ApiProblem && error.isDenied && this.credentials.value === held) await this.startNew();
    }
  }

  private async readAbout(): Promise<void> {
    try {
      const about = await this.api.about();
      this.isAboutKnown = true;
      this.emulator.value = about.emulator === true;
      this.demonstration.value = about.demonstration === true;
      if (about.names) names.value = about.names;
    } catch {
      // The first event of the log says it too.
    }
  }
}

/** By the server, in the page itself. */
function isTold(name: string): boolean {
  return document.documentElement.dataset[name] !== undefined;
}
