import { effect, signal } from "@preact/signals";
import { type Credentials, load, save } from "../session/credentials";
import type { ProblemDocument } from "../session/frames";
import { ApiProblem, documentOf } from "../session/problem";
import { type Agent, begun, SandboxApi, type TerminalSession } from "./api";

/** Who this browser is to the sandbox, and what runs there. */
export class Desk {
  readonly sessions = signal<readonly TerminalSession[] | null>(null);
  readonly agents = signal<readonly Agent[]>([]);
  /** Somebody has to prove an address first. */
  readonly signIn = signal(false);
  readonly problem = signal<ProblemDocument | null>(null);
  /** The session that is looked at; null for the list alone. */
  readonly open = signal<string | null>(fromPath());
  readonly api: SandboxApi;
  private credentials: Credentials | null = load();

  constructor() {
    this.api = new SandboxApi(() => {
      if (!this.credentials)
        throw new ApiProblem({ status: 401, code: "unauthorised", title: "", detail: "Sign in first.", next: "" });
      return this.credentials;
    });
    window.addEventListener("popstate", () => {
      this.open.value = fromPath();
    });
    effect(() => {
      document.title = this.open.value ? "Session · Concierge" : "Sandbox · Concierge";
    });
  }

  async refresh(): Promise<void> {
    try {
      this.sessions.value = await this.api.sessions();
      if (this.agents.value.length === 0) this.agents.value = await this.api.agents();
      this.signIn.value = false;
      this.problem.value = null;
    } catch (error) {
      if (error instanceof ApiProblem && (error.status === 401 || error.status === 403)) this.signIn.value = true;
      else this.problem.value = documentOf(error);
    }
  }

  /** A code is mailed to the address. Throws what the service says. */
  async sendCode(email: string): Promise<void> {
    try {
      if (!this.credentials) throw new ApiProblem({ status: 401, code: "", title: "", detail: "", next: "" });
      await this.api.sendCode(email);
    } catch (error) {
      // No conversation, or one that isn't there any more.
      if (!(error instanceof ApiProblem && error.status === 401)) throw error;
      this.credentials = await begun();
      save(this.credentials);
      await this.api.sendCode(email);
    }
  }

  async verify(email: string, code: string): Promise<void> {
    await this.api.verify(email, code);
    await this.refresh();
  }

  async start(agent: string, size: { cols: number; rows: number }): Promise<void> {
    const made = await this.api.start(agent, size);
    this.go(made.id);
    await this.refresh();
  }

  async end(id: string): Promise<void> {
    await this.api.end(id);
    if (this.open.value === id) this.go(null);
    await this.refresh();
  }

  go(id: string | null): void {
    if (id === this.open.value) return;
    history.pushState(null, "", id ? `/sandbox/${id}` : "/sandbox");
    this.open.value = id;
    if (id === null) void this.refresh();
  }
}

function fromPath(): string | null {
  return /^\/sandbox\/([0-9a-f]{24})$/.exec(location.pathname)?.[1] ?? null;
}
