import type { KeyObject } from 'node:crypto';
import type { Effect } from '../engine/engine';
import type { Notice } from '../engine/notifier';
import type { Trade } from '../engine/trade';
import type { SimDesk } from './desk';
import { orderState, orderView, REFUND_STATES, refundView } from './views';
import { LABEL_HEADER, NOTICE, type Stamp, signedHeaders, stampNow } from './wire';

/** What a notice says. */
export type NoticeContent = Readonly<Record<string, unknown>>;

/** The application that asked for an order. */
export const callerOf = ({ extra }: Trade): string => extra?.['appId'] ?? '';

function noticeId({ random }: SimDesk, event: string): string {
  return random.stream(`notice/${event}`).hex(32).toLowerCase();
}

/** The notice of a payment, or of an order that was closed. */
export function orderNotice(desk: SimDesk, trade: Trade): NoticeContent {
  const state = orderState(trade);
  const id = noticeId(desk, `order/${trade.tradeNo}/${state}`);
  return { noticeId: id, event: `ORDER.${state}`, appId: callerOf(trade), ...orderView(desk, trade) };
}

/** The notice of a refund that has ended; undefined when the trade has no such refund. */
export function refundNotice(desk: SimDesk, trade: Trade, outRefundNo: string): NoticeContent | undefined {
  const refund = trade.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
  if (!refund) return undefined;
  const state = REFUND_STATES[refund.status];
  const id = noticeId(desk, `refund/${refund.refundNo}/${state}`);
  return { noticeId: id, event: `REFUND.${state}`, appId: callerOf(trade), ...refundView(desk, trade, refund) };
}

/** A notice as it goes out. */
export function noticeRequest(
  { label }: Pick<SimDesk, 'label'>,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Request {
  return new Request(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/json; charset=utf-8', [LABEL_HEADER]: label, ...headers },
    body,
  });
}

/** The signature of a notice. */
export const noticeHeaders = (stamp: Stamp, body: string, key: KeyObject): Record<string, string> =>
  signedHeaders(NOTICE, stamp, body, key);

/** HTTP 200 and `{"code":"SUCCESS"}`, nothing less (sheet §7). */
async function heard(response: Response): Promise<boolean> {
  if (response.status !== 200) return false;
  try {
    const said: unknown = JSON.parse(await response.text());
    return typeof said === 'object' && said !== null && 'code' in said && said.code === 'SUCCESS';
  } catch {
    return false;
  }
}

/** A notice that is sent until it is heard; each attempt is signed afresh, under the same number. */
export function repeatedNotice(desk: SimDesk, url: string, content: NoticeContent): Notice {
  const body = JSON.stringify(content);
  return {
    url,
    build: async () => {
      const { key, privateKey } = desk.signers.active();
      return noticeRequest(desk, url, body, noticeHeaders(stampNow(key), body, privateKey));
    },
    heard,
  };
}

/** What the merchant is told after a change, and where; nothing where it gave no address. */
export function noticeOf(desk: SimDesk, trade: Trade, effect: Effect & { type: 'notify' }): Notice | undefined {
  const { about, outRefundNo } = effect;
  const refund = trade.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
  const url = about === 'refund' ? refund?.notifyUrl : trade.notifyUrl;
  const content = about === 'refund' ? refundNotice(desk, trade, outRefundNo ?? '') : orderNotice(desk, trade);
  return url === undefined || !content ? undefined : repeatedNotice(desk, url, content);
}
