import { signRsa } from '../../kernel/keys';
import { beijingDateTime, signingNow } from '../../kernel/time';
import { formPairs, formText } from '../charset';
import { type Forgery, misdatedBy } from '../contract';
import type { Trade } from '../engine/trade';
import { appKeyRole } from './enrolment';
import { OTHER_CERTIFICATE } from './forgeries';
import { callerOf, type NoticeDesk } from './notices';
import { Parameters } from './parameters';
import type { App } from './register';
import { requestBytes } from './signature';

type Values = Record<string, string>;

/** The order that the signature is about. */
const signedNumber = ({ outTradeNo }: Trade, forgery: Forgery) =>
  forgery === 'with-the-signature-of-another-order' ? `${outTradeNo}X` : outTradeNo;

/** The parameters of a payment query as the application would send them. */
function queryValues(app: App, trade: Trade, rootSn: string, forgery: Forgery): Values {
  const common = {
    app_id: app.appId,
    method: 'alipay.trade.query',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: beijingDateTime(signingNow() + misdatedBy(forgery)),
    version: '1.0',
    biz_content: JSON.stringify({ out_trade_no: signedNumber(trade, forgery) }),
  };
  if (app.keys.mode === 'key') return common;
  const [sn = ''] = app.keys.certificates.keys();
  return { ...common, app_cert_sn: sn, alipay_root_cert_sn: rootSn };
}

/** Names a key that nobody has: another certificate, or, where there are none, another application. */
function renamed(values: Values): Values {
  if ('app_cert_sn' in values) return { ...values, app_cert_sn: OTHER_CERTIFICATE };
  return { ...values, app_id: '2021999999999999' };
}

function tampered(values: Values, trade: Trade, forgery: Forgery): Values {
  const { sign: signature = '', ...unsigned } = values;
  switch (forgery) {
    case 'unsigned':
      return unsigned;
    case 'with-the-signature-of-another-order':
      return { ...values, biz_content: JSON.stringify({ out_trade_no: trade.outTradeNo }) };
    case 'one-bit-changed':
      return { ...values, sign: `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}` };
    case 'rewritten-after-signing':
      return { ...values, biz_content: (values['biz_content'] ?? '').replace(':', ': ') };
    default:
      return values;
  }
}

/** A payment query in the name of the trade's caller, with a forgery of its signature or key applied. */
export async function forgedRequest(
  desk: NoticeDesk,
  trade: Trade,
  gateway: { readonly origin: string; readonly rootSn: string },
  forgery: Forgery,
): Promise<Request | undefined> {
  const app = callerOf(desk, trade);
  if (!app) return undefined;
  const genuine = queryValues(app, trade, gateway.rootSn, forgery);
  const values = forgery === 'named-key-unknown' ? renamed(genuine) : genuine;
  const pairs = formPairs(Buffer.from(formText(Object.entries(values), 'utf-8')));
  const signed = requestBytes(new Parameters([], pairs, [], 'query-wins'), 'left-out');
  const role = forgery === 'signed-with-another-key' ? 'forger' : appKeyRole(app);
  const signature = signRsa(signed, (await desk.keys.rsa(role)).privateKey);
  return new Request(`${gateway.origin}/gateway.do?charset=utf-8`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded;charset=utf-8', 'User-Agent': 'stranger/1.0' },
    body: formText(Object.entries(tampered({ ...values, sign: signature }, trade, forgery)), 'utf-8'),
  });
}
