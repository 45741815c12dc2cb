import { Api } from "../session/api";
import type { Credentials } from "../session/credentials";
import type { ProblemDocument } from "../session/frames";
import { ApiProblem, unexpected } from "../session/problem";
import type { Activity, Ended } from "./wire";

export interface TerminalSession {
  id: string;
  agent: string;
  createdAt: string;
  running: boolean;
  exit: Ended | null;
  watchers: number;
  activity?: Activity;
  title?: string;
  /** An agent that has ended and can go on with its last conversation. */
  goesOn?: boolean;
}

export interface Agent {
  id: string;
  name: string;
  /** What it is, in a sentence. */
  about: string;
  available: boolean;
  /** Why it can't be started. */
  why: string;
  version: string;
}

/** What the person's files take, in bytes; `limit` 0: there is none. */
export interface DiskUse {
  used: number;
  limit: number;
  /** Nothing but a shell can be started; `detail` says why. */
  full: boolean;
  detail: string;
}

const ROOT = "/api/v1/sandbox";

/** The sandbox's HTTP half; whoever calls is known by a device's token. */
export class SandboxApi {
  constructor(
    private readonly held: () => Credentials,
    private readonly fetcher: typeof fetch = (...given) => fetch(...given),
  ) {}

  async sessions(): Promise<TerminalSession[]> {
    return (await this.call<{ sessions: TerminalSession[] }>("GET", "/sessions")).sessions;
  }

  session(id: string): Promise<TerminalSession> {
    return this.call("GET", `/sessions/${encodeURIComponent(id)}`);
  }

  async agents(): Promise<Agent[]> {
    return (await this.call<{ agents: Agent[] }>("GET", "/agents")).agents;
  }

  start(agent: string, size: { cols: number; rows: number }): Promise<TerminalSession> {
    return this.call("POST", "/sessions", { agent, ...size });
  }

  /** As a session of its own. */
  again(id: string): Promise<TerminalSession> {
    return this.call("POST", `/sessions/${encodeURIComponent(id)}/again`, {});
  }

  async end(id: string): Promise<void> {
    await this.call("DELETE", `/sessions/${encodeURIComponent(id)}`);
  }

  disk(): Promise<DiskUse> {
    return this.call("GET", "/disk");
  }

  /** The key that a browser subscribes with. */
  push(): Promise<{ key: string }> {
    return this.call("GET", "/push");
  }

  subscribe(subscription: PushSubscriptionJSON): Promise<{ id: string }> {
    return this.call("POST", "/push", { endpoint: subscription.endpoint, keys: subscription.keys });
  }

  unsubscribe(device: string): Promise<void> {
    return this.call("DELETE", `/push/${encodeURIComponent(device)}`);
  }

  sendCode(email: string): Promise<unknown> {
    return this.call("POST", "/api/v1/auth/email", { email });
  }

  verify(email: string, code: string): Promise<unknown> {
    return this.call("POST", "/api/v1/auth/verify", { email, code });
  }

  socket(id: string): WebSocket {
    const url = `${location.origin.replace(/^http/, "ws")}${ROOT}/sessions/${encodeURIComponent(id)}/attach`;
    const socket = new WebSocket(url, ["sandbox.v1", `bearer.${this.held().token}`]);
    socket.binaryType = "arraybuffer";
    return socket;
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers: Record<string, string> = {
      Accept: "application/json",
      Authorization: `Bearer ${this.held().token}`,
    };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    let response: Response;
    try {
      const url = path.startsWith("/api/") ? path : ROOT + path;
      response = await this.fetcher(url, { method, headers, cache: "no-store", credentials: "omit", ...content });
    } catch {
      const detail = "The service can't be reached right now.";
      throw new ApiProblem({
        ...unexpected(),
        status: 0,
        code: "unreachable",
        detail,
        next: "It is tried again by itself.",
      });
    }
    if (!response.ok) {
      const told = (await response.json().catch(() => ({}))) as Partial<ProblemDocument>;
      throw new ApiProblem({ ...unexpected(), ...told, status: response.status });
    }
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
}

/** A browser that holds no conversation yet gets one: it is what an address is proved for. */
export async function begun(): Promise<Credentials> {
  const made = await new Api().create();
  return { id: made.id, token: made.token };
}
