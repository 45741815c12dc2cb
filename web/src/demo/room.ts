import type { Credentials } from "../session/credentials";

/** What a demonstration has beside the page: the prospect's mailbox, and a hand on the emulator. */
export class Room {
  constructor(private readonly fetcher: typeof fetch = (...given) => fetch(...given)) {}

  /** The newest code that was mailed to whoever speaks; waits for it a moment. */
  async mail(of: Credentials): Promise<{ to: string; code: string }> {
    const headers = { Authorization: `Bearer ${of.token}` };
    return this.ask(`/demo/mail/${encodeURIComponent(of.id)}`, { headers });
  }

  /** What goes wrong with the next cloud; an empty name: nothing. */
  async wish(fault: string): Promise<void> {
    await this.post("/demo/wishes", { faults: fault ? [fault] : [] });
  }

  async speed(speed: number, fault: string): Promise<void> {
    await this.post("/demo/wishes", { faults: fault ? [fault] : [], speed });
  }

  async baseSpeed(): Promise<number> {
    return (await this.ask<{ speed: number }>("/demo/faults")).speed;
  }

  async reset(): Promise<void> {
    await this.post("/demo/reset", {});
  }

  /** Whether the service can speak a prospect's lines. */
  async hasVoice(): Promise<boolean> {
    return (await this.ask<{ there: boolean }>("/demo/voice")).there;
  }

  /** A line as sound. */
  async voice(text: string): Promise<ArrayBuffer> {
    const answer = await this.fetched("/demo/voice", asBody({ text }));
    return answer.arrayBuffer();
  }

  private async post(path: string, body: unknown): Promise<void> {
    await this.ask(path, asBody(body));
  }

  private async ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    const answer = await this.fetched(path, init);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  private async fetched(path: string, init: RequestInit): Promise<Response> {
    const answer = await this.fetcher(path, { cache: "no-store", ...init });
    if (answer.ok) return answer;
    const problem = (await answer.json().catch(() => ({}))) as { detail?: string };
    throw new Error(problem.detail ?? "The demonstration doesn't answer.");
  }
}

function asBody(body: unknown): RequestInit {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}
