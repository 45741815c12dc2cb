import { batch, computed, signal } from "@preact/signals";
import type { ProblemDocument } from "../session/frames";
import { ApiProblem, documentOf } from "../session/problem";
import type { Socket } from "../session/redial";
import type { SandboxApi } from "./api";
import { Attachment, type Status } from "./attachment";
import { type Card, type Deck, EMPTY_DECK, fold } from "./cards";
import type { Delivery } from "./delivery";
import type { Screen } from "./screen";
import type { Activity, Ended, Present, Told } from "./wire";

/** How often it is looked whether something is late; only while something is under way. */
const LOOK_MS = 500;

export interface Undelivered {
  bytes: number;
  text: string;
  late: boolean;
}

/** One session as this page sees it. */
export class SessionClient {
  readonly status = signal<Status>("connecting");
  readonly present = signal<readonly Present[]>([]);
  readonly you = signal(0);
  readonly size = signal({ cols: 80, rows: 24 });
  readonly ended = signal<Ended | "lost" | null>(null);
  readonly title = signal("");
  readonly activity = signal<{ state: Activity; reason: string } | null>(null);
  readonly deck = signal<Deck>(EMPTY_DECK);
  readonly undelivered = signal<Undelivered | null>(null);
  readonly copyWish = signal<string | null>(null);
  readonly linkWish = signal<string | null>(null);
  readonly notice = signal("");
  readonly problem = signal<ProblemDocument | null>(null);
  readonly me = computed(() => this.present.value.find((who) => who.id === this.you.value) ?? null);
  readonly controls = computed(() => this.me.value?.controls ?? false);
  readonly readOnly = computed(() => this.me.value?.role === "read" || this.ended.value !== null);
  private readonly drawn = signal<Screen | null>(null);
  private readonly attachment: Attachment;
  private looking: number | null = null;
  private early: (() => void)[] = [];

  constructor(
    readonly id: string,
    readonly api: SandboxApi,
    options: { output: boolean; role: "control" | "watch" | "read" },
  ) {
    this.attachment = new Attachment(
      () => api.socket(id) as unknown as Socket,
      {
        snapshot: (shot, digested) => this.onScreen((screen) => screen.snapshot(shot, digested)),
        output: (output, digested) => this.onScreen((screen) => screen.write(output, digested)),
        told: (message) => this.told(message),
        status: (status) => {
          this.status.value = status;
        },
        delivery: (delivery) => this.delivering(delivery),
        failing: () => void this.askWhy(),
      },
      { set: (run, ms) => window.setTimeout(run, ms), clear: (timer) => window.clearTimeout(timer) },
      { ...options, name: deviceName(), cols: 0, rows: 0 },
    );
  }

  get screen(): Screen | null {
    return this.drawn.value;
  }

  begin(): void {
    window.addEventListener("online", this.back);
    window.addEventListener("offline", this.away);
    window.addEventListener("pageshow", this.shown);
    window.addEventListener("beforeunload", this.leaving);
    document.addEventListener("visibilitychange", this.seen);
    this.attachment.start();
  }

  close(): void {
    window.removeEventListener("online", this.back);
    window.removeEventListener("offline", this.away);
    window.removeEventListener("pageshow", this.shown);
    window.removeEventListener("beforeunload", this.leaving);
    document.removeEventListener("visibilitychange", this.seen);
    if (this.looking !== null) window.clearInterval(this.looking);
    this.attachment.stop();
    this.screen?.close();
    this.drawn.value = null;
  }

  wake(): void {
    this.attachment.lose();
    this.attachment.reconnectNow();
  }

  /** The terminal is loaded and stands in the page. */
  draw(screen: Screen): void {
    this.drawn.value = screen;
    this.settle();
    for (const run of this.early.splice(0)) run();
    this.fit();
  }

  undraw(): void {
    this.screen?.close();
    this.drawn.value = null;
  }

  /** Whether the terminal is looked at, or cards alone. */
  show(output: boolean): void {
    const room = this.screen?.room() ?? { cols: 0, rows: 0 };
    // Whoever only reads cards keeps nobody from typing; whoever opens the terminal types where nobody does.
    const isFree = !this.present.value.some((who) => who.controls && who.id !== this.you.value);
    this.attachment.show(output, output && isFree ? "control" : "watch", room);
  }

  fit(): void {
    const room = this.screen?.room();
    if (room) this.attachment.resize(room.cols, room.rows);
    this.screen?.scale();
  }

  type(data: Uint8Array): void {
    if (!this.readOnly.value) this.attachment.type(data);
  }

  send(text: string): void {
    this.type(new TextEncoder().encode(text));
  }

