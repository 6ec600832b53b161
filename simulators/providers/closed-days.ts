/** The days whose bills a provider publishes before their time, because somebody who tests cannot wait for tomorrow. */
export class ClosedDays {
  readonly #days = new Set<string>();

  /** From now on the bill of this day can be had. @param date `yyyy-MM-dd`, a day in Beijing. */
  close(date: string): void {
    this.#days.add(date);
  }

  isClosed(date: string): boolean {
    return this.#days.has(date);
  }
}
