/** The business days whose bills a provider publishes before their time, because somebody closed them by hand. */
export class ClosedDays {
  readonly #days = new Set<string>();

  /** @param day The Beijing calendar day, `yyyy-MM-dd`. */
  close(day: string): void {
    this.#days.add(day);
  }

  has(day: string): boolean {
    return this.#days.has(day);
  }
}
