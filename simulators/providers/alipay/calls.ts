import { compactDateTime } from '../../kernel/time';
import type { RefusalCode } from '../engine/engine';
import { fullyRefunded, type Trade } from '../engine/trade';
import { setting } from '../profile';
import type { Body } from './envelope';
import { type AlipayError, errors } from './errors';
import { type Content, checkFields, member, priceAt, textAt } from './fields';
import type { Admitted } from './gateway';
import { refundQueryView, refundView } from './refund-views';
import type { Signers } from './signers';
import { closeFields, queryFields, refundFields, refundQueryFields } from './tables';
import { isOver, type TradeDesk, tradeOf } from './trades';
import { queryView, withNoAmounts } from './views';

function optionsOf(content: Content): string[] {
  const options = member(content, 'query_options');
  return Array.isArray(options) ? options.map(String) : [];
}

/** alipay.trade.query (sheet 2.8). */
export function query(desk: TradeDesk, { app, content }: Admitted): Body {
  checkFields(queryFields, content, desk.profile);
  return withNoAmounts(content, () => queryView(desk, tradeOf(desk, app, content), optionsOf(content)));
}

/** alipay.trade.close: only what waits for its payer can be closed (sheet 2.9). */
export function close(desk: TradeDesk, { app, content }: Admitted): Body {
  checkFields(closeFields, content, desk.profile);
  const trade = tradeOf(desk, app, content);
  if (trade.status !== 'open') throw errors.notWaiting(setting(desk.profile, 'closeNotWaiting'));
  const outcome = desk.book.apply(trade, { type: 'close', at: desk.book.settings.clock.now() });
  if (!outcome.ok) throw errors.notWaiting(setting(desk.profile, 'closeNotWaiting'));
  return { out_trade_no: trade.outTradeNo, trade_no: trade.tradeNo };
}

function refundError(refusal: RefusalCode, trade: Trade): AlipayError {
  switch (refusal) {
    case 'not-paid':
      return isOver(trade) ? errors.closedAlready() : errors.refundNotPaid();
    case 'refund-changed':
      return errors.refundChanged();
    case 'refund-exceeds':
      return fullyRefunded(trade) ? errors.closedAlready() : errors.refundExceeds();
    case 'refund-window-over':
      return errors.refundWindowOver();
    default:
      return errors.systemError();
  }
}

/** alipay.trade.refund: one number of a trade moves money once (sheet 2.11 and 4, requirement A16). */
export function refund(desk: TradeDesk, { app, content }: Admitted): Body {
  checkFields(refundFields, content, desk.profile);
  const trade = tradeOf(desk, app, content);
  const amountFen = priceAt(content, 'refund_amount');
  const given = textAt(content, 'out_request_no');
  // Without a number only the whole can go back; the trade's own number is then the refund's.
  if (given === undefined && amountFen !== trade.amountFen) throw errors.refundNotWhole();
  const outRefundNo = given ?? trade.outTradeNo;
  const repeated = trade.refunds.some((candidate) => candidate.outRefundNo === outRefundNo);
  const at = desk.book.settings.clock.now();
  const random = desk.random.stream(`refund/${trade.tradeNo}/${outRefundNo}`);
  const outcome = desk.book.apply(trade, {
    type: 'refund',
    outRefundNo,
    refundNo: `${compactDateTime(at).slice(0, 8)}${random.digits(20)}`,
    amountFen,
    reason: textAt(content, 'refund_reason'),
    notifyUrl: trade.notifyUrl,
    at,
  });
  if (!outcome.ok) throw refundError(outcome.refusal, trade);
  const entry = outcome.trade.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
  if (!entry) throw errors.systemError();
  const fundChange = repeated ? setting(desk.profile, 'fundChangeOnRepeat') : 'Y';
  return refundView(desk, outcome.trade, entry, fundChange, optionsOf(content));
}

/** alipay.trade.fastpay.refund.query (sheet 2.12). */
export function refundQuery(desk: TradeDesk, { app, content }: Admitted): Body {
  checkFields(refundQueryFields, content, desk.profile);
  const trade = tradeOf(desk, app, content);
  const number = textAt(content, 'out_request_no');
  const found = trade.refunds.find((candidate) => candidate.outRefundNo === number);
  return refundQueryView(desk, trade, found, optionsOf(content));
}

/** alipay.open.app.alipaycert.download: a published certificate with its chain (sheet 1.7, requirement A10). */
export function downloadCertificate(signers: Signers, { content }: Admitted): Body {
  const certificate = signers.certificate(textAt(content, 'alipay_cert_sn') ?? '');
  if (!certificate) throw errors.certificateUnknown();
  return { alipay_cert_content: Buffer.from(certificate.issued.chain).toString('base64') };
}
