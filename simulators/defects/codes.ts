import { crc16 } from '../codes/emv/crc';
import { readMerchantCode } from '../codes/emv/merchant-presented';
import type { CodeParts } from '../codes/parts';
import { type PayerRoute, routePayerCode } from '../codes/tables/payer-codes';
import { engine, paymentOf } from '../providers/engine/engine';
import { type ReadPayerCode, readPayerCode } from '../providers/engine/payer-codes';
import type { Defect } from './defect';

const codes = (parts: Partial<CodeParts>): Defect['parts'] => ({ codes: parts });
const reading = (mayRead: ReadPayerCode): Defect['parts'] => ({ providers: { mayRead } });

const route = (network: string, provider: string): PayerRoute => ({ ok: true, network, provider });

const A_MOMENT_MS = 1_000;

/** Reads a code as if its checksum were right, whatever stands there. */
function withoutChecksum(payload: string) {
  const signed = payload.slice(0, -4);
  const read = readMerchantCode(`${signed}${crc16(signed)}`);
  return read.ok ? read : readMerchantCode(payload);
}

/** Broken twins of tills, of payers' codes and of codes that merchants show. */
export const codeDefects: readonly Defect[] = [
  {
    id: 'sends-unknown-codes-to-a-default',
    check: 'QR-002/one-route',
    reason: 'unknown-code-routed',
    collateral: ['QR-002/refused-asks-nobody'],
    level: 'logic',
    what: {
      en: 'The till sends a code that it does not know to the largest scheme',
      zh: '收银机把不认识的付款码一律送往最大的机构',
    },
    parts: codes({
      route: (code, table) => {
        const found = routePayerCode(code, table);
        return found.ok ? found : route('wechat', 'wechatpay');
      },
    }),
  },
  {
    id: 'takes-a-network-for-an-issuer',
    check: 'QR-002/one-route',
    reason: 'routed-elsewhere',
    level: 'logic',
    subtle: true,
    what: {
      en: 'The till takes every code of a shared network for one of a single brand',
      zh: '收银机把共用网络的付款码认作某一品牌的付款码',
    },
    parts: codes({
      route: (code, table) => {
        const found = routePayerCode(code, table);
        return found.ok && found.network === 'unionpay' ? route('jd', 'jdpay') : found;
      },
    }),
  },
  {
    id: 'knows-no-code-with-a-leading-zero',
    check: 'QR-002/one-route',
    reason: 'known-code-refused',
    level: 'logic',
    subtle: true,
    what: { en: 'The till takes a text that begins with zero for no code', zh: '收银机认为以零开头的文本不是付款码' },
    parts: codes({
      route: (code, table) => (code.startsWith('0') ? { ok: false, why: 'unknown-code' } : routePayerCode(code, table)),
    }),
  },
  {
    id: 'tries-somebody-with-a-refused-code',
    check: 'QR-002/refused-asks-nobody',
    reason: 'asked-about-refused-code',
    level: 'wire',
    what: {
      en: 'The till says no, and tries the code with somebody all the same',
      zh: '收银机表示拒绝，却仍把付款码发给某家机构一试',
    },
    parts: codes({ asksAnyway: (known) => known[0] }),
  },
  {
    id: 'reads-codes-as-numbers',
    check: 'QR-002/arrives-whole',
    reason: 'code-changed-on-the-way',
    level: 'wire',
    subtle: true,
    what: {
      en: 'The till keeps codes as numbers, which lose zeros and last digits',
      zh: '收银机以数值保存付款码，丢失首位零和末位数字',
    },
    parts: codes({ carried: (code) => String(Number(code)) }),
  },
  {
    id: 'reads-a-code-for-two-orders',
    check: 'QR-003/serves-one-order',
    reason: 'code-served-two-orders',
    level: 'logic',
    what: { en: 'The wallet takes a code for as many orders as ask', zh: '钱包允许一个付款码用于多笔订单' },
    parts: reading(({ usedFor: _, ...known }, order, at) => readPayerCode(known, order, at)),
  },
  {
    id: 'frees-a-code-whose-use-failed',
    check: 'QR-003/serves-one-order',
    reason: 'code-served-two-orders',
    level: 'logic',
    subtle: true,
    what: {
      en: 'The wallet takes a code again when its payer gave the first order up',
      zh: '付款人放弃首笔订单后，钱包允许其付款码再次使用',
    },
    parts: reading((known, order, at) => {
      const { usedFor: _, ...fresh } = known;
      return readPayerCode(known.behaviour === 'pays' ? known : fresh, order, at);
    }),
  },
  {
    id: 'reads-codes-after-their-time',
    check: 'QR-003/expires-by-profile',
    reason: 'expired-code-accepted',
    level: 'timing',
    what: { en: 'The wallet takes codes some moments after their time', zh: '付款码过期后片刻内钱包仍予受理' },
    parts: reading((known, order, at) => readPayerCode({ ...known, until: known.until + A_MOMENT_MS }, order, at)),
  },
  {
    id: 'ends-codes-a-moment-early',
    check: 'QR-003/expires-by-profile',
    reason: 'live-code-refused',
    level: 'timing',
    subtle: true,
    what: { en: 'The wallet ends the life of a code one instant early', zh: '钱包让付款码提前一刻失效' },
    parts: reading((known, order, at) => readPayerCode({ ...known, until: known.until - 1 }, order, at)),
  },
  {
    id: 'charges-the-same-order-again',
    check: 'QR-003/same-order-again',
    reason: 'charged-twice',
    level: 'logic',
    what: {
      en: 'The provider takes the money again when the same charge is asked for again',
      zh: '支付机构收到重复的扣款请求时再次扣款',
    },
    parts: {
      providers: {
        engine: (trade, command, rules) => {
          const again = command.type === 'order' && trade?.status === 'paid' && trade.chargedTo !== undefined;
          if (!again) return engine(trade, command, rules);
          return { ok: true, trade, effects: [{ type: 'post', posting: paymentOf(trade) }] };
        },
      },
    },
  },
  {
    id: 'shows-no-real-name',
    check: 'QR-004/registered-name-shown',
    reason: 'another-name-shown',
    level: 'page',
    what: {
      en: 'The scheme tells wallets a general word in place of the merchant',
      zh: '机构以笼统字样代替商户名称告知钱包',
    },
    parts: codes({ shownName: () => '扫码商户' }),
  },
  {
    id: 'trusts-the-name-in-the-code',
    check: 'QR-004/mismatch-stops',
    reason: 'went-on-after-mismatch',
    level: 'logic',
    what: { en: 'The scheme believes whatever name a code has', zh: '机构采信二维码中的任何名称' },
    parts: codes({ namesAgree: () => true }),
  },
  {
    id: 'takes-look-alikes-for-the-name',
    check: 'QR-004/mismatch-stops',
    reason: 'went-on-after-mismatch',
    level: 'logic',
    subtle: true,
    what: { en: 'The scheme lets a name pass that differs by one character', zh: '名称仅差一个字，机构即予放行' },
    parts: codes({
      namesAgree: ({ inCode, known }) => {
        const near = (a: string, b: string) => {
          const [one, other] = [[...a], [...b]];
          return one.length === other.length && one.filter((character, i) => character !== other[i]).length <= 1;
        };
        return inCode.every((name) => known.some((registered) => near(name, registered)));
      },
    }),
  },
  {
    id: 'puts-the-amount-into-the-address',
    check: 'QR-007/only-this-payment',
    reason: 'code-holds-more',
    level: 'logic',
    what: {
      en: 'An aggregated code carries the amount in its address, where anybody may change it',
      zh: '聚合码把金额写进地址，任何人都能改动',
    },
    parts: codes({ aggregatedAddress: (origin, id, { amountFen }) => `${origin}/a/${id}?amount=${amountFen}` }),
  },
  {
    id: 'puts-a-number-of-the-merchant-into-the-code',
    check: 'QR-007/only-this-payment',
    reason: 'code-holds-more',
    level: 'logic',
    subtle: true,
    what: { en: "A printed code holds the number of the merchant's telephone", zh: '印刷的商户码含有商户的电话号码' },
    parts: codes({
      merchantContent: (content) => ({ ...content, additional: { ...content.additional, '02': '***********' } }),
    }),
  },
  {
    id: 'puts-the-person-into-the-code',
    check: 'QR-007/nothing-readable',
    reason: 'identity-in-code',
    collateral: ['QR-007/only-this-payment'],
    level: 'logic',
    what: { en: 'A personal code says whose it is', zh: '个人收款码载有收款人姓名' },
    parts: codes({ personalText: ({ origin, id, person }) => `${origin}/p/${id}?name=${person}` }),
  },
  {
    id: 'ignores-the-checksum',
    check: 'QR-008/refused-before-confirming',
    reason: 'wrong-code-shown',
    level: 'logic',
    what: { en: 'The wallet reads a code whatever its checksum says', zh: '钱包不看校验码' },
    parts: codes({ readMerchantCode: withoutChecksum }),
  },
  {
    id: 'takes-the-amount-from-the-code',
    check: 'QR-008/refused-before-confirming',
    reason: 'wrong-code-shown',
    level: 'logic',
    subtle: true,
    what: {
      en: 'The scheme does not compare the amount in a code with the order',
      zh: '机构不核对二维码中的金额与订单',
    },
    parts: codes({ amountsAgree: () => true }),
  },
  {
    id: 'pays-orders-that-are-over',
    check: 'QR-008/refused-before-confirming',
    reason: 'wrong-code-shown',
    level: 'logic',
    what: { en: 'The scheme shows an order that is paid as one to be paid', zh: '机构把已支付的订单当作待付款订单' },
    parts: codes({ isLive: () => true }),
  },
  {
    id: 'counts-bytes-for-characters',
    check: 'QR-008/genuine-is-shown',
    reason: 'genuine-code-refused',
    level: 'logic',
    subtle: true,
    what: {
      en: 'The wallet counts bytes where lengths count characters, and cannot read Chinese names',
      zh: '钱包按字节计算长度，读不出中文名称',
    },
    parts: codes({
      readMerchantCode: (payload) => readMerchantCode(Buffer.from(payload, 'utf8').toString('latin1')),
    }),
  },
];
