import { checkoutParts } from '../checkout/config';
import { noticeFits } from '../checkout/notice-fits';
import { override } from '../checkout/protocols/override';
import type { PaymentProtocol } from '../checkout/protocols/protocol';
import { WechatPayV3 } from '../checkout/protocols/wechatpay-v3';
import { statusPage } from '../checkout/web/status-page';
import { fen } from '../kernel/money';
import { MINUTE_MS, SECOND_MS } from '../kernel/time';
import { notPaidText, WALLET_WORDS } from '../providers/pages';
import type { Defect } from './defect';

/** Believes every notice, signed or not. */
class TrustingWechatPay extends WechatPayV3 {
  protected override distrust(): undefined {
    return undefined;
  }
}

/** Looks for a signature and never checks that it fits. */
class GlancingWechatPay extends WechatPayV3 {
  protected override distrust(headers: Headers, body: string): string | undefined {
    const reason = super.distrust(headers, body);
    return reason === 'signature does not fit' ? undefined : reason;
  }
}

/** An adapter to which no notice is good enough. */
const deaf = (protocol: PaymentProtocol): PaymentProtocol =>
  override(protocol, { readNotice: async () => ({ ok: false, reason: 'never believed' }) });

const ignoring = (what: string) => ({
  checkout: {
    noticeFits: (...args: Parameters<typeof noticeFits>) => {
      const outcome = noticeFits(...args);
      return outcome === `wrong-${what}` ? ('applied' as const) : outcome;
    },
  },
});

