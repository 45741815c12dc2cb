import { computed, effect, signal } from "@preact/signals";
import type { Unnumbered } from "../session/frames";
import type { Session } from "../session/session";
import { BrowserVoice } from "./browserVoice";
import type { Line, LineEvents } from "./line";
import {
  type Command,
  isGateOpen,
  isOn,
  OFF,
  type ServerState,
  step,
  type TimerName,
  type VoiceEvent,
  type VoiceState,
} from "./machine";
import { Meter } from "./meter";
import {
  type Device,
  explained,
  Microphone,
  MicrophoneTrouble,
  microphonePermission,
  microphones,
  remember,
  remembered,
  wasExplained,
} from "./microphone";
import { RtcLine } from "./rtc";
import { announced, type Shown, shownState } from "./shown";
import { LineFault, Signalling, speaks, type VoiceInfo } from "./signalling";
import { SocketLine } from "./socket";
import { Watch } from "./watch";

const STATES: readonly string[] = ["listening", "hearing", "thinking", "speaking", "interrupted", "muted", "off"];
const ALOUD = "concierge.read-aloud";
const KEYS = "concierge.voice-keys";
/** How soon the server is asked again whether its models are there. */
const LOOK_AGAIN_MS = 400;
type DialCommand = Extract<Command, { kind: "dial" }>;

/** The voice of one page: does what `machine.ts` decides, with the browser's microphone, network and loudspeaker. */
export class VoiceControl {
  readonly state = signal<VoiceState>(OFF);
  readonly shown = computed<Shown>(() => shownState(this.state.value));
  readonly announcement = signal<Shown | null>(null);
  readonly info = signal<VoiceInfo | null>(null);
  readonly devices = signal<readonly Device[]>([]);
  /** The browser plays nothing before it is touched once more. */
  readonly isBlocked = signal(false);
  /** The person wants the browser's own voice, where the server has none. */
  readonly isAloud = signal(remembered(ALOUD) === "yes");
  readonly hasKeys = signal(remembered(KEYS) !== "no");
  readonly isBrowserTalking = signal(false);
  readonly canReadAloud = computed(() => {
    const info = this.info.value;
    const language = this.session.language.value;
    const lacks = info !== null && !speaks(info, language);
    return this.voices.value > 0 && lacks && BrowserVoice.speaks(language);
  });
  /** How many voices the browser has told of; it does so late. */
  private readonly voices = signal(0);

  /** Of the conversation that is talked to. */
  private token: string | undefined;
  private signalling: Signalling | null = null;
  private line: Line | null = null;
  private oldLine: Line | null = null;
  private context: AudioContext | null = null;
  private audio: HTMLAudioElement | null = null;
  private ours: Meter | null = null;
  private theirs: Meter | null = null;
  private readonly timers = new Map<string, number>();
  private readonly microphone = new Microphone(() => this.dispatch({ type: "microphone_gone" }));
  private readonly browserVoice = new BrowserVoice((isTalking) => this.browserTalks(isTalking));
  private readonly watch = new Watch((event) => this.dispatch(event));

  constructor(readonly session: Session) {
    session.voice = { frame: (frame) => this.frame(frame), saying: () => this.saying() };
    if (typeof speechSynthesis !== "undefined") {
      const count = () => {
        this.voices.value = speechSynthesis.getVoices().length;
      };
      count();
      speechSynthesis.addEventListener("voiceschanged", count);
    }
    window.addEventListener("pagehide", () => this.dispatch({ type: "end" }));
    effect(() => {
      // A conversation that ended, or another one, is another talk.
      if (session.view.value.closed || session.credentials.value?.token !== this.token) this.dispatch({ type: "end" });
    });
    effect(() => this.readAloud());
    effect(() => {
      const status = session.status.value;
      if (status === "reconnecting") this.dispatch({ type: "server_gone" });
      else if (status === "open") this.dispatch({ type: "server_back" });
    });
  }

  /** A tap: on, from holding to hands-free, or off. */
  tap(): void {
    const state = this.state.value;
    if (!isOn(state)) this.begin(false);
    else if (state.mode === "hold" && !state.held) this.dispatch({ type: "mode", mode: "free" });
    else this.dispatch({ type: "end" });
  }

  hold(on: boolean): void {
    // Whoever holds wants to be heard: the browser's own voice would keep the microphone shut.
    if (on && this.isBrowserTalking.value) this.browserVoice.stop();
    if (on && !isOn(this.state.value)) this.begin(true);
    else this.dispatch({ type: "hold", on });
  }

  mute(): void {
    this.dispatch({ type: "mute" });
  }

