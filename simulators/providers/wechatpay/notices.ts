import { randomBytes } from 'node:crypto';
import type { KeyMint } from '../../kernel/keys';
import type { Random } from '../../kernel/random';
import { rfc3339, signingNow } from '../../kernel/time';
import type { Notice } from '../engine/notifier';
import type { Trade } from '../engine/trade';
import type { Payers } from '../payers';
import { paymentView } from './combine/view';
import { encrypt } from './encryption';
import { type Probes, probed } from './probes';
import type { Account, Register } from './register';
import { signedHeaders } from './signature';
import type { Signers } from './signers';
import { refundNoticeView, refundState } from './views';

/** What notices are made from. */
export interface NoticeDesk {
  readonly register: Register;
  readonly signers: Signers;
  readonly payers: Payers;
  readonly keys: KeyMint;
  readonly random: Random;
  readonly now: () => number;
  /** What notices authenticate beside their content: its type, or nothing. */
  readonly associatedData: string;
  /** Which notices come first with a signature that a merchant must refuse. */
  readonly probes: Probes;
}

/** The clear content of a notice before encryption and signature. */
export interface NoticeContent {
  readonly id: string;
  readonly eventType: string;
  readonly summary: string;
  readonly originalType: 'transaction' | 'refund';
  readonly createdAt: number;
  readonly plaintext: Record<string, unknown>;
}

export const nonce = () => randomBytes(16).toString('hex');

/** The account that asked for a payment and is told of it: of a combined order, whoever combined it. */
export function initiator(register: Register, trade: Trade): Account | undefined {
  return trade.combined ? register.account(trade.combined.account) : recipient(register, trade);
}

/** The account to which an order belongs, and its refunds: the service provider, or the direct merchant. */
export function recipient(register: Register, trade: Trade): Account | undefined {
  return register.account(trade.extra?.['sp_mchid'] ?? trade.payee);
}

/** A notice keeps its id over all its attempts; another event of the same trade has another. */
function noticeId(random: Random, event: string): string {
  const hex = random.stream(`notice/${event}`).hex(32).toLowerCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** @param trades The order, or all of a combined order. */
export function paymentContent(desk: NoticeDesk, trades: readonly Trade[]): NoticeContent {
  return {
    id: noticeId(desk.random, `payment/${trades[0]?.tradeNo}`),
    eventType: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    originalType: 'transaction',
    createdAt: desk.now(),
    plaintext: paymentView(trades, desk.payers),
  };
}

const REFUND_SUMMARIES: Readonly<Record<string, string>> = {
  SUCCESS: '退款成功',
  ABNORMAL: '退款异常',
  CLOSED: '退款关闭',
};

export function refundContent(desk: NoticeDesk, trade: Trade, outRefundNo: string): NoticeContent | undefined {
  const refund = trade.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
  if (!refund) return undefined;
  const state = refundState(refund);
  return {
    id: noticeId(desk.random, `refund/${refund.refundNo}/${state}`),
    eventType: `REFUND.${state}`,
    summary: REFUND_SUMMARIES[state] ?? '',
    originalType: 'refund',
    createdAt: desk.now(),
    plaintext: refundNoticeView(trade, refund),
  };
}

/** The body of a notice, encrypted for its recipient (sheet 3). */
export function noticeBody(desk: NoticeDesk, content: NoticeContent, apiV3Key: string): string {
  const { id, eventType, summary, originalType, createdAt, plaintext } = content;
  const associatedData = desk.associatedData === 'empty' ? '' : originalType;
  return JSON.stringify({
    id,
    create_time: rfc3339(createdAt),
    resource_type: 'encrypt-resource',
    event_type: eventType,
    summary,
    resource: { original_type: originalType, ...encrypt(JSON.stringify(plaintext), apiV3Key, associatedData) },
  });
}

/** A POST to the merchant. A redirect is an answer that is not 200 or 204, not a way to another address. */
export function noticeRequest(url: string, body: string, headers: Record<string, string>): Request {
  return new Request(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'Content-Type': 'application/json',
      Accept: '*/*',
      'User-Agent': 'Mozilla/4.0',
      'Request-ID': nonce(),
      ...headers,
    },
    body,
  });
}

export const stamp = () => String(Math.floor(signingNow() / 1000));

/** A genuine notice; each attempt is signed afresh, with the same id. Undefined when no APIv3 key can encrypt it. */
export function genuineNotice(desk: NoticeDesk, trade: Trade, url: string, content: NoticeContent): Notice | undefined {
  const ofPayment = content.originalType === 'transaction';
  const account = (ofPayment ? initiator : recipient)(desk.register, trade);
  if (!account?.apiV3Key) return undefined;
  const body = noticeBody(desk, content, account.apiV3Key);
  const headers = () => signedHeaders(desk.signers.forNotice(account, trade), body, nonce(), stamp());
  const beginsWithProbe = desk.probes.next();
  let isProbe = false;
  return {
    url,
    build: async (attempt) => {
      isProbe = beginsWithProbe && attempt === 0;
      return noticeRequest(url, body, isProbe ? probed(headers()) : headers());
    },
    // The status decides; a 200 with a FAIL body counts as heard (sheet 3). A probe is always followed by the notice.
    heard: async ({ status }) => !isProbe && (status === 200 || status === 204),
  };
}
