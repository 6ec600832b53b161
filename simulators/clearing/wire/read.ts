import { z } from 'zod';
import type { Fen } from '../../kernel/money';
import type { Instruction, SettlementFile } from './instruction';

const text = z.string().min(1).max(128);
const amountFen = z.custom<Fen>((value) => Number.isSafeInteger(value) && (value as number) > 0, 'expected whole fen');
const account = z.strictObject({ institution: text, account: text, name: text });
const merchant = z.strictObject({
  orderNo: text,
  name: text,
  code: text,
  category: z.string().regex(/^\d{4}$/),
  amountFen,
});

const instruction = z.strictObject({
  traceId: text,
  kind: z.enum(['pull', 'push', 'return']),
  payer: account,
  payee: account,
  merchants: z.array(merchant).min(1).max(50),
  amountFen,
  currency: z.literal('CNY'),
  at: z.iso.datetime({ offset: true }),
  channel: text,
  terminal: text,
  original: text.optional(),
});

const line = z.strictObject({ traceId: text, side: z.enum(['received', 'paid']), amountFen });
const settlement = z.strictObject({ session: text, participant: text, lines: z.array(line), netFen: z.int() });

/** JSON as it came, or undefined where it is none. */
export function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

/**
 * An instruction that has every protected field and nothing that the profile does not know; undefined otherwise. The parts
 * of several merchants come to the whole amount, so that nobody is hidden in it (rule ROUTE-007).
 */
export function readInstruction(value: unknown): Instruction | undefined {
  const result = instruction.safeParse(value);
  if (!result.success) return undefined;
  const sum = result.data.merchants.reduce((total, part) => total + part.amountFen, 0);
  return sum === result.data.amountFen ? (result.data as Instruction) : undefined;
}

/** A settlement file; undefined where it is none. */
export function readSettlement(value: unknown): SettlementFile | undefined {
  const result = settlement.safeParse(value);
  return result.success ? result.data : undefined;
}

/** The trace id of a query. */
export function readTrace(value: unknown): string | undefined {
  const result = z.strictObject({ traceId: text }).safeParse(value);
  return result.success ? result.data.traceId : undefined;
}