  end(): void {
    this.dispatch({ type: "end" });
  }

  explained(yes: boolean): void {
    if (yes) explained();
    this.dispatch({ type: "explained", yes });
  }

  setMode(mode: VoiceState["mode"]): void {
    this.dispatch({ type: "mode", mode });
  }

  interrupt(): void {
    this.browserVoice.stop();
    this.session.send({ type: "interrupt" });
  }

  readAloudWanted(wanted: boolean): void {
    remember(ALOUD, wanted ? "yes" : "no");
    if (wanted) this.browserVoice.begin(this.session.view.value.newestSaid);
    else this.browserVoice.stop();
    this.isAloud.value = wanted;
  }

  keysWanted(wanted: boolean): void {
    remember(KEYS, wanted ? "yes" : "no");
    this.hasKeys.value = wanted;
  }

  get chosenMicrophone(): string {
    return this.microphone.chosen;
  }

  async chooseMicrophone(id: string): Promise<void> {
    this.microphone.choose(id);
    await this.capture(false);
  }

  /** Sound may be played only after a touch: this is called from one. */
  unblock(): void {
    void this.audio?.play().then(() => {
      this.isBlocked.value = false;
    });
  }

  /** 0 to 1: ours while we are heard, theirs while they speak. */
  level(): number {
    const state = this.state.value;
    if (state.stage !== "open") return 0;
    if (state.said === "speaking") return this.theirs?.read() ?? 0;
    return isGateOpen(state) ? (this.ours?.read() ?? 0) : 0;
  }

  private begin(hold: boolean): void {
    this.token = this.session.credentials.value?.token;
    // Made in the touch: a browser keeps one that is made later silent.
    this.context ??= new AudioContext();
    void this.context.resume();
    this.dispatch({ type: "begin", hold });
  }

  private dispatch(event: VoiceEvent): void {
    const before = this.state.peek();
    const { state, commands } = step(before, event);
    if (state !== before) {
      const said = announced(shownState(before), shownState(state));
      this.state.value = state;
      if (said) this.announcement.value = said;
    }
    for (const command of commands) this.run(command);
  }

  private run(command: Command): void {
    switch (command.kind) {
      case "prepare":
        void this.prepare();
        break;
      case "capture":
        void this.capture(true);
        break;
      case "dial":
        this.dial(command);
        break;
      case "drop":
        this.drop();
        break;
      case "hang_up":
        this.drop();
        if (command.line !== null) this.signalling?.hangUp(command.line);
        break;
      case "release":
        this.release();
        break;
      case "gate":
        this.gate(command.open);
        break;
      case "send":
        this.session.send(command.frame);
        break;
      case "timer":
        this.startTimer(command.name, command.ms);
        break;
      case "cancel":
        window.clearTimeout(this.timers.get(command.name));
        this.timers.delete(command.name);
        break;
    }
  }

  private startTimer(name: TimerName, ms: number): void {
    window.clearTimeout(this.timers.get(name));
    // Pages that lost the same server don't come back in one wave.
    const spread = name === "tail" ? ms : ms * (0.8 + 0.4 * Math.random());
    this.timers.set(
      name,
      window.setTimeout(() => this.dispatch({ type: "timer", name }), spread),
    );
  }

  private async prepare(): Promise<void> {
    const held = this.session.credentials.value;
    if (!held) return this.dispatch({ type: "refused", trouble: "unavailable" });
    if (!navigator.mediaDevices?.getUserMedia) return this.dispatch({ type: "refused", trouble: "insecure" });
    this.signalling = new Signalling(held);
    this.watch.start();
    try {
      const [info, permission] = await Promise.all([this.signalling.info(), microphonePermission()]);
      this.info.value = info;
      this.dispatch({ type: "prepared", ears: info.ears, permission, explained: wasExplained() });
    } catch (error) {
      const isBusy = error instanceof LineFault && error.fault.kind === "busy";
      this.dispatch({ type: "refused", trouble: isBusy ? "busy" : "unavailable" });
    }
  }

  /** Opens the microphone; on a line that is open already, in place of the other. */
  private async capture(isFirst: boolean): Promise<void> {
    try {
      const track = await this.microphone.open();
      if (!isOn(this.state.value)) return this.microphone.close();
      this.ours ??= this.context ? new Meter(this.context) : null;
      this.ours?.watch(new MediaStream([track]));
      this.devices.value = await microphones();
      if (isFirst) this.dispatch({ type: "captured" });
      else this.line?.use(track);
      this.gate(isGateOpen(this.state.value));
    } catch (error) {
      const trouble = error instanceof MicrophoneTrouble ? error.trouble : "no_microphone";
      this.dispatch({ type: "refused", trouble });
    }
  }

