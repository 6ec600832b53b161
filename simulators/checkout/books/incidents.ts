import { beijingDay, type Millis, SECOND_MS } from '../../kernel/time';
import type { CheckoutService } from '../service';
import { type Measure, passed } from './duties';

/** What an operator measured of something that happened: an interruption, a leak. */
export type Measured = Readonly<Partial<Record<Measure, number>>>;

/** Incidents are recorded for whatever passes a threshold in force, and for nothing at or below it (rule RES-004). */
export class IncidentWatch {
  constructor(readonly service: CheckoutService) {}

  /**
   * Records an event that an operator reports, where it passes a threshold.
   * @param subject What it was, in the operator's words; the same subject is recorded once for each threshold.
   * @returns The measures that passed.
   */
  report(subject: string, measured: Measured): Measure[] {
    const { parts, store } = this.service;
    const now = this.service.now();
    const thresholds = passed(parts.duties, measured, beijingDay(now));
    this.service.transact(() => {
      for (const { of, moreThan, source } of thresholds)
        store.books.noteIncident(of, subject, now, { measured: measured[of], moreThan, source });
      return [];
    });
    return thresholds.map(({ of }) => of);
  }

  /** When an outage that lasts passes its threshold next. */
  next(): Millis | undefined {
    const open = this.#open().map(({ passesAt }) => passesAt);
    return open.length === 0 ? undefined : Math.min(...open);
  }

  /** Records every outage that has lasted longer than the threshold. */
  run(): void {
    const now = this.service.now();
    for (const { provider, since, passesAt } of this.#open()) {
      if (passesAt > now) continue;
      const interruptionSeconds = Math.ceil((now - since) / SECOND_MS);
      this.report(outageOf(provider, since), { interruptionSeconds });
    }
  }

  /** Outages that are not recorded yet, with the instant at which each passes the threshold of its day. */
  #open(): Array<{ provider: string; since: Millis; passesAt: Millis }> {
    const { parts, store } = this.service;
    const outages = store.books.outages();
    if (outages.length === 0) return [];
    const recorded = new Set(store.books.incidents().map(({ subject }) => subject));
    const seconds = parts.duties.incidents.filter(({ of }) => of === 'interruptionSeconds');
    const least = Math.min(...seconds.map(({ moreThan }) => moreThan));
    return outages
      .filter(({ provider, since }) => !recorded.has(outageOf(provider, since)))
      .map((outage) => ({ ...outage, passesAt: outage.since + least * SECOND_MS + 1 }));
  }
}

const outageOf = (provider: string, since: Millis) => `outage of ${provider} since ${new Date(since).toISOString()}`;
