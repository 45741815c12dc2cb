import { effect, signal } from "@preact/signals";
import { type Credentials, load, save } from "../session/credentials";
import type { ProblemDocument } from "../session/frames";
import { ApiProblem, documentOf } from "../session/problem";
import { type Agent, begun, type DiskUse, SandboxApi, type TerminalSession } from "./api";
import { renew } from "./notify";

const NAME = /^[0-9a-f]{24}$/;

/** Who this browser is to the sandbox, and what runs there. */
export class Desk {
  readonly sessions = signal<readonly TerminalSession[] | null>(null);
  readonly agents = signal<readonly Agent[]>([]);
  readonly disk = signal<DiskUse | null>(null);
  /** Somebody has to prove an address first. */
  readonly signIn = signal(false);
  readonly problem = signal<ProblemDocument | null>(null);
  /** The session that is looked at; null for the list alone. */
  readonly open = signal<string | null>(fromPath());
  readonly api: SandboxApi;
  private credentials: Credentials | null = load();
  private isRenewed = false;

  constructor() {
    this.api = new SandboxApi(() => {
      if (!this.credentials)
        throw new ApiProblem({ status: 401, code: "unauthorised", title: "", detail: "Sign in first.", next: "" });
      return this.credentials;
    });
    window.addEventListener("popstate", () => {
      this.open.value = fromPath();
    });
    // By a notification that was pressed.
    navigator.serviceWorker?.addEventListener("message", ({ data }) => {
      if (data?.type === "show" && NAME.test(data.session)) this.go(data.session);
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
      // It may take a moment to count, which nobody waits for.
      void this.api.disk().then(
        (use) => {
          this.disk.value = use;
        },
        () => {},
      );
      if (!this.isRenewed) void renew(this.api);
      this.isRenewed = true;
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

  async again(id: string): Promise<void> {
    const made = await this.api.again(id);
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
  const name = location.pathname.replace(/^\/sandbox\//, "");
  return NAME.test(name) ? name : null;
}