  private dial(command: DialCommand): void {
    const { dial, old } = command;
    // Sound goes on over the old path until the new one is there.
    this.oldLine?.close();
    this.oldLine = this.line;
    this.line = null;
    const events: LineEvents = {
      named: (line) => this.dispatch({ type: "named", dial, line }),
      connected: (line) => {
        this.oldLine?.close();
        this.oldLine = null;
        this.dispatch({ type: "connected", dial, line });
      },
      failed: (fault) => this.dispatch({ type: "failed", dial, fault }),
      lost: () => this.dispatch({ type: "lost", dial }),
      sound: (stream) => this.play(stream),
      frame: (frame) => this.session.unnumbered(frame),
    };
    // Whoever comes back may meet a server that has just begun to load, and needs passwords that are still good.
    if (this.info.peek()?.isLoading || old !== null) void this.openWhenLoaded(command, events);
    else this.open(command, events);
  }

  private open({ over, old }: DialCommand, events: LineEvents): void {
    const { signalling, context } = this;
    const track = this.microphone.track;
    if (!signalling || !context || !track) return;
    if (over === "rtc") {
      const line = new RtcLine(signalling, this.info.peek()?.iceServers ?? [], events);
      this.line = line;
      void line.dial(track, old);
    } else {
      const line = new SocketLine(signalling, context, events, old);
      this.line = line;
      void line.dial(track);
    }
  }

  private async openWhenLoaded(command: DialCommand, events: LineEvents): Promise<void> {
    const { signalling } = this;
    if (!signalling) return;
    const isWanted = () => this.state.peek().dial === command.dial && this.signalling === signalling;
    const nextLook = () => new Promise<void>((resolve) => window.setTimeout(resolve, LOOK_AGAIN_MS));
    try {
      const info = await signalling.loaded(await signalling.info(), nextLook);
      this.info.value = info;
      if (isWanted()) this.open(command, events);
    } catch (error) {
      if (isWanted()) events.failed(error instanceof LineFault ? error.fault : { kind: "path" });
    }
  }

  private drop(): void {
    for (const line of [this.line, this.oldLine]) line?.close();
    this.line = this.oldLine = null;
  }

  private play(stream: MediaStream): void {
    const audio = this.audio ?? document.createElement("audio");
    if (!this.audio) {
      audio.autoplay = true;
      audio.hidden = true;
      audio.dataset.testid = "voice-audio";
      document.body.append(audio);
      this.audio = audio;
    }
    audio.srcObject = stream;
    audio.play().then(
      () => {
        this.isBlocked.value = false;
      },
      (error) => {
        this.isBlocked.value = error instanceof DOMException && error.name === "NotAllowedError";
      },
    );
    this.theirs ??= this.context ? new Meter(this.context) : null;
    this.theirs?.watch(stream);
  }

  private gate(open: boolean): void {
    // A browser sends silence for a track that isn't enabled; what is said then never leaves this machine.
    if (this.microphone.track) this.microphone.track.enabled = open && !this.isBrowserTalking.peek();
  }

  private release(): void {
    this.watch.stop();
    this.microphone.close();
    this.browserVoice.stop();
    this.ours?.stop();
    this.theirs?.stop();
    this.audio?.remove();
    this.audio = null;
    this.isBlocked.value = false;
    this.session.partial.value = { text: "", stable: 0 };
    this.session.spoken.value = null;
    void this.context?.suspend();
  }

  private frame(frame: Unnumbered): void {
    if (frame.type !== "voice" || !STATES.includes(frame.state)) return;
    this.dispatch({ type: "server", state: frame.state as ServerState, line: frame.line ?? null });
  }

  /** Whoever types while we speak wants to go on. */
  private saying(): void {
    const state = this.state.value;
    if (this.isBrowserTalking.value) this.browserVoice.stop();
    if (state.stage === "open" && state.said === "speaking") this.session.send({ type: "interrupt" });
  }

  private readAloud(): void {
    const wanted = this.isAloud.value && this.canReadAloud.value && this.state.value.stage === "open";
    const { timeline } = this.session.view.value;
    const newest = timeline.filter((item) => item.kind === "assistant" && item.isWhole).at(-1);
    if (!wanted) this.browserVoice.begin(newest?.seq ?? 0);
    else if (newest?.kind === "assistant") this.browserVoice.say(newest.seq, newest.text, this.session.language.value);
  }

  private browserTalks(isTalking: boolean): void {
    this.isBrowserTalking.value = isTalking;
    this.gate(isGateOpen(this.state.peek()));
  }
}