  /** A whole line, as a program that reads lines gets a pasted one, and then Enter. */
  line(text: string): void {
    if (this.screen && text.includes("\n")) this.screen.paste(text);
    else this.send(text.replace(/\n/g, "\r"));
    this.send("\r");
  }

  takeControl(): void {
    this.attachment.takeControl();
    this.screen?.focus();
  }

  signal(name: string): void {
    this.attachment.say({ type: "signal", signal: name });
  }

  discard(): void {
    this.attachment.discard();
    this.screen?.focus();
  }

  /** An answer to a card; the service takes the first one of all that come. */
  decide(card: Card, action: string, text = ""): void {
    if (!this.attachment.say({ type: "action", card_id: card.id, action, text }))
      this.notice.value = "There is no connection just now. Nothing was sent; try again in a moment.";
  }

  private onScreen(run: (screen: Screen) => void): void {
    const screen = this.screen;
    if (screen) run(screen);
    else this.early.push(() => this.screen && run(this.screen));
  }

  private told(message: Told): void {
    batch(() => {
      switch (message.type) {
        case "hello":
          this.you.value = message.you;
          this.size.value = { cols: message.cols, rows: message.rows };
          this.problem.value = null;
          break;
        case "resized":
          this.size.value = { cols: message.cols, rows: message.rows };
          break;
        case "presence":
          this.present.value = message.watchers;
          if (!this.controls.value) this.attachment.lostControl();
          this.settle();
          break;
        case "skipped":
          this.notice.value = "This device was behind and was brought up to date.";
          break;
        case "refused":
          this.notice.value = message.why === "ended" ? "The session has ended." : "You may watch here, not type.";
          break;
        case "exit":
          this.ended.value = { code: message.code, signal: message.signal };
          this.settle();
          break;
        case "lost":
          this.ended.value = "lost";
          this.settle();
          break;
        case "activity":
          this.activity.value = { state: message.state, reason: message.reason };
          this.tellSeen();
          break;
        case "card":
        case "decided":
          this.deck.value = fold(this.deck.value, message);
          break;
        case "problem":
          this.notice.value = [message.detail, message.next].filter(Boolean).join(" ");
          break;
      }
    });
  }

  /** Whoever looks at it needn't be told that it waits. */
  private tellSeen(): void {
    if (this.activity.value?.state === "waiting" && document.visibilityState === "visible")
      this.attachment.say({ type: "seen" });
  }

  private settle(): void {
    const { screen } = this;
    if (!screen) return;
    screen.isMine = this.controls.value;
    screen.readOnly(this.readOnly.value);
    screen.scale();
  }

  private delivering(delivery: Delivery): void {
    const now = Date.now();
    const bytes = delivery.bytes;
    const late = delivery.isLate(now);
    // Nothing is said of what is simply on its way.
    this.undelivered.value = bytes > 0 ? { bytes, text: delivery.shown(), late } : null;
    if (bytes > 0 && this.looking === null) {
      this.looking = window.setInterval(() => this.delivering(this.attachment.delivery), LOOK_MS);
    } else if (bytes === 0 && this.looking !== null) {
      window.clearInterval(this.looking);
      this.looking = null;
    }
  }

  private async askWhy(): Promise<void> {
    try {
      await this.api.session(this.id);
    } catch (error) {
      if (error instanceof ApiProblem && error.isDenied) {
        this.attachment.stop();
        batch(() => {
          this.status.value = "ended";
          this.problem.value = documentOf(error);
        });
      }
    }
  }

  private readonly back = () => this.attachment.reconnectNow();
  private readonly away = () => this.attachment.lose();
  /** A page that comes out of the browser's memory has a socket that is long gone. */
  private readonly shown = (event: PageTransitionEvent) => event.persisted && this.wake();
  private readonly seen = () => {
    if (document.visibilityState !== "visible") return;
    this.attachment.reconnectNow();
    this.tellSeen();
  };
  private readonly leaving = (event: BeforeUnloadEvent) => {
    if (this.undelivered.value?.late) event.preventDefault();
  };
}

/** How others see this device. */
function deviceName(): string {
  const agent = navigator.userAgent;
  const kinds: [RegExp, string][] = [
    [/iPhone/, "iPhone"], [/iPad/, "iPad"], [/Android.*Mobile/, "Android phone"], [/Android/, "Android tablet"],
    [/Macintosh/, "Mac"], [/Windows/, "Windows PC"], [/CrOS/, "Chromebook"], [/Linux/, "Linux PC"],
  ]; // biome-ignore format: a table
  return kinds.find(([pattern]) => pattern.test(agent))?.[1] ?? "Browser";
}
