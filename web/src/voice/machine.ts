/**
 * What the voice control does, without doing any of it: an event and the state give the next state and commands. No clock, no
 * network, no microphone here; the driver (`control.ts`) has them.
 */

export type Transport = "rtc" | "socket";
export type ServerState = "listening" | "hearing" | "thinking" | "speaking" | "interrupted" | "muted" | "off";
/** Why there is no voice, or none at this moment. */
export type Trouble =
  | "denied"
  | "no_microphone"
  | "microphone_busy"
  | "insecure"
  | "unavailable"
  | "busy"
  | "network"
  | "not_loaded";
export type Mode = "free" | "hold";
export type Stage =
  | "off"
  /** The server is asked what it can, and the browser what it would ask. */
  | "preparing"
  | "explaining"
  /** The browser asks for the microphone. */
  | "asking"
  | "connecting"
  | "open"
  /** Until the next try. */
  | "waiting"
  | "offline"
  | "failed";

export interface VoiceState {
  stage: Stage;
  trouble: Trouble | null;
  /** `free`: the server hears when a turn ends. `hold`: what is said while a key or the button is held. */
  mode: Mode;
  held: boolean;
  /** Let go, and its last words are still being heard: see `TAIL_MS`. */
  isTailing: boolean;
  muted: boolean;
  /** The server's last word about this line. */
  said: ServerState;
  line: string | null;
  over: Transport;
  /** Number of the present attempt: what an earlier one still reports counts no more. */
  dial: number;
  /** Attempts in a row that failed. */
  failures: number;
  /** Of them over WebRTC, and lost lines that never got sound through. */
  rtcFailures: number;
  /** A line was open since the voice was turned on: this is a reconnection. */
  wasOpen: boolean;
  hasMicrophone: boolean;
  /** WebRTC was tried once more from a line over the socket. */
  triedBetter: boolean;
}

export const OFF: VoiceState = {
  stage: "off",
  trouble: null,
  mode: "free",
  held: false,
  isTailing: false,
  muted: false,
  said: "off",
  line: null,
  over: "rtc",
  dial: 0,
  failures: 0,
  rtcFailures: 0,
  wasOpen: false,
  hasMicrophone: false,
  triedBetter: false,
};

export type TimerName = "retry" | "better" | "tail";

/** Why an attempt failed: the path, a refusal that passes, or one that doesn't. */
export type Fault =
  | { kind: "path" }
  | { kind: "offer" }
  | { kind: "line" }
  | { kind: "busy"; seconds: number | null }
  | { kind: "refused" };

export type VoiceEvent =
  | { type: "begin"; hold: boolean }
  | { type: "prepared"; ears: boolean; permission: "granted" | "prompt" | "denied"; explained: boolean }
  | { type: "explained"; yes: boolean }
  | { type: "captured" }
  | { type: "refused"; trouble: Trouble }
  /** The server calls this attempt's line so; from then on the old name means nothing there. */
  | { type: "named"; dial: number; line: string }
  | { type: "connected"; dial: number; line: string | null }
  | { type: "failed"; dial: number; fault: Fault }
  | { type: "lost"; dial: number }
  /** Another network, or the machine woke up. */
  | { type: "moved" }
  | { type: "offline" }
  | { type: "online" }
  /** The server's side of the page's own socket is gone, and with it most likely the line: sooner than any path notices. */
  | { type: "server_gone" }
  | { type: "server_back" }
  | { type: "server"; state: ServerState; line: string | null }
  | { type: "timer"; name: TimerName }
  | { type: "mute" }
  | { type: "hold"; on: boolean }
  | { type: "mode"; mode: Mode }
  | { type: "microphone_gone" }
  | { type: "end" };

export type Command =
  | { kind: "prepare" }
  | { kind: "capture" }
  | { kind: "dial"; over: Transport; old: string | null; dial: number }
  /** Let the path go, not the line: what is being said goes over to the next path. */
  | { kind: "drop" }
  | { kind: "hang_up"; line: string | null }
  | { kind: "release" }
  /** Whether the microphone's sound goes out. */
  | { kind: "gate"; open: boolean }
  | { kind: "send"; frame: { type: "mute" | "talk"; on: boolean } }
  | { kind: "timer"; name: TimerName; ms: number }
  | { kind: "cancel"; name: TimerName };

export interface Step {
  state: VoiceState;
  commands: Command[];
}

/** WebRTC failed so often in a row: no UDP here. */
export const RTC_TRIES = 2;
export const BETTER_MS = 45_000;
/**
 * How long the microphone stays open after what was held is let go: fingers are quicker than the last word, and what the browser has
 * of it by then is still on its way into frames. The server, which is told at once, hears what arrives for about as long.
 */
