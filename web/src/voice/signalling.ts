import type { Credentials } from "../session/credentials";
import type { Fault } from "./machine";

/** What the server says about itself before a line is opened. */
export interface VoiceInfo {
  iceServers: RTCIceServer[];
  ears: boolean;
  mouth: boolean;
  /** Languages in which it has a voice of its own; `*` for a speech server, which speaks any. */
  mouthLanguages: readonly string[];
  /** The models are still being loaded; the rest is what there will be. */
  isLoading: boolean;
}

/** It speaks this language itself, so the browser's own voice would speak at the same time. */
export function speaks({ mouth, mouthLanguages }: VoiceInfo, language: string): boolean {
  return mouth && (mouthLanguages.includes("*") || mouthLanguages.includes(language));
}

export interface Answered {
  answer: string;
  line: string;
}

/** An attempt that came to nothing, and what it says about the next one. */
export class LineFault extends Error {
  constructor(readonly fault: Fault) {
    super(fault.kind);
  }
}

/** The HTTP half of a line. */
export class Signalling {
  constructor(
    private readonly of: Credentials,
    private readonly fetcher: typeof fetch = (...given) => fetch(...given),
  ) {}

  /** Also begins to load the server's models: it's asked before the microphone is. */
  async info(): Promise<VoiceInfo> {
    const response = await this.call("GET", this.path("rtc"), { headers: { Accept: "application/json" } });
    const found = (await response.json()) as {
      iceServers?: RTCIceServer[];
      voice?: { ears?: boolean; mouth?: boolean; mouth_languages?: string[] };
      models?: string;
    };
    return {
      iceServers: found.iceServers ?? [],
      ears: found.voice?.ears === true,
      mouth: found.voice?.mouth === true,
      mouthLanguages: found.voice?.mouth_languages ?? [],
      isLoading: found.models === "loading",
    };
  }

  /** Until the server's models are there; an attempt would wait for them, and be given up before they are. */
  async loaded(known: VoiceInfo, wait: () => Promise<void>): Promise<VoiceInfo> {
    let info = known;
    while (info.isLoading) {
      await wait();
      info = await this.info();
    }
    if (!info.ears) throw new LineFault({ kind: "refused" });
    return info;
  }

  async offer(sdp: string, old: string | null, signal: AbortSignal): Promise<Answered> {
    const headers: Record<string, string> = { "Content-Type": "application/sdp", Accept: "application/sdp" };
    if (old !== null) headers["Concierge-Line"] = old;
    const response = await this.call("POST", this.path("rtc"), { headers, body: sdp, signal });
    const location = new URL(response.headers.get("Location") ?? "", window.location.href).pathname;
    return { answer: await response.text(), line: decodeURIComponent(location.split("/").at(-1) ?? "") };
  }

  /** Also while the page goes away. Nobody waits for it: a server that doesn't hear of it notices the silence. */
  hangUp(line: string): void {
    void this.fetcher(this.path(`rtc/${encodeURIComponent(line)}`), {
      method: "DELETE",
      headers: this.auth(),
      keepalive: true,
      credentials: "omit",
    }).catch(() => undefined);
  }

  /** The token travels as a subprotocol: addresses are written into logs. */
  socket(old: string | null): WebSocket {
    const url = new URL(this.path("audio"), window.location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    if (old !== null) url.searchParams.set("line", old);
    const socket = new WebSocket(url, ["concierge", `bearer.${this.of.token}`]);
    socket.binaryType = "arraybuffer";
    return socket;
  }

  private path(rest: string): string {
    return `/api/v1/conversations/${encodeURIComponent(this.of.id)}/${rest}`;
  }

  private auth(): Record<string, string> {
    return { Authorization: `Bearer ${this.of.token}` };
  }

  private async call(
    method: string,
    path: string,
    init: { headers?: Record<string, string>; body?: string; signal?: AbortSignal },
  ): Promise<Response> {
    let response: Response;
    try {
      response = await this.fetcher(path, {
        ...init,
        method,
        headers: { ...init.headers, ...this.auth() },
        cache: "no-store",
        credentials: "omit",
      });
    } catch {
      throw new LineFault({ kind: "path" });
    }
    if (!response.ok) throw new LineFault(await faultOf(response));
    return response;
  }
}

async function faultOf(response: Response): Promise<Fault> {
  let code = "";
  try {
    code = String(((await response.json()) as { code?: unknown }).code ?? "");
  } catch {
    // A proxy may answer with a page of its own.
  }
  // It has a Retry-After too; but nobody waits half a minute for what may never be.
  if (code === "voice_unavailable") return { kind: "refused" };
  if (code === "unknown_line") return { kind: "line" };
  if (code === "bad_offer" || response.status === 415) return { kind: "offer" };
  const after = Number(response.headers.get("Retry-After"));
  const seconds = response.headers.has("Retry-After") && Number.isFinite(after) ? after : null;
  if (response.status === 429 || (response.status === 503 && seconds !== null)) return { kind: "busy", seconds };
  if (response.status >= 500) return { kind: "path" };
  return { kind: "refused" };
}
