import type { Cancel } from '../../kernel/clock';
import { MINUTE_MS, type Millis } from '../../kernel/time';
import type { CheckoutService } from '../service';
import { Bookkeeper } from './bookkeeper';
import { IncidentWatch } from './incidents';
import { RecordKeeper } from './retention';

/** What met an error of the platform's own is tried again after this time. */
const AFTER_ERROR_MS = MINUTE_MS;

/** What a platform does by the calendar: the books of the day, the watch over incidents, the end of old records. */
export class Books {
  readonly bookkeeper: Bookkeeper;
  readonly incidents: IncidentWatch;
  readonly records: RecordKeeper;
  #wake: Cancel = () => undefined;
  #at: Millis | undefined;
  #running: Promise<void> | undefined;
  /** After an error that nobody foresaw, so that it is not met again and again at one instant. */
  #notBefore: Millis = 0;

  constructor(readonly service: CheckoutService) {
    this.bookkeeper = new Bookkeeper(service);
    this.incidents = new IncidentWatch(service);
    this.records = new RecordKeeper(service);
  }

  /** Wakes up when the next thing is due. */
  schedule(): void {
    if (this.service.stopped || this.#running) return;
    const due = [this.bookkeeper.next(), this.incidents.next(), this.records.next()];
    const known = due.filter((at) => at !== undefined);
    const next = known.length === 0 ? undefined : Math.max(Math.min(...known), this.#notBefore);
    if (next === this.#at) return;
    this.#wake();
    this.#at = next;
    if (next !== undefined) this.#wake = this.service.context.clock.at(next, () => this.run());
  }

  /** Opens today's books where a provider is cooperating, and waits for what is due. */
  open(): void {
    this.bookkeeper.openToday();
    this.schedule();
  }

  /** Does everything that is due; whoever comes meanwhile waits for the same. */
  async run(): Promise<void> {
    this.#running ??= this.#everything().finally(() => {
      this.#running = undefined;
      this.#at = undefined;
      if (!this.service.stopped) this.schedule();
    });
    await this.#running;
  }

  async #everything(): Promise<void> {
    try {
      this.incidents.run();
      this.records.run();
      await this.bookkeeper.run();
      if (!this.service.stopped) this.bookkeeper.openToday();
    } catch (error) {
      if (this.service.stopped) return;
      this.service.context.report(error);
      this.#notBefore = this.service.now() + AFTER_ERROR_MS;
    }
  }
}