export const TAIL_MS = 150;
const DELAYS_MS = [300, 1000, 2000, 4000, 8000, 15_000];

export function retryDelay(failures: number): number {
  return DELAYS_MS[Math.min(Math.max(failures, 1), DELAYS_MS.length) - 1] ?? 15_000;
}

/** What is held is heard, muted or not, to its last word; here and on the server. */
export function isTalking(state: VoiceState): boolean {
  return state.held || state.isTailing;
}

/** The microphone is heard: hands-free unless muted, or while something is held. */
export function isGateOpen(state: VoiceState): boolean {
  return state.hasMicrophone && (isTalking(state) || (state.mode === "free" && !state.muted));
}

/** The voice is on, or is being turned on, or tries to come back. */
export function isOn(state: VoiceState): boolean {
  return state.stage !== "off" && state.stage !== "failed";
}

export function step(state: VoiceState, event: VoiceEvent): Step {
  switch (event.type) {
    case "begin":
      if (isOn(state)) return same(state);
      return {
        state: { ...OFF, dial: state.dial, mode: event.hold ? "hold" : "free", held: event.hold, stage: "preparing" },
        commands: [{ kind: "prepare" }],
      };
    case "prepared":
      return prepared(state, event);
    case "explained":
      if (state.stage !== "explaining") return same(state);
      return event.yes ? capture(state) : ended(state);
    case "captured":
      if (state.stage !== "asking") return same(state);
      return dial({ ...state, hasMicrophone: true, wasOpen: state.line !== null });
    case "refused":
      return isOn(state) ? failed(state, event.trouble) : same(state);
    case "named":
      return event.dial === state.dial ? { state: { ...state, line: event.line }, commands: [] } : same(state);
    case "connected":
      return event.dial === state.dial && state.stage === "connecting" ? connected(state, event.line) : same(state);
    case "failed":
      return event.dial === state.dial && state.stage === "connecting" ? missed(state, event.fault) : same(state);
    case "lost":
      return event.dial === state.dial && state.stage === "open" ? dial(state) : same(state);
    case "moved":
      return state.stage === "open" || state.stage === "waiting" || state.stage === "connecting"
        ? dial({ ...state, failures: 0, rtcFailures: 0, over: "rtc", triedBetter: false })
        : same(state);
    case "offline":
      if (state.stage !== "open" && state.stage !== "waiting" && state.stage !== "connecting") return same(state);
      return {
        state: { ...state, stage: "offline", dial: state.dial + 1 },
        commands: [...quiet(), { kind: "drop" }],
      };
    case "online":
      return state.stage === "offline" ? dial({ ...state, failures: 0, rtcFailures: 0, over: "rtc" }) : same(state);
    case "server_gone":
      return state.stage === "open" ? dial(state) : same(state);
    case "server_back":
      return state.stage === "waiting" && state.trouble === "network" ? dial({ ...state, failures: 0 }) : same(state);
    case "server":
      return server(state, event.state, event.line);
    case "timer":
      return timer(state, event.name);
    case "mute":
      return isOn(state) ? muted(state) : same(state);
    case "hold":
      return state.held === event.on || !isOn(state) ? same(state) : held(state, event.on);
    case "mode":
      return { state: { ...state, mode: event.mode }, commands: [gate({ ...state, mode: event.mode })] };
    case "microphone_gone":
      return state.hasMicrophone ? capture({ ...state, hasMicrophone: false }, [{ kind: "drop" }]) : same(state);
    case "end":
      return ended(state);
  }
}

function same(state: VoiceState): Step {
  return { state, commands: [] };
}

function prepared(state: VoiceState, found: Extract<VoiceEvent, { type: "prepared" }>): Step {
  if (state.stage !== "preparing") return same(state);
  if (!found.ears) return failed(state, "unavailable");
  if (found.permission === "denied") return failed(state, "denied");
  if (found.permission === "prompt" && !found.explained) {
    // Whoever reads and clicks holds nothing any more.
    return { state: { ...state, stage: "explaining", held: false }, commands: [] };
  }
  return capture(state);
}

function capture(state: VoiceState, before: Command[] = []): Step {
  return { state: { ...state, stage: "asking" }, commands: [...quiet(), ...before, { kind: "capture" }] };
}

function dial(state: VoiceState): Step {
  const next: VoiceState = { ...state, stage: "connecting", dial: state.dial + 1 };
  const command: Command = { kind: "dial", over: next.over, old: next.line, dial: next.dial };
  return { state: next, commands: [...quiet(), command] };
}

