import type { Millis } from '../../kernel/time';
import type { Desk } from './desk';
import { checkFields, fenAt } from './fields';
import type { Admitted, Service } from './gate';
import { instalmentFields, userFields } from './tables';
import type { Elements } from './xml';

/** Lengths of an instalment plan in months, and what each costs in parts of ten thousand: house numbers (DEMOJ has the form). */
const PLANS: Readonly<Record<string, number>> = { '3': 150, '6': 300, '12': 600, '24': 1200 };

/** One plan: amounts in whole fen, what does not divide evenly falls into the first payment. */
function plan(months: string, perTenThousand: number, amountFen: number): Elements {
  const feeFen = Math.round((amountFen * perTenThousand) / 10_000);
  const total = amountFen + feeFen;
  const later = Math.floor(total / Number(months));
  return {
    plan: months,
    rate: (perTenThousand / 100).toFixed(2),
    fee: String(feeFen),
    planFee: String(Math.floor(feeFen / Number(months))),
    firstPay: String(total - later * (Number(months) - 1)),
    laterPay: String(later),
    total: String(total),
  };
}

/** The instalment plans of an amount (sheet 1, DEMOJ); nobody here pays by one. */
export function queryBaiTiaoFQ(desk: Desk, { members, elements }: Admitted): Elements {
  checkFields(instalmentFields, elements, desk.profile);
  const amountFen = fenAt(members);
  const bills = Object.entries(PLANS).map(([months, cost]) => plan(months, cost, amountFen));
  return { tradeNum: members['tradeNum'] ?? '', billsInfoList: { billsInfo: bills } };
}

/**
 * Which of a merchant's users JD Pay knows as its own: those for whom an order that named them was paid, until the
 * merchant cancels that. What was cancelled is forgotten when the process ends.
 */
export function relations(): Readonly<Record<'read' | 'cancel', Service>> {
  const cancelled = new Map<string, Millis>();
  const key = ({ account, members }: Admitted) => `${account.merchant} ${members['userId']}`;
  const has = ({ book }: Desk, admitted: Admitted) => {
    const since = cancelled.get(key(admitted)) ?? Number.NEGATIVE_INFINITY;
    return book.trades().some(({ payee, extra, paidAt }) => {
      const named = payee === admitted.account.merchant && extra?.['userId'] === admitted.members['userId'];
      return named && paidAt !== undefined && paidAt > since;
    });
  };
  return {
    read(desk, admitted) {
      checkFields(userFields, admitted.elements, desk.profile);
      return { isHas: String(has(desk, admitted)) };
    },
    cancel(desk, admitted) {
      checkFields(userFields, admitted.elements, desk.profile);
      cancelled.set(key(admitted), desk.now());
      return {};
    },
  };
}
