import type { Cancel } from '../../kernel/clock';
import { beijingDay, type Millis } from '../../kernel/time';
import type { CheckoutService } from '../service';
import type { ApplicationRow } from '../store/access-store';
import type { AccessState, Application } from './decision';

/** The desk that takes applications of providers and answers each within the published time (rule ACC-002). */
export class AccessDesk {
  #wake: Cancel = () => undefined;
  #at: Millis | undefined;

  constructor(readonly service: CheckoutService) {}

  /** True where the platform declares that it is open to every provider that meets its conditions. */
  get declared(): boolean {
    return this.service.config.openAccess === true;
  }

  /** The interfaces that the platform publishes: every protocol that it speaks. */
  get interfaces(): string[] {
    return Object.keys(this.service.parts.protocols).sort();
  }

  /** Until when an application is answered. */
  answerBy({ receivedAt }: Pick<ApplicationRow, 'receivedAt'>): Millis {
    return receivedAt + this.service.parts.accessTerms.answerWithin;
  }

  /** Takes a complete application; it is kept before its number is told. */
  take(application: Application): Omit<ApplicationRow, 'answer'> {
    const { access } = this.service.store;
    const receivedAt = this.service.now();
    const random = this.service.context.random.stream(`access/${access.count()}`);
    const reviewAt = receivedAt + this.service.parts.accessReview(this.service.parts.accessTerms);
    const row = { applicationNo: random.letters(24), receivedAt, reviewAt, application };
    access.insert(row);
    this.schedule();
    return row;
  }

  /** Wakes up when the next application is looked at. */
  schedule(): void {
    if (this.service.stopped || !this.declared) return;
    const next = this.service.store.access.next()?.reviewAt;
    if (next === this.#at) return;
    this.#wake();
    this.#at = next;
    if (next !== undefined) this.#wake = this.service.context.clock.at(next, () => this.#review());
  }

  #review(): void {
    if (this.service.stopped) return;
    this.#at = undefined;
    const { store, parts } = this.service;
    const now = this.service.now();
    for (let row = store.access.next(); row && row.reviewAt <= now; row = store.access.next())
      store.access.answer(row.applicationNo, parts.decideAccess(row.application, parts.accessTerms, this.#state()));
    this.schedule();
  }

  #state(): AccessState {
    const intakeOpen = this.service.store.access.intakeOpen();
    return { day: beijingDay(this.service.now()), intakeOpen, interfaces: this.interfaces };
  }
}
