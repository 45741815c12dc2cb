import type { Logged } from "../session/frames";
import type { ProgressLine } from "../wire";

/** The service's log out of ours, read on from wherever it was read to. */
export class LogReader {
  private after = 0;
  private readonly found: string[] = [];
  private reading: Promise<unknown> = Promise.resolve();

  /** @param read a page of the log after a number; empty where it ends. */
  constructor(
    private readonly deployment: string,
    private readonly read: (after: number) => Promise<readonly Logged[]>,
  ) {}

  /** All lines up to now. Whoever asks meanwhile waits, so that no line is read twice. */
  lines(): Promise<readonly string[]> {
    const next = this.reading.catch(() => {}).then(() => this.readOn());
    this.reading = next;
    return next;
  }

  private async readOn(): Promise<readonly string[]> {
    for (let page = await this.read(this.after); page.length > 0; page = await this.read(this.after)) {
      for (const event of page) {
        if (event.type === "deployment_reported" && event.deploymentId === this.deployment)
          this.found.push(...event.lines.map(written));
      }
      this.after = page[page.length - 1]?.seq ?? this.after;
    }
    return this.found;
  }
}

/** As a log file has it: when, how grave, which component, what. */
export function written({ time, level, phase, component, state, message }: ProgressLine): string {
  const of = [component, state].filter(Boolean).join(" ");
  return [time ?? "-", level, phase, of && `[${of}]`, message].filter(Boolean).join(" ");
}
