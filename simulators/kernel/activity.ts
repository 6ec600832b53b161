/**
 * Counts what is under way: requests on the seam and the work they cause. The business clock moves only while this is
 * idle, so a virtual hour never passes in the middle of a request.
 */
export class Activity {
  #count = 0;
  readonly #waiting: Array<() => void> = [];

  get busy(): boolean {
    return this.#count > 0;
  }

  /** Runs work and counts it as under way until it settles. */
  async track<T>(work: () => Promise<T>): Promise<T> {
    this.#count += 1;
    try {
      return await work();
    } finally {
      this.#count -= 1;
      if (this.#count === 0) this.#release();
    }
  }

  /** Resolves when nothing is under way and the work's own follow-ups have had their turn. */
  async idle(): Promise<void> {
    do {
      if (this.busy) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      await new Promise<void>((resolve) => setImmediate(resolve));
    } while (this.busy);
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
