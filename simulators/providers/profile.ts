import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../kernel/time';
import { REFUND_ENDS } from './engine/trade';

const UNITS: Record<string, number> = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };

/** A duration as people write it: `15s`, `3m`, `6h`, `365d`. */
const duration = z.string().transform((text, context) => {
  const match = /^(\d+)([smhd])$/.exec(text);
  const unit = UNITS[match?.[2] ?? ''];
  if (match && unit) return Number(match[1]) * unit;
  context.addIssue({ code: 'custom', message: `found "${text}", expected a duration such as 15s, 3m, 6h or 7d` });
  return z.NEVER;
});

/** How sure a number is: X executed, V read in source, D secondary, M memory, ? sources conflict or are silent. */
const mark = z.enum(['X', 'V', 'D', 'M', '?']);

/** A dated number with its source. */
function sourced<T extends z.ZodType>(value: T) {
  return z.object({ value, source: z.string(), mark, from: z.string().optional(), note: z.string().optional() });
}

/** The ways into a payment. A code may be scanned in two directions: `qr` is the merchant's, `payerCode` the payer's. */
export const ENTRANCES = ['web', 'h5', 'app', 'qr', 'payerCode'] as const;
export type Entrance = (typeof ENTRANCES)[number];

/** The product of a gateway by which an entrance is reached, or why there is none. */
const entrance = z.union([
  z.strictObject({ product: z.string() }),
  z.strictObject({ none: z.strictObject({ en: z.string(), zh: z.string() }), source: z.string(), mark }),
]);
export type EntranceOf = z.infer<typeof entrance>;

const schema = z.strictObject({
  provider: z.string(),
  protocol: z.string(),
  name: z.strictObject({ en: z.string(), zh: z.string() }),
  /** False where the wire is a profile of ours because no public protocol exists. */
  wireTrue: z.boolean(),
  /** The name and version of a profile of ours, as each of its answers carries them. */
  label: z
    .string()
    .regex(/^[a-z0-9-]+-sim-profile\/\d+$/, 'expected a label such as harbour-sim-profile/0')
    .optional(),
  origins: z.array(z.url()),
  /** Which ways into a payment it has. */
  entrances: z
    .strictObject({ web: entrance, h5: entrance, app: entrance, qr: entrance, payerCode: entrance })
    .optional(),
  /** False where the protocol closes no order: one that nobody pays ends at its own deadline. */
  closes: z.boolean().default(true),
  /** How a refund that was accepted may end, other than well; empty where the answer to a refund is its result. */
  refundEnds: z.array(z.enum(REFUND_ENDS)).default([]),
  numbers: z.strictObject({
    /** From one attempt of a notice to the next. */
    noticeGaps: sourced(z.array(duration)),
    /** Within this time a receiver must answer a notice. */
    noticeTimeout: sourced(duration),
    refundWindow: sourced(duration),
    refundTakes: sourced(duration),
    /** How many refunds one order may have. */
    mostRefunds: sourced(z.int().positive()).optional(),
    /** How long after one refund of an order the next may be asked for. */
    refundGap: sourced(duration).optional(),
    /** How long a payer may pay when the merchant names no deadline. */
    payWithin: sourced(duration),
    /** How long a payer's code may be read. */
    payerCodeLife: sourced(duration),
    /** How long a payer who is asked to confirm has for it. */
    confirmWithin: sourced(duration).optional(),
    /** A payment with a payer's code may be undone as a whole for so long after it was asked for. */
    reverseWindow: sourced(duration).optional(),
    /** And not sooner after it than this. */
    reverseNotBefore: sourced(duration).optional(),
    /** Lifetime of what the merchant hands to the payer, by product. */
    credentialLife: sourced(z.record(z.string(), duration)),
    /** When the platform should ask, counted from its request, if no notice has come. */
    queryAfter: sourced(z.array(duration)),
    /** The first question comes no later than this. */
    firstQueryWithin: sourced(duration),
  }),
  /** Numbers of bills, where the provider makes any. */
  bills: z
    .strictObject({
      /** When the business day ends, Beijing time; `24:00` is midnight. */
      dayEnds: sourced(z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/, 'expected a time such as 23:00')).optional(),
      /** Time of day of the next day from which a day's bill can be had. */
      availableFrom: sourced(duration),
      /** How long the address of a bill's file works. */
      linkLife: sourced(duration),
      /** A month's bill can be had from this day of the next month. */
      monthFromDay: sourced(z.int()).optional(),
      /** How many years back bills can be had. */
      keptYears: sourced(z.int()).optional(),
      /** How long the accounts have existed when a world begins. */
      registeredFor: sourced(duration).optional(),
      /** What a merchant pays for a payment, in per cent. */
      feeRate: sourced(z.string().regex(/^\d{1,2}(\.\d{1,4})?%$/)),
    })
    .optional(),
  /** What the sources leave open, each a named choice of its alternatives. */
  settings: z.record(
    z.string(),
    z.strictObject({ value: z.string(), alternatives: z.array(z.string()), source: z.string(), mark }),
  ),
});

/** The dated data of one provider, with sources. */
export type Profile = z.infer<typeof schema>;

/** Numbers of a provider's bills. */
export type BillNumbers = NonNullable<Profile['bills']>;

/** The product behind an entrance; undefined where the provider has none. */
export function productAt({ entrances }: Profile, name: Entrance): string | undefined {
  const found = entrances?.[name];
  return found && 'product' in found ? found.product : undefined;
}

/** Why a wallet shows no payers' codes, in both languages; undefined where it shows them. */
export function codelessBecause({ entrances }: Profile): { readonly en: string; readonly zh: string } | undefined {
  const found = entrances?.payerCode;
  return found && 'none' in found ? found.none : undefined;
}

/** Reads a provider's profile; a mistake names the file, the path in it and what was expected. */
export function readProfile(file: string): Profile {
  const result = schema.safeParse(parse(readFileSync(file, 'utf8')));
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new Error(`${file} is not a valid profile:\n${issues.join('\n')}`);
}

/** What a platform has to know of a provider's bills. */
export interface BillTerms {
  /** When the business day ends, Beijing time: `24:00`, `23:00`. */
  readonly dayEnds: string;
  /** A day's bill can be had so long after the day's end. */
  readonly readyAfterMs: number;
  /** What a payment costs its merchant, in parts of a million. */
  readonly feePerMillion: number;
}

/** The terms of a provider's bills; undefined for a provider that makes none. */
export function billTerms({ bills }: Profile): BillTerms | undefined {
  if (!bills) return undefined;
  const { dayEnds, availableFrom, feeRate } = bills;
  const [whole = '', decimals = ''] = feeRate.value.slice(0, -1).split('.');
  const feePerMillion = Number(`${whole}${decimals.padEnd(4, '0')}`);
  return { dayEnds: dayEnds?.value ?? '24:00', readyAfterMs: availableFrom.value, feePerMillion };
}

/** The chosen alternative of an open question, for example `setting(profile, 'closePaidOrder')`. */
export function setting(profile: Profile, name: string): string {
  const entry = profile.settings[name];
  if (!entry) throw new Error(`profile of ${profile.provider} has no setting "${name}"`);
  if (!entry.alternatives.includes(entry.value)) {
    throw new Error(
      `setting "${name}" of ${profile.provider}: found "${entry.value}", expected one of ${entry.alternatives.join(', ')}`,
    );
  }
  return entry.value;
}
