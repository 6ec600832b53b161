import { randomHex } from '../../../kernel/keys';
import type { Millis } from '../../../kernel/time';

/** The links under which bills can be fetched for a moment. */
export class BillLinks<Bill> {
  readonly #links = new Map<string, { readonly query: string; readonly bill: Bill; readonly until: Millis }>();

  constructor(readonly lifeMs: number) {}

  /** A new link to a bill: the given members, then a token that nobody can guess. @returns Its query. */
  issue(bill: Bill, members: Readonly<Record<string, string>>, now: Millis): string {
    for (const [token, { until }] of this.#links) if (until < now) this.#links.delete(token);
    const token = randomHex(16);
    const query = new URLSearchParams({ ...members, token }).toString();
    this.#links.set(token, { query, bill, until: now + this.lifeMs });
    return query;
  }

  /** The bill behind a query; undefined when it is too late, or when anything in it was changed. */
  open(query: string, now: Millis): Bill | undefined {
    const given = new URLSearchParams(query);
    const link = this.#links.get(given.get('token') ?? '');
    return link && now <= link.until && given.toString() === link.query ? link.bill : undefined;
  }
}
