/** For each state the states that may follow it. */
export type Table = Readonly<Record<string, readonly string[]>>;

const ENDS_OF_A_START = ['waiting', 'unknown', 'failed', 'closing', 'closed', 'paid'];

/**
 * The published life of each thing, in neutral words (rule LIFE-001). It is written apart from the parties that it judges
 * and shares nothing with them. A late success may still reach a payment that was given up; it is then given back.
 * Trades: the states of orders of both providers' documents.
 */
export const PUBLISHED = {
  order: { open: ['paid', 'closed'], paid: [], closed: [] },
  payment: {
    queued: ['starting', 'dropped'],
    starting: ENDS_OF_A_START,
    unknown: ENDS_OF_A_START,
    waiting: ['closing', 'closed', 'paid'],
    closing: ['closed', 'paid'],
    closed: ['paid'],
    failed: ['paid'],
    paid: [],
    dropped: [],
  },
  refund: {
    asked: ['unknown', 'accepted', 'done', 'failed', 'abnormal'],
    unknown: ['accepted', 'done', 'failed', 'abnormal'],
    accepted: ['done', 'failed', 'abnormal'],
    abnormal: ['accepted', 'done', 'failed'],
    done: [],
    failed: [],
  },
  trade: {
    absent: ['prepared', 'open', 'paying', 'paid', 'closed'],
    prepared: ['open', 'paid', 'closed'],
    open: ['paying', 'paid', 'closed', 'failed', 'reversed'],
    paying: ['paid', 'failed', 'reversed'],
    paid: ['refunded', 'reversed'],
    refunded: ['reversed'],
    closed: [],
    failed: ['reversed'],
    reversed: [],
  },
  'refund of a trade': {
    processing: ['success', 'closed', 'abnormal'],
    abnormal: ['success'],
    success: [],
    closed: [],
  },
} satisfies Record<string, Table>;

/** What may be asked of an order of the platform or of a trade of a provider, and in which of its states. */
export const MAY_BE_ASKED: Readonly<Record<string, Table>> = {
  order: { choose: ['open'], 'ask-refund': ['paid'] },
  trade: {
    order: ['absent', 'prepared', 'open'],
    open: ['prepared', 'open'],
    pay: ['prepared', 'open'],
    close: ['prepared', 'open', 'closed'],
    refund: ['paid'],
  },
};

export type Thing = keyof typeof PUBLISHED;

/** True for a thing that has a published life. */
export const isThing = (name: unknown): name is Thing => typeof name === 'string' && Object.hasOwn(PUBLISHED, name);

/** The states that may follow one at once. */
export function following(thing: Thing, state: string): readonly string[] {
  const table: Table = PUBLISHED[thing];
  return table[state] ?? [];
}

/** True when one state leads to another, at once or on the way: whoever only looks now and then does not see every step. */
export function leadsTo(thing: Thing, from: string, to: string, seen: ReadonlySet<string> = new Set()): boolean {
  if (from === to) return true;
  const next = following(thing, from).filter((state) => !seen.has(state));
  return next.some((state) => leadsTo(thing, state, to, new Set([...seen, from])));
}