function connected(state: VoiceState, line: string | null): Step {
  const next: VoiceState = {
    ...state,
    stage: "open",
    trouble: null,
    line: line ?? state.line,
    // Of a line that goes on, the server has said what it does; a new one begins with listening.
    said: state.said === "off" ? "listening" : state.said,
    failures: 0,
    rtcFailures: state.over === "rtc" ? 0 : state.rtcFailures,
    wasOpen: true,
  };
  const commands: Command[] = [gate(next)];
  // A new line knows nothing of what was pressed while there was none; one that goes on nothing of what was let go since.
  if (next.muted || state.wasOpen) commands.push({ kind: "send", frame: { type: "mute", on: next.muted } });
  if (next.held || state.wasOpen) commands.push({ kind: "send", frame: { type: "talk", on: next.held } });
  if (next.over === "socket" && !next.triedBetter) commands.push({ kind: "timer", name: "better", ms: BETTER_MS });
  return { state: next, commands };
}

/** An attempt failed: at once without the old line where that is gone, never again where it is refused, else later. */
function missed(state: VoiceState, fault: Fault): Step {
  if (fault.kind === "refused") return failed(state, "unavailable");
  if (fault.kind === "line" && state.line !== null) return dial({ ...state, line: null });
  const isOfPath = state.over === "rtc" && (fault.kind === "path" || fault.kind === "offer");
  const rtcFailures = isOfPath ? state.rtcFailures + (fault.kind === "offer" ? RTC_TRIES : 1) : state.rtcFailures;
  const failures = state.failures + 1;
  const next: VoiceState = {
    ...state,
    stage: "waiting",
    trouble: fault.kind === "busy" ? "busy" : "network",
    failures,
    rtcFailures,
    // Where the socket fails too the network is gone, not UDP: both are tried in turns.
    over: state.over === "rtc" && rtcFailures >= RTC_TRIES ? "socket" : "rtc",
  };
  const asked = fault.kind === "busy" && fault.seconds !== null ? fault.seconds * 1000 : 0;
  const ms = Math.max(asked, retryDelay(failures));
  return { state: next, commands: [{ kind: "drop" }, { kind: "timer", name: "retry", ms }] };
}

function server(state: VoiceState, said: ServerState, line: string | null): Step {
  if (state.stage !== "open" && state.stage !== "connecting") return same(state);
  if (line !== null && state.line !== null && line !== state.line) return same(state);
  // The line was ended over there on purpose; a path that broke is noticed here.
  if (said === "off") return state.stage === "open" ? ended(state) : same(state);
  return { state: { ...state, said, line: state.line ?? line }, commands: [] };
}

function timer(state: VoiceState, name: TimerName): Step {
  if (name === "tail") {
    const next = { ...state, isTailing: false };
    return state.isTailing ? { state: next, commands: [gate(next)] } : same(state);
  }
  if (name === "retry") return state.stage === "waiting" ? dial(state) : same(state);
  if (state.stage !== "open" || state.over !== "socket") return same(state);
  // Not in the middle of a sentence, ours or theirs.
  if (state.said !== "listening" || isTalking(state)) {
    return { state, commands: [{ kind: "timer", name: "better", ms: BETTER_MS / 9 }] };
  }
  return dial({ ...state, over: "rtc", rtcFailures: RTC_TRIES - 1, triedBetter: true });
}

/** Whoever mutes wants it now, whatever was let go a moment ago. */
function muted(state: VoiceState): Step {
  const on = !state.muted;
  return gated({ ...state, muted: on, isTailing: state.isTailing && !on }, { type: "mute", on });
}

function held(state: VoiceState, on: boolean): Step {
  const isTailing = !on && state.hasMicrophone;
  const { state: next, commands } = gated({ ...state, held: on, isTailing }, { type: "talk", on });
  if (isTailing) commands.push({ kind: "timer", name: "tail", ms: TAIL_MS });
  return { state: next, commands };
}

function gated(state: VoiceState, frame: { type: "mute" | "talk"; on: boolean }): Step {
  const commands: Command[] = [gate(state)];
  if (state.stage === "open") commands.push({ kind: "send", frame });
  return { state, commands };
}

function gate(state: VoiceState): Command {
  return { kind: "gate", open: isGateOpen(state) };
}

function quiet(): Command[] {
  return [
    { kind: "cancel", name: "retry" },
    { kind: "cancel", name: "better" },
  ];
}

function failed(state: VoiceState, trouble: Trouble): Step {
  return { state: { ...OFF, stage: "failed", trouble, dial: state.dial + 1 }, commands: letGo(state) };
}

function ended(state: VoiceState): Step {
  if (state.stage === "off") return same(state);
  return { state: { ...OFF, dial: state.dial + 1 }, commands: letGo(state) };
}

function letGo({ line }: VoiceState): Command[] {
  return [...quiet(), { kind: "hang_up", line }, { kind: "release" }];
}
