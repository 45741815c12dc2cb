/** What is switched, as the service tells it. */
export interface Switches {
  agents: { id: string; name: string; installed: boolean; on: boolean }[];
  orgs: { org: string; off: string[] }[];
}

export type Trouble = "wrong" | "wait" | "failed";

/** Somebody isn't let in, or nothing came of it. */
export class Refused extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble);
  }
}

const ROOT = "/api/v1/sandbox/operator/agents";

/** Asks as the operator. The token is in this page's memory alone, and in a header of its own. */
export class Operator {
  constructor(
    private readonly token: string,
    private readonly fetcher: typeof fetch = (...given) => fetch(...given),
  ) {}

  all(): Promise<Switches> {
    return this.ask("GET", ROOT);
  }

  /** For everybody, or for one person. */
  switch(agent: string, on: boolean, org: string | null): Promise<Switches> {
    return this.ask("PUT", `${ROOT}/${encodeURIComponent(agent)}`, org === null ? { on } : { on, org });
  }

  private async ask(method: string, path: string, body?: unknown): Promise<Switches> {
    // A header takes Latin letters only; whoever typed others doesn't know the token.
    if (!/^[\x20-\x7e]+$/.test(this.token)) throw new Refused("wrong");
    const headers: Record<string, string> = { Accept: "application/json", "X-Sandbox-Operator": this.token };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    let answer: Response;
    try {
      answer = await this.fetcher(path, { method, headers, cache: "no-store", credentials: "omit", ...content });
    } catch {
      throw new Refused("failed");
    }
    if (!answer.ok) throw new Refused(answer.status === 401 ? "wrong" : answer.status === 429 ? "wait" : "failed");
    return (await answer.json()) as Switches;
  }
}

/** Whether one is on, and whether somebody above decides that. */
export function stateOf(switches: Switches, agent: string, org: string | null): { on: boolean; forAll: boolean } {
  const everywhere = switches.agents.find(({ id }) => id === agent)?.on ?? false;
  if (org === null) return { on: everywhere, forAll: false };
  const own = switches.orgs.find((one) => one.org === org)?.off ?? [];
  return { on: everywhere && !own.includes(agent), forAll: !everywhere };
}
