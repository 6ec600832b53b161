import { z } from 'zod';
import type { NoticeContent, NoticeReading } from '../protocol';
import { paidFacts, paymentSchema, refundSchema } from './answers';
import { type Opened, SUCCESS } from './client';

const kindSchema = z.object({ tradeType: z.string(), merchant: z.string(), result: z.object({ code: z.string() }) });

/** Payments, refunds, and payments that were revoked (sheet 3.6). */
const REVOKED = '2';

function contentOf(elements: Readonly<Record<string, unknown>>, tradeType: string): NoticeContent {
  if (tradeType === '0') {
    const view = paymentSchema.parse(elements);
    return view.status === '2' ? paidFacts(view) : { kind: 'nothing-new', attemptNo: view.tradeNum };
  }
  const { status, ...view } = refundSchema.parse(elements);
  const ended = { '1': 'done', '2': 'failed' } as const;
  const state = status === '1' || status === '2' ? ended[status] : undefined;
  // A revocation has a number of its own, which is no refund's.
  if (tradeType === REVOKED || state === undefined) return { kind: 'nothing-new', attemptNo: view.oTradeNum };
  return {
    kind: 'refund',
    refundNo: view.tradeNum,
    attemptNo: view.oTradeNum,
    amountFen: view.amount,
    payee: view.merchant,
    state,
  };
}

/** What a notice says whose signature was found good; never throws. Notices have no number: type and trade name them. */
export function readOpened({ merchant, elements }: Opened): NoticeReading {
  try {
    const { tradeType, merchant: told, result } = kindSchema.parse(elements);
    if (told !== merchant) return { ok: false, reason: 'for another merchant than it is sealed for' };
    if (result.code !== SUCCESS) return { ok: false, reason: `result ${result.code}` };
    return {
      ok: true,
      noticeId: `${tradeType}/${told}/${elements['tradeNum']}`,
      content: contentOf(elements, tradeType),
    };
  } catch (error) {
    return { ok: false, reason: `unreadable: ${error instanceof Error ? error.message : error}` };
  }
}
