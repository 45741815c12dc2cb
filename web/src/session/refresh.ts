/** Reads something again after changes: at most one read at a time, and one more after it if anything changed meanwhile. */
export class Refresh {
  private running = false;
  private again = false;

  constructor(private readonly read: () => Promise<void>) {}

  request(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    void this.run();
  }

  private async run(): Promise<void> {
    do {
      this.again = false;
      try {
        await this.read();
      } catch {
        // The reader reports its own trouble; the next change reads again.
      }
    } while (this.again);
    this.running = false;
  }
}
