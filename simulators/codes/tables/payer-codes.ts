import { z } from 'zod';
import { readTable, rowMark } from './table';

const dated = {
  /** In the words of the profile: `wechat`, `alipay`, `unionpay`, `jd`, `bestpay`, `ecny`. */
  network: z.string().min(1),
  /** The provider that runs the network. */
  provider: z.string(),
  /** The first day, and the last one where there is one; `null` where no source gives it. */
  from: z.iso.date().nullable(),
  to: z.iso.date().optional(),
  source: z.string().min(1),
  mark: rowMark,
  /** Set on rows that an operator configures without a public source. */
  label: z.literal('unverified-prefix').optional(),
};

const row = z.union([
  z.strictObject({
    ...dated,
    begins: z.array(z.string().regex(/^\d{2}$/, 'expected two digits in quotation marks')).min(1),
    digits: z.strictObject({ least: z.int().positive(), most: z.int().positive() }),
  }),
  z.strictObject({ ...dated, pattern: z.string().startsWith('^').endsWith('$') }),
]);

/** One row of the dated table: how codes of a network look. */
export type PayerCodeRow = z.infer<typeof row>;

const published: readonly PayerCodeRow[] = readTable('payer-codes.yaml', z.array(row).min(1));

const holdsOn = ({ from, to }: PayerCodeRow, day: string) => (from ?? '') <= day && day <= (to ?? '9999-12-31');

/** True when some code fits both rows. Patterns begin with a letter, so they never meet rows of digits. */
function meet(a: PayerCodeRow, b: PayerCodeRow): boolean {
  if (!('begins' in a) || !('begins' in b)) return false;
  const begins = a.begins.some((prefix) => b.begins.includes(prefix));
  return begins && a.digits.least <= b.digits.most && b.digits.least <= a.digits.most;
}

/** The rows of one day. @throws Error when two rows of different networks take the same code. */
export function payerCodeTable(day: string, configured: readonly PayerCodeRow[] = []): readonly PayerCodeRow[] {
  const rows = [...published, ...configured.map((each) => ({ ...each, label: 'unverified-prefix' as const }))];
  const held = rows.filter((each) => holdsOn(each, day));
  for (const [i, one] of held.entries()) {
    const other = held.slice(i + 1).find((each) => each.network !== one.network && meet(one, each));
    if (other === undefined) continue;
    throw new Error(
      `on ${day} a payer's code may belong to ${one.network} and to ${other.network}; expected one network`,
    );
  }
  return held;
}

/** Where a payer's code goes, or why it is refused. */
export type PayerRoute =
  | { readonly ok: true; readonly network: string; readonly provider: string; readonly label?: string }
  | { readonly ok: false; readonly why: 'unknown-code' | 'ambiguous-code' };

function fits(each: PayerCodeRow, code: string): boolean {
  if ('pattern' in each) return new RegExp(each.pattern).test(code);
  const { begins, digits } = each;
  if (!/^\d+$/.test(code) || code.length < digits.least || code.length > digits.most) return false;
  return begins.includes(code.slice(0, 2));
}

/**
 * The one network of a payer's code. An unknown code is refused, never sent to somebody by default (rule QR-002).
 * @param code The text as it was read; never a number.
 */
export function routePayerCode(code: string, table: readonly PayerCodeRow[]): PayerRoute {
  const rows = table.filter((each) => fits(each, code));
  const [first] = rows;
  if (!first) return { ok: false, why: 'unknown-code' };
  if (rows.some(({ network }) => network !== first.network)) return { ok: false, why: 'ambiguous-code' };
  const { network, provider, label } = first;
  return { ok: true, network, provider, ...(label === undefined ? {} : { label }) };
}
