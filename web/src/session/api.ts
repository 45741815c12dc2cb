import type { Names } from "../plan/names";
import type { StateView } from "../wire";
import { words } from "../words";
import { spoken } from "../words/languages";
import type { Credentials } from "./credentials";
import type { Logged, ProblemDocument } from "./frames";
import { ApiProblem, unexpected } from "./problem";

const MOST_EVENTS = 1000;

export interface Created extends Credentials {
  state: StateView;
}

/** The HTTP half of the service. */
export class Api {
  constructor(private readonly fetcher: typeof fetch = (...given) => fetch(...given)) {}

  about(): Promise<{ emulator: boolean; demonstration?: boolean; version: string; names?: Names }> {
    return this.call("GET", "/api/v1/about");
  }

  redeem(code: string): Promise<Credentials> {
    return this.call("POST", "/api/v1/links/redeem", { body: { code } });
  }

  create(): Promise<Created> {
    return this.call("POST", "/api/v1/conversations", { body: { language: spoken() ?? (navigator.language || null) } });
  }

  state(of: Credentials): Promise<StateView> {
    return this.call("GET", path(of), { token: of.token });
  }

  /** At most a thousand events after `after`, in order. */
  async events(of: Credentials, after: number): Promise<readonly Logged[]> {
    const url = `${path(of, "events")}?after=${after}&limit=${MOST_EVENTS}`;
    return (await this.call<{ events: Logged[] }>("GET", url, { token: of.token })).events;
  }

  async storeSecret(of: Credentials, name: string, value: string): Promise<void> {
    await this.call("POST", path(of, "secrets"), { token: of.token, body: { name, value } });
  }

  link(of: Credentials): Promise<{ code: string; expiresIn: number }> {
    return this.call("POST", path(of, "links"), { token: of.token, body: {} });
  }

  handover(of: Credentials): Promise<{ url: string }> {
    return this.call("POST", path(of, "handover"), { token: of.token, body: {} });
  }

  sshKey(of: Credentials): Promise<{ filename: string; privateKey: string }> {
    return this.call("POST", path(of, "ssh-key"), { token: of.token, body: {} });
  }

  private async call<T>(
    method: string,
    url: string,
    { token, body }: { token?: string; body?: unknown } = {},
  ): Promise<T> {
    const headers: Record<string, string> = { Accept: "application/json" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let response: Response;
    try {
      const content = body === undefined ? {} : { body: JSON.stringify(body) };
      response = await this.fetcher(url, { method, headers, cache: "no-store", credentials: "omit", ...content });
    } catch {
      throw new ApiProblem(unreachable());
    }
    if (!response.ok) throw new ApiProblem(await problemOf(response));
    return (response.status === 204 ? undefined : await response.json()) as T;
  }
}

function path(of: Credentials, rest?: string): string {
  return `/api/v1/conversations/${encodeURIComponent(of.id)}${rest ? `/${rest}` : ""}`;
}

function unreachable(): ProblemDocument {
  return {
    status: 0,
    code: "unreachable",
    ...words.peek().problems.unreachable,
  };
}

async function problemOf(response: Response): Promise<ProblemDocument> {
  let given: Partial<ProblemDocument> = {};
  try {
    given = (await response.json()) as Partial<ProblemDocument>;
  } catch {
    // A proxy may answer with a page of its own.
  }
  return {
    ...unexpected(),
    detail: words.peek().problems.answered,
    ...given,
    status: response.status,
  };
}
