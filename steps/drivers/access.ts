import type { Application } from '../../simulators/checkout/access/decision';
import { PRACTICES } from '../../simulators/checkout/access/terms';
import { factsOf } from '../../simulators/kernel/history';
import { HttpDriver } from './http';
import { expectStatus, type PlatformDriver, Prerequisite } from './platform';

/** The terms as anybody can read them. */
export interface PublishedTerms {
  readonly answerWithinMs: number;
  readonly interfaces: readonly string[];
  readonly feePerMillion: number;
  readonly conditions: ReadonlyArray<{ readonly id: string }>;
}

/** A provider that wants to be let in: who it is, and which published conditions it does not meet. */
export interface Applicant {
  readonly applicant: string;
  readonly group: string;
  readonly lacks: readonly string[];
  /** Which of the published interfaces it speaks; the first without it. */
  readonly speaks?: string;
}

const LICENCE = { kind: 'payment-licence', business: ['online-payment'], regions: 'nationwide' } as const;

/** A complete application that meets every condition but those that it lacks. */
function applicationOf({ applicant, group, lacks, speaks }: Applicant, terms: PublishedTerms): Application {
  const to = lacks.includes('lawful-authority') ? '2012-12-31' : null;
  const known = speaks ?? terms.interfaces[0] ?? '';
  return {
    applicant,
    group,
    authorities: [{ ...LICENCE, business: [...LICENCE.business], from: '2011-05-26', to }],
    interface: lacks.includes('published-interface') ? 'carrier-pigeon' : known,
    practices: Object.fromEntries(PRACTICES.map((id) => [id, !lacks.includes(id)])) as Application['practices'],
  };
}

/** Applies to a platform as a provider does, and records what was applied for and what was answered. */
export class AccessDriver {
  readonly #http: HttpDriver;

  constructor(readonly platform: PlatformDriver) {
    this.#http = new HttpDriver(platform.world.network, 'applicant', platform.world.checkout.reader);
  }

  /** Reads the published terms, as anybody can. */
  async readTerms(): Promise<PublishedTerms> {
    const reply = await this.#http.send('GET', this.platform.url('/api/access/terms'));
    expectStatus(reply, [200], 'the platform to publish its conditions');
    const terms = JSON.parse(reply.text) as PublishedTerms;
    const conditions = terms.conditions.map(({ id }) => id);
    this.#record('access.terms', factsOf({ ...terms, conditions }));
    return terms;
  }

  /** Applies; the platform must take a complete application. */
  async apply(applicant: Applicant, terms: PublishedTerms): Promise<string> {
    const application = applicationOf(applicant, terms);
    const headers = { 'content-type': 'application/json' };
    const url = this.platform.url('/api/access/applications');
    const reply = await this.#http.send('POST', url, headers, JSON.stringify(application));
    expectStatus(reply, [202], 'the platform to take a complete application');
    const { applicationNo } = JSON.parse(reply.text) as Record<string, string>;
    if (applicationNo === undefined) throw new Prerequisite('a number of the application', 'there is none');
    const facts = factsOf({ applicationNo, ...applicant });
    this.platform.world.history.append({ type: 'act', by: 'applicant', kind: 'access.applied', facts });
    return applicationNo;
  }

  /** Reads how an application stands. */
  async read(applicationNo: string): Promise<void> {
    const reply = await this.#http.send('GET', this.platform.url(`/api/access/applications/${applicationNo}`));
    expectStatus(reply, [200], 'the platform to know the application');
    const { answer } = JSON.parse(reply.text) as Record<string, never>;
    this.#record('access.read', factsOf({ applicationNo, answer }));
  }

  /** Lets nobody in for the time being, or everybody again, as an operator. */
  async setIntake(open: boolean): Promise<void> {
    const { operator, world } = this.platform;
    const reply = await operator.json('PUT', this.platform.url('/api/access/intake'), world.operatorKey, { open });
    expectStatus(reply, [200], 'the platform to close or open its intake');
    this.platform.declare('access.intake', { open });
  }

  #record(kind: string, facts: ReturnType<typeof factsOf>): void {
    this.platform.world.history.append({ type: 'contract', by: 'platform', kind, facts });
  }
}
