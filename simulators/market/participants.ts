import { z } from 'zod';
import { readData } from './data-file';
import { bilingual, mark } from './facts';

/** What kinds of lawful authority there are (rule ACC-005). */
export const AUTHORITIES = ['payment-licence', 'bank', 'e-cny-operator', 'clearing-licence', 'assumed'] as const;

/** What somebody may do by an authority: pay at a cashier, pay at a till, clear. */
export const BUSINESSES = ['online-payment', 'code-payment', 'clearing', 'prepaid-cards'] as const;
export type Business = (typeof BUSINESSES)[number];

export const authority = z.strictObject({
  kind: z.enum(AUTHORITIES),
  /** Its name in law. */
  legal: bilingual.optional(),
  business: z.array(z.enum(BUSINESSES)),
  /** Everywhere, or provinces by id. */
  regions: z.union([z.literal('nationwide'), z.array(z.string())]),
  /** Both days included; `to: null` where no end is given. */
  from: z.iso.date(),
  to: z.iso.date().nullable(),
  source: z.string().optional(),
  mark: mark.optional(),
});

/** A licence or another lawful authority, with the days on which it is in force. */
export type Authority = z.infer<typeof authority>;

const participant = z.strictObject({
  id: z.string(),
  kind: z.enum(['wallet', 'bank', 'clearing', 'platform']),
  name: bilingual,
  capabilities: z.array(z.string()),
  authorities: z.array(authority),
});
export type Participant = z.infer<typeof participant>;

/** Everybody in the market, with the authority by which they are in it. */
export const participants: readonly Participant[] = readData(
  'participants.yaml',
  'a valid list of participants',
  z.strictObject({ participants: z.array(participant) }),
).participants;

export const participantNamed = (id: string): Participant | undefined => participants.find((each) => each.id === id);

/** An invented provider has an invented authority, and its kind says so. */
const ASSUMED: Authority = {
  kind: 'assumed',
  business: ['online-payment', 'code-payment'],
  regions: 'nationwide',
  from: '2020-01-01',
  to: null,
  source: 'HOUSE',
  mark: 'house',
};

/** The authorities of a provider; one that the data do not know is invented, and so is its authority. */
export const authoritiesOf = (id: string): readonly Authority[] => participantNamed(id)?.authorities ?? [ASSUMED];
