import type { Trouble } from "./machine";

const CHOSEN = "concierge.microphone";
const EXPLAINED = "concierge.voice-explained";

/** The browser's microphones, and the one that is open. */
export class Microphone {
  track: MediaStreamTrack | null = null;

  constructor(private readonly gone: () => void) {}

  /** Throws a `MicrophoneTrouble`. */
  async open(): Promise<MediaStreamTrack> {
    if (!navigator.mediaDevices?.getUserMedia) throw new MicrophoneTrouble("insecure");
    this.close();
    const track = await this.capture(remembered(CHOSEN));
    track.onended = () => this.gone();
    this.track = track;
    return track;
  }

  close(): void {
    if (!this.track) return;
    this.track.onended = null;
    this.track.stop();
    this.track = null;
  }

  choose(id: string): void {
    remember(CHOSEN, id);
  }

  get chosen(): string {
    return this.track?.getSettings().deviceId ?? remembered(CHOSEN);
  }

  private async capture(id: string): Promise<MediaStreamTrack> {
    const wish: MediaTrackConstraints = {
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      channelCount: 1,
    };
    try {
      return await firstTrack(id ? { ...wish, deviceId: { exact: id } } : wish);
    } catch (error) {
      // The chosen one isn't plugged in today.
      if (id && isNamed(error, "OverconstrainedError", "NotFoundError")) return this.capture("");
      throw new MicrophoneTrouble(troubleOf(error));
    }
  }
}

export class MicrophoneTrouble extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble);
  }
}

export interface Device {
  id: string;
  label: string;
}

/** Named once the microphone was allowed. */
export async function microphones(): Promise<Device[]> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all
    .filter(({ kind, deviceId, label }) => kind === "audioinput" && deviceId !== "" && label !== "")
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}

/** What the browser would answer without asking the person; `prompt` where it doesn't tell. */
export async function microphonePermission(): Promise<"granted" | "prompt" | "denied"> {
  try {
    return (await navigator.permissions.query({ name: "microphone" as PermissionName })).state;
  } catch {
    return "prompt";
  }
}

export function wasExplained(): boolean {
  return remembered(EXPLAINED) !== "";
}

export function explained(): void {
  remember(EXPLAINED, "yes");
}

export function remembered(key: string): string {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A browser that stores nothing is asked again next time.
  }
}

async function firstTrack(audio: MediaTrackConstraints): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio });
  const track = stream.getAudioTracks()[0];
  if (!track) throw new DOMException("no audio track", "NotFoundError");
  return track;
}

function troubleOf(error: unknown): Trouble {
  if (isNamed(error, "NotAllowedError", "SecurityError")) return "denied";
  return isNamed(error, "NotReadableError", "AbortError") ? "microphone_busy" : "no_microphone";
}

function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof DOMException && names.includes(error.name);
}
