import { pem, processMint, type RsaKeyPair } from '../../../../kernel/keys';
import { fen } from '../../../../kernel/money';
import { HOUR_MS } from '../../../../kernel/time';
import type { StartRequest } from '../../protocol';
import { JdPayV2 } from '..';
import { DES_KEY, ScriptedGateway } from './scripted-gateway';

export const NOW = Date.parse('2026-11-24T09:00:00+08:00');
export const MERCHANT = '110000000001';

export const START: StartRequest = {
  attemptNo: 'A1',
  product: 'qr',
  payee: MERCHANT,
  amountFen: fen(12850),
  description: '茶 & <水>',
  payBy: NOW + HOUR_MS,
  notifyUrl: 'https://pay.example/notify',
  returnUrl: 'https://pay.example/back',
  payerIp: '203.0.113.7',
  now: NOW,
};
export const PAYMENT = { attemptNo: 'A1', payee: MERCHANT };
export const REFUND = {
  ...PAYMENT,
  refundNo: 'R1',
  amountFen: fen(100),
  totalFen: fen(12850),
  notifyUrl: START.notifyUrl,
};

/** The gateway that a test scripts, the keys of everybody, and the adapter. */
export interface Bench {
  readonly gateway: ScriptedGateway;
  readonly merchant: RsaKeyPair;
  readonly jd: RsaKeyPair;
  readonly stranger: RsaKeyPair;
  readonly protocol: JdPayV2;
}

export async function openBench(): Promise<Bench> {
  const key = (role: string) => processMint.rsa(`jdpay/test-${role}`, 1024);
  const [merchant, jd, stranger] = await Promise.all([key('merchant'), key('jd'), key('stranger')]);
  const gateway = await new ScriptedGateway(MERCHANT, jd).open();
  const connection = {
    baseUrl: gateway.origin,
    jdPublicKey: pem.publicSpki(jd),
    merchants: {
      [MERCHANT]: { desKey: DES_KEY.toString('base64'), privateKey: pem.privatePkcs8(merchant), md5Key: 'third' },
    },
  };
  return { gateway, merchant, jd, stranger, protocol: new JdPayV2(connection, () => NOW) };
}

const RESULT = '<result><code>000000</code><desc>成功</desc></result>';

/** The beginning of every inner document. */
export const head = (merchant = MERCHANT): string => `<version>V2.0</version><merchant>${merchant}</merchant>${RESULT}`;

const pay = (amount: number, time = '20261124090100') =>
  `<pay><payType>2</payType><amount>${amount}</amount><currency>CNY</currency><tradeTime>${time}</tradeTime></pay>`;

/** How a payment stands, as JD Pay says it. */
export function payment(
  status: string,
  more: { number?: string; amount?: number; ways?: readonly number[] } = {},
): string {
  const { number = 'A1', amount = 12850, ways = [amount] } = more;
  const list = status === '2' ? `<payList>${ways.map((way) => pay(way)).join('')}</payList>` : '';
  return `${head()}<tradeNum>${number}</tradeNum><tradeType>0</tradeType><amount>${amount}</amount><status>${status}</status>${list}`;
}

/** How a refund stands. */
export function refund(
  status: string,
  more: { number?: string; original?: string; amount?: number; type?: string } = {},
): string {
  const { number = 'R1', original = 'A1', amount = 100, type = '1' } = more;
  return `${head()}<tradeNum>${number}</tradeNum><tradeType>${type}</tradeType><oTradeNum>${original}</oTradeNum><amount>${amount}</amount><currency>CNY</currency><tradeTime>20261124090200</tradeTime><note></note><status>${status}</status>`;
}

/** What an order is answered with. */
export const order = (more: { number?: string; amount?: number } = {}): string =>
  `${head()}<orderId>1029148637575787617463</orderId><merchantName>茶</merchantName><amount>${more.amount ?? 12850}</amount><expireTime>600</expireTime><tradeNum>${more.number ?? 'A1'}</tradeNum><qrCode>https://h5pay.jd.com/code?c=616zlks7djfb1z</qrCode>`;