/** Broken twins of the theme "notification". */
export const notificationDefects: readonly Defect[] = [
  {
    id: 'trusts-every-notice',
    check: 'NOTI-001/bad-notice-changes-nothing',
    reason: 'acted-on-bad-notice',
    collateral: ['NOTI-001/bad-notice-not-acknowledged'],
    level: 'wire',
    what: { en: 'Acts on notices without looking at their signature', zh: '不验签就处理通知' },
    parts: { checkout: { protocols: { ...checkoutParts.protocols, 'wechatpay-v3': (c) => new TrustingWechatPay(c) } } },
  },
  {
    id: 'only-looks-whether-a-signature-is-there',
    check: 'NOTI-001/bad-notice-changes-nothing',
    reason: 'acted-on-bad-notice',
    collateral: ['NOTI-001/bad-notice-not-acknowledged'],
    level: 'wire',
    subtle: true,
    what: { en: 'Wants a signature to be there and never checks that it fits', zh: '只看有无签名，不核对签名' },
    parts: { checkout: { protocols: { ...checkoutParts.protocols, 'wechatpay-v3': (c) => new GlancingWechatPay(c) } } },
  },
  {
    id: 'thanks-for-bad-notices',
    check: 'NOTI-001/bad-notice-not-acknowledged',
    reason: 'bad-notice-acknowledged',
    level: 'wire',
    what: { en: 'Refuses a bad notice and answers as if it had been heard', zh: '拒绝坏通知，却回答已收到' },
    parts: { checkout: { heard: () => true } },
  },
  {
    id: 'refuses-every-notice',
    check: 'NOTI-001/genuine-notice-counts',
    reason: 'genuine-notice-lost',
    level: 'wire',
    what: { en: 'Refuses every notice, genuine ones too', zh: '连真实通知也一概拒绝' },
    parts: { checkout: { wrapProtocol: (protocol) => deaf(protocol) } },
  },
  {
    id: 'ignores-the-amount-of-a-notice',
    check: 'NOTI-002/mismatch-ignored',
    reason: 'acted-on-wrong-amount',
    collateral: ['NOTI-002/mismatch-recorded'],
    level: 'logic',
    what: { en: 'Does not compare the amount of a notice with the order', zh: '不核对通知金额' },
    parts: ignoring('amount'),
  },
  {
    id: 'ignores-the-payee-of-a-notice',
    check: 'NOTI-002/mismatch-ignored',
    reason: 'acted-on-wrong-payee',
    collateral: ['NOTI-002/mismatch-recorded'],
    level: 'logic',
    what: { en: 'Does not compare the payee of a notice with the order', zh: '不核对通知收款方' },
    parts: ignoring('payee'),
  },
  {
    id: 'ignores-the-application-of-a-notice',
    check: 'NOTI-002/mismatch-ignored',
    reason: 'acted-on-wrong-application',
    collateral: ['NOTI-002/mismatch-recorded'],
    level: 'logic',
    subtle: true,
    what: { en: 'Does not compare the application of a notice with its own', zh: '不核对通知所属应用' },
    parts: ignoring('application'),
  },
  {
    id: 'forgets-mismatches',
    check: 'NOTI-002/mismatch-recorded',
    reason: 'mismatch-not-recorded',
    level: 'logic',
    what: { en: 'Ignores a notice that does not fit and does not write down why', zh: '忽略不符的通知但不记录原因' },
    parts: { checkout: { recordAs: (outcome) => (outcome.startsWith('wrong-') ? 'ignored' : outcome) } },
  },
  {
    id: 'delivers-on-every-notice',
    check: 'NOTI-003/one-effect',
    reason: 'not-delivered-once',
    level: 'logic',
    what: { en: 'Releases the goods again with every repeated notice', zh: '每收到一次重复通知就再发一次货' },
    parts: {
      checkout: {
        noticeFits: (content, target) => {
          const outcome = noticeFits(content, target);
          return outcome === 'repeated' && content.kind === 'paid' ? 'applied' : outcome;
        },
        reduce: (order, event, schedules) => {
          const reduction = checkoutParts.reduce(order, event, schedules);
          const again = event.type === 'success' && order.status === 'paid' && order.keptAttempt === event.attemptNo;
          if (!again || !reduction.ok) return reduction;
          const attemptNo = `${event.attemptNo}-${reduction.order.attempts.length}`;
          return { ...reduction, effects: [{ type: 'deliver', attemptNo, at: event.at }] };
        },
      },
    },
  },
  {
    id: 'scolds-repeated-notices',
    check: 'NOTI-003/repeats-acknowledged',
    reason: 'repeat-not-acknowledged',
    level: 'wire',
    what: { en: 'Answers a repeated notice with a failure', zh: '对重复通知回答失败' },
    parts: { checkout: { heard: (outcome) => outcome === 'applied' } },
  },
  {
    id: 'does-everything-before-it-answers',
    check: 'NOTI-004/answered-in-time',
    reason: 'notice-answered-late',
    level: 'timing',
    what: {
      en: 'Carries out all consequences of a notice before it answers',
      zh: '先处理完通知引起的全部后续事项才应答',
    },
    parts: { checkout: { afterNotice: (work) => work.run() } },
  },
  {
    id: 'gives-up-after-three-notices',
    check: 'NOTI-004/retried-on-schedule',
    reason: 'notice-not-retried',
    level: 'timing',
    what: { en: 'The provider gives up after three notices', zh: '支付机构发送三次通知后即放弃' },
    parts: { providers: { noticeGaps: (published) => published.slice(0, 2) } },
  },
  {
    id: 'hurries-its-last-notice',
    check: 'NOTI-004/retried-on-schedule',
    reason: 'notice-off-schedule',
    level: 'timing',
    subtle: true,
    what: { en: 'The provider sends its last notice one second early', zh: '支付机构的最后一次通知提前一秒发送' },
    parts: {
      providers: {
        noticeGaps: (published) => published.map((gap, i) => (i === published.length - 1 ? gap - SECOND_MS : gap)),
      },
    },
  },
  {
    id: 'never-asks-for-the-result',
    check: 'NOTI-005/found-by-query',
    reason: 'never-found',
    collateral: ['NOTI-005/first-look-in-time'],
    level: 'timing',
    what: { en: 'Waits for notices and never asks', zh: '只等通知，从不查询' },
    parts: { checkout: { querySchedule: () => [] } },
  },
  {
    id: 'asks-a-minute-too-late',
    check: 'NOTI-005/first-look-in-time',
    reason: 'asked-too-late',
    level: 'timing',
    subtle: true,
    what: { en: 'Asks for the first time one minute after the profile says', zh: '首次查询比规定晚一分钟' },
    parts: { checkout: { querySchedule: (published) => published.map((after) => after + MINUTE_MS) } },
  },
  {
    id: 'asks-all-the-time',
    check: 'NOTI-005/query-budget-kept',
    reason: 'asked-too-often',
    level: 'timing',
    what: { en: 'Asks every second before it keeps to the schedule', zh: '先每秒查询，之后才按计划' },
    parts: {
      checkout: {
        querySchedule: (published) => [
          ...Array.from({ length: 40 }, (_, i) => Math.min(...published) + i * SECOND_MS),
          ...published.filter((after) => after >= MINUTE_MS),
        ],
      },
    },
  },
  {
    id: 'follows-the-last-notice',
    check: 'NOTI-006/never-backwards',
    reason: 'moved-backwards',
    collateral: ['NOTI-006/same-end-in-any-order'],
    level: 'logic',
    what: { en: 'Lets the notice that comes last decide about a refund', zh: '以最后到达的通知决定退款状态' },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const known =
            event.type === 'refund-state' && order.refunds.some(({ refundNo }) => refundNo === event.refundNo);
          if (!known) return checkoutParts.reduce(order, event, schedules);
          const refunds = order.refunds.map((refund) =>
            refund.refundNo === event.refundNo ? { ...refund, status: event.state } : refund,
          );
          return { ok: true, order: { ...order, refunds }, effects: [] };
        },
      },
    },
  },
  {
    id: 'hears-refunds-only-in-turn',
    check: 'NOTI-006/same-end-in-any-order',
    reason: 'order-of-notices-decided',
    level: 'logic',
    subtle: true,
    what: {
      en: 'Overlooks the notice of a refund while an earlier one is under way',
      zh: '先前的退款未完成时，忽略后一笔退款的通知',
    },
    parts: {
      checkout: {
        reduce: (order, event, schedules) => {
          const place =
            event.type === 'refund-state' ? order.refunds.findIndex((r) => r.refundNo === event.refundNo) : 0;
          const early = order.refunds.slice(0, place).some(({ status }) => status !== 'done' && status !== 'failed');
          return early ? { ok: true, order, effects: [] } : checkoutParts.reduce(order, event, schedules);
        },
      },
    },
  },
  {
    id: 'thanks-before-anybody-paid',
    check: 'NOTI-007/confirmation-equals-ledger',
    reason: 'confirmed-without-payment',
    level: 'page',
    what: { en: 'Thanks the payer while it still waits for the payment', zh: '尚在等待付款时即显示支付成功' },
    parts: {
      checkout: { statusPage: (...args) => statusPage(...args).replaceAll('data-status="pay"', 'data-status="paid"') },
    },
  },
  {
    id: 'confirms-a-fen-less',
    check: 'NOTI-007/confirmation-equals-ledger',
    reason: 'confirmation-differs',
    level: 'page',
    subtle: true,
    what: { en: 'Confirms a payment short of one fen', zh: '确认页面的金额少一分' },
    parts: {
      checkout: {
        statusPage: (language, order, merchant) =>
          statusPage(language, { ...order, amountFen: fen(order.amountFen - 1) }, merchant),
      },
    },
  },
  {
    id: 'keeps-the-payer-waiting',
    check: 'NOTI-007/told-promptly',
    reason: 'confirmation-late',
    level: 'page',
    what: { en: 'Goes on saying "confirming" when the order is paid', zh: '订单已支付仍显示正在确认' },
    parts: {
      checkout: {
        statusPage: (...args) => statusPage(...args).replaceAll('data-status="paid"', 'data-status="confirming"'),
      },
    },
  },
  {
    id: 'notices-an-outage-late',
    check: 'NOTI-007/delay-is-told',
    reason: 'delay-not-told',
    collateral: ['NOTI-007/told-promptly'],
    level: 'timing',
    what: { en: 'Finds out about an outage only after ten minutes', zh: '十分钟后才发现机构无应答' },
    parts: { checkout: { querySchedule: (published) => published.map((after) => after + 10 * MINUTE_MS) } },
  },
  {
    id: 'denies-a-payment-on-second-sight',
    check: 'NOTI-007/wallet-tells-what-happened',
    reason: 'wallet-denies-payment',
    level: 'page',
    what: {
      en: 'The wallet tells whoever presses again, or comes back, that nothing was paid',
      zh: '再次确认或返回时，钱包显示未支付',
    },
    parts: {
      providers: {
        walletAnswer: (answer) => {
          const { language, text } = answer;
          if (text !== WALLET_WORDS[language].already) return answer;
          return { ...answer, paid: false, text: notPaidText(language, text) };
        },
      },
    },
  },
  {
    id: 'thanks-for-a-failed-payment',
    check: 'NOTI-007/wallet-tells-what-happened',
    reason: 'wallet-confirms-nothing',
    level: 'page',
    what: { en: 'The wallet calls every payment made', zh: '钱包对任何付款均显示成功' },
    parts: {
      providers: {
        walletAnswer: (answer) => ({ ...answer, paid: true, text: WALLET_WORDS[answer.language].done }),
      },
    },
  },
  {
    id: 'leaves-the-payer-standing',
    check: 'NOTI-007/always-a-way-on',
    reason: 'no-way-on',
    level: 'page',
    what: { en: 'The wallet of a payment that failed leads nowhere', zh: '付款未成时，钱包页面无处可去' },
    parts: {
      providers: {
        walletAnswer: (answer) => (answer.paid ? answer : { ...answer, again: undefined, back: undefined }),
      },
    },
  },
  {
    id: 'hides-the-way-into-the-payment',
    check: 'NOTI-007/always-a-way-on',
    reason: 'no-way-on',
    level: 'page',
    subtle: true,
    what: { en: 'The page that waits for a payment does not lead there', zh: '等待付款的页面没有通往付款的入口' },
    parts: {
      checkout: {
        statusPage: (...args) => statusPage(...args).replaceAll(/<a href="\/pay\/[^"/]+(\/go)?\?[^<]*<\/a>/g, ''),
      },
    },
  },
  {
    id: 'goes-on-asking-after-the-end',
    check: 'NOTI-007/end-is-told',
    reason: 'end-not-told',
    level: 'page',
    what: { en: 'Goes on waiting for the payment of a closed order', zh: '订单已关闭，页面仍在等待付款' },
    parts: {
      checkout: {
        statusPage: (...args) => statusPage(...args).replaceAll('data-status="closed"', 'data-status="pay"'),
      },
    },
  },
];
