import { z } from 'zod';
import { type Fen, fen } from '../../kernel/money';
import { type Millis, readRfc3339 } from '../../kernel/time';
import type { Present, SimDesign, Words } from './design';
import { SimError } from './errors';

const number = z.string().regex(/^[0-9A-Za-z_-]{1,64}$/, 'expected 1 to 64 letters, digits, _ or -');
const account = z.string().regex(/^[0-9A-Za-z]{1,32}$/, 'expected 1 to 32 letters and digits');
const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'found a control character');
const address = z
  .string()
  .max(512)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'expected a web address');
const instant = z.string().transform((text, context): Millis => {
  const at = readRfc3339(text);
  if (at !== undefined) return at;
  context.addIssue({ code: 'custom', message: 'expected a time such as 2026-11-24T09:30:00+08:00' });
  return z.NEVER;
});
const amount = z
  .int()
  .positive()
  .transform((value): Fen => fen(value));

/** A request for an order, read. */
export interface OrderRequest {
  readonly outTradeNo: string;
  readonly payee: string;
  readonly amountFen: Fen;
  readonly present: Present;
  readonly summary: string;
  readonly payBy?: Millis;
  readonly notifyUrl?: string;
  readonly returnUrl?: string;
  readonly attach?: string;
  readonly terminalId?: string;
  readonly busiType?: string;
  readonly busiKind?: string;
  /** Members that only this way to present an order has. */
  readonly more: Readonly<Record<string, unknown>>;
}

/** A request for a refund, read. */
export interface RefundRequest {
  readonly payee: string;
  readonly outTradeNo: string;
  readonly outRefundNo: string;
  readonly amountFen: Fen;
  readonly reason?: string;
  readonly notifyUrl?: string;
}

const order = {
  outTradeNo: number,
  amount,
  currency: z.literal('CNY'),
  present: z.string(),
  summary: line(128),
  expireAt: instant.optional(),
  expireMinutes: z.int().min(1).max(10_080).optional(),
  notifyUrl: address.optional(),
  returnUrl: address.optional(),
  attach: line(256).optional(),
  terminalId: line(32).optional(),
  busiType: line(32).optional(),
  busiKind: line(32).optional(),
};
const refund = {
  outTradeNo: number,
  outRefundNo: number,
  amount,
  currency: z.literal('CNY'),
  reason: line(128).optional(),
  notifyUrl: address.optional(),
};

/** Parses with a schema; the refusal names the member, and what was expected. @throws SimError PARAM_ERROR */
function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new SimError('PARAM_ERROR', `${issue?.path.join('.') || 'the request'}: ${issue?.message}`);
}

/** Reads the requests of one profile, in its words. Unknown members are refused. */
export class RequestReader {
  readonly #words: Words;

  constructor(readonly design: Pick<SimDesign, 'words' | 'presents'>) {
    this.#words = design.words;
  }

  /** @throws SimError PARAM_ERROR */
  order(body: Readonly<Record<string, unknown>>, now: Millis): OrderRequest {
    const present = this.design.presents.find((each) => each.present === body['present']);
    if (!present) {
      const known = this.design.presents.map((each) => each.present).join(', ');
      throw new SimError('PARAM_ERROR', `present: expected one of ${known}`);
    }
    const members = present.members ?? {};
    const read: Record<string, unknown> = parse(
      z.strictObject({ ...order, [this.#words.payee]: account, ...members }),
      body,
    );
    const fixed = parse(z.object({ ...order, expireAt: z.number().optional() }), read);
    const { expireAt, expireMinutes, amount: amountFen, currency: _, present: __, ...rest } = fixed;
    if (expireAt !== undefined && expireMinutes !== undefined)
      throw new SimError('PARAM_ERROR', 'expected expireAt or expireMinutes, not both');
    const payBy = expireAt ?? (expireMinutes === undefined ? undefined : now + expireMinutes * 60_000);
    const more = Object.fromEntries(Object.keys(members).map((name) => [name, read[name]]));
    return { ...rest, payee: String(read[this.#words.payee]), amountFen, present, payBy, more };
  }

  /** @throws SimError PARAM_ERROR */
  refund(body: Readonly<Record<string, unknown>>): RefundRequest {
    const read: Record<string, unknown> = parse(z.strictObject({ ...refund, [this.#words.payee]: account }), body);
    const { amount: amountFen, currency: _, ...rest } = parse(z.object(refund), read);
    return { ...rest, payee: String(read[this.#words.payee]), amountFen };
  }

  /** The account that a body or an address names, and nothing else in it. @throws SimError PARAM_ERROR */
  payeeAlone(given: Readonly<Record<string, unknown>>): string {
    const read: Record<string, unknown> = parse(z.strictObject({ [this.#words.payee]: account }), given);
    return String(read[this.#words.payee]);
  }

  /** A number in a path. @throws SimError PARAM_ERROR */
  number(text: string): string {
    return parse(number, text);
  }
}
