import { pem, processMint, type RsaKeyPair, signRsa } from '../../../../kernel/keys';
import { fen } from '../../../../kernel/money';
import { HOUR_MS } from '../../../../kernel/time';
import type { NoticeReading, StartRequest } from '../../protocol';
import { AlipayOpenApi } from '..';
import { type ScriptedAnswer, ScriptedGateway } from './scripted-gateway';

export const SUCCESS = { code: '10000', msg: 'Success' };

/** An answer that refuses. */
export const failed = (sub_code: string, code = '40004'): ScriptedAnswer => ({
  body: { code, msg: 'Business Failed', sub_code, sub_msg: '失败' },
});

export const NOW = Date.parse('2026-11-24T09:00:00+08:00');
export const APPLICATION = '2021000000000001';
export const START: StartRequest = {
  attemptNo: 'A1',
  product: 'page',
  payee: '2088000000000001',
  amountFen: fen(12850),
  description: '茶/水=好&多',
  payBy: NOW + HOUR_MS,
  notifyUrl: 'https://pay.example/notify',
  returnUrl: 'https://pay.example/back',
  payerIp: '203.0.113.7',
  now: NOW,
};
export const PAYMENT = { attemptNo: 'A1', payee: START.payee };
export const REFUND = {
  ...PAYMENT,
  refundNo: 'R1',
  amountFen: fen(100),
  totalFen: fen(12850),
  notifyUrl: START.notifyUrl,
};

/** The gateway that a test scripts, and the keys of everybody. */
export interface Bench {
  readonly gateway: ScriptedGateway;
  readonly app: RsaKeyPair;
  readonly stranger: RsaKeyPair;
  /** The adapter in key mode, with the key of Alipay or another in its place. */
  keyMode(alipay?: RsaKeyPair): AlipayOpenApi;
}

export async function openBench(): Promise<Bench> {
  const [app, alipay, stranger] = await Promise.all([
    processMint.rsa('test/app'),
    processMint.rsa('test/alipay'),
    processMint.rsa('test/stranger'),
  ]);
  const gateway = await new ScriptedGateway(alipay).open();
  const keyMode = (key = alipay) =>
    new AlipayOpenApi({
      baseUrl: gateway.origin,
      appId: APPLICATION,
      privateKey: pem.privatePkcs1(app),
      keyType: 'PKCS1',
      alipayPublicKey: pem.publicSpki(key),
    });
  return { gateway, app, stranger, keyMode };
}

export const NOTICE: Readonly<Record<string, string>> = {
  notify_id: 'N1',
  notify_type: 'trade_status_sync',
  app_id: APPLICATION,
  out_trade_no: 'A1',
  trade_no: 'T1',
  trade_status: 'TRADE_SUCCESS',
  total_amount: '128.50',
  seller_id: START.payee,
  gmt_payment: '2026-11-24 09:01:00',
  subject: '100% 茶 + 水 & "=" <b>',
  passback_params: encodeURIComponent('a=1&b=50%'),
  fund_bill_list: '[{"amount":"128.50","fundChannel":"ALIPAYACCOUNT"}]',
  never_seen: 'x',
  empty: '',
};

/** The body of a notice, signed as Alipay signs: without `sign_type`, empty values included. */
export function noticeBody(
  values: Readonly<Record<string, string>>,
  key: RsaKeyPair,
  more: Record<string, string> = {},
): string {
  const text = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  const sign = signRsa(text.map((pair) => pair.join('=')).join('&'), key.privateKey);
  return new URLSearchParams({ ...values, sign_type: 'RSA2', sign, ...more }).toString();
}

export const readNotice = (protocol: AlipayOpenApi, body: string): Promise<NoticeReading> =>
  protocol.readNotice({ headers: new Headers(), body });
