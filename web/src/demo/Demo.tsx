import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { App } from "../app";
import { saveFile } from "../interface/saveFile";
import { forget } from "../session/credentials";
import { Session } from "../session/session";
import { direction, speakAs, words } from "../words";
import { stepsOf, type Telling, typing } from "./acting";
import {
  aloud,
  browserSpeaker,
  browserSpeaks,
  FASTEST_SPOKEN,
  type Manner,
  pitchOf,
  type Speaker,
  sayAloud,
  serviceSpeaker,
} from "./aloud";
import "./demo.css";
import { Presenter } from "./Presenter";
import { PROSPECTS, type Prospect } from "./prospects";
import { LARGEST_BYTES, Recorder, Replayed, read } from "./recording";
import { Room } from "./room";
import { type Pace, Runner } from "./runner";

/** Everything that the presenter moves. What the audience sees is the page itself, over a real conversation. */
export class Demo {
  readonly session = new Session();
  readonly runner = new Runner();
  readonly room = new Room();
  readonly recorder = new Recorder(this.session);
  readonly prospect = signal<Prospect>(PROSPECTS[0] as Prospect);
  readonly fault = signal("");
  readonly replay = signal<Replayed | null>(null);
  readonly mail = signal<{ to: string; code: string } | null>(null);
  readonly trouble = signal("");
  readonly manner = signal<Manner>("typed");
  /** The voices that are there. */
  readonly manners = signal<readonly Manner[]>(["typed"]);
  private readonly speakers: Record<Exclude<Manner, "typed">, Speaker>;
  private baseSpeed = 0;

  constructor() {
    const pitch = () => pitchOf(PROSPECTS.indexOf(this.prospect.value));
    this.speakers = { service: serviceSpeaker(this.room, pitch), browser: browserSpeaker(pitch) };
  }

  async begin(): Promise<void> {
    void this.findVoices();
    // Each showing begins at its beginning, so that a recording is whole.
    forget();
    this.load();
    await this.trying(() => this.room.reset());
    await this.session.begin();
    this.session.demonstration.value = true;
    await this.trying(async () => {
      this.baseSpeed = await this.room.baseSpeed();
      await this.room.speed(this.baseSpeed * this.runner.speed.value, this.fault.value);
    });
  }

  /** Back to the beginning, with nothing left of what was shown. */
  async reset(): Promise<void> {
    const { value: replay } = this.replay;
    this.trouble.value = "";
    this.mail.value = null;
    this.load();
    if (replay) return replay.rewind();
    this.session.draft.value = "";
    await this.trying(async () => {
      await Promise.all([this.room.reset(), this.session.startNew()]);
      this.session.demonstration.value = true;
      await this.room.wish(this.fault.value);
    });
  }

  async choose(id: string): Promise<void> {
    this.prospect.value = PROSPECTS.find((one) => one.id === id) ?? this.prospect.value;
    await this.reset();
  }

  async wish(fault: string): Promise<void> {
    this.fault.value = fault;
    await this.trying(() => this.room.wish(fault));
  }

  /** Of the script at once, of clouds from the next one on. */
  async speed(times: number): Promise<void> {
    this.runner.speed.value = times;
    if (this.baseSpeed > 0) await this.trying(() => this.room.speed(this.baseSpeed * times, this.fault.value));
  }

  /** From the next line on. */
  speak(manner: Manner): void {
    this.manner.value = manner;
  }

  private async findVoices(): Promise<void> {
    const look = (service: boolean) => {
      this.manners.value = [
        "typed",
        ...(service ? (["service"] as const) : []),
        ...(browserSpeaks() ? (["browser"] as const) : []),
      ];
    };
    const service = await this.room.hasVoice().catch(() => false);
    look(service);
    // A browser may tell of its voices late.
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => look(service));
  }

  /** Whichever is chosen when a line begins. */
  private telling(): Telling {
    const { session, runner } = this;
    const typed = typing(session);
    return (text, pace) => {
      const manner = this.manner.value;
      if (manner === "typed") return typed(text, pace);
      return aloud(session, this.speakers[manner], () => runner.speed.value, typed)(text, pace);
    };
  }

  save(): void {
    const text = this.recorder.text(this.manner.value);
    saveFile(`concierge-${this.prospect.value.id}.json`, text, "application/json");
  }

  async open(file: File): Promise<void> {
    await this.trying(async () => {
      if (file.size > LARGEST_BYTES) throw new Error("This file is too large for a recording.");
      const replay = new Replayed(read(await file.text()));
      replay.demonstration.value = true;
      this.replay.value = replay;
      const { manner = "typed" } = replay.recording;
      if (this.manners.value.includes(manner)) this.manner.value = manner;
      this.mail.value = null;
      this.load();
    });
  }

  async live(): Promise<void> {
    this.replay.value = null;
    await this.reset();
  }

  private load(): void {
    const { session, room } = this;
    const mailed = (mail: { to: string; code: string }) => {
      this.mail.value = mail;
    };
    const stage = { session, room, mailed, tell: this.telling() };
    const replay = this.replay.value;
    const say = async (text: string, pace: Pace) => {
      const { manner, runner } = this;
      if (!replay || manner.value === "typed" || runner.speed.value > FASTEST_SPOKEN) return;
      await sayAloud(replay, text, pace, this.speakers[manner.value], runner.speed.value);
    };
    this.runner.load(replay?.steps(say) ?? stepsOf(this.prospect.value, stage));
  }

  private async trying(work: () => Promise<unknown>): Promise<void> {
    this.trouble.value = "";
    try {
      await work();
    } catch (error) {
      this.trouble.value = error instanceof Error ? error.message : String(error);
    }
  }
}

export function openDemo(root: HTMLElement): void {
  document.title = "Demonstration · Concierge";
  const demo = new Demo();
  // The presenter's own words stay English; what is shown speaks to its audience.
  effect(() => speakAs(demo.replay.value ?? demo.session));
  render(<Stage demo={demo} />, root);
  void demo.begin();
}

function Stage({ demo }: { demo: Demo }) {
  const shown = demo.replay.value ?? demo.session;
  return (
    <div class="demo">
      <Presenter demo={demo} />
      <div class="demo-page" lang={words.value.language} dir={direction.value}>
        <App key={demo.replay.value ? "replay" : "live"} session={shown} />
      </div>
    </div>
  );
}
