import type { CodeParts } from '../codes/parts';
import { evidentlyTrades, receiptRefusal, reduceReceiver } from '../codes/personal/receipts';
import type { Defect } from './defect';

const codes = (parts: Partial<CodeParts>): Defect['parts'] => ({ codes: parts });

const PERCENT = 100;

/** Broken twins of scanning across wallets and of personal codes. */
export const recognitionDefects: readonly Defect[] = [
  {
    id: 'reads-codes-one-way-only',
    check: 'QR-001/declared-pairs-complete',
    reason: 'recognised-code-not-paid',
    level: 'logic',
    what: {
      en: 'Merchants do not take the codes of other wallets although that is declared',
      zh: '虽已声明互认，商户仍不受理其他钱包的付款码',
    },
    parts: codes({
      recognises: (declared) => (question, day) => question.direction === 'payer-scans' && declared(question, day),
    }),
  },
  {
    id: 'reads-what-nobody-recognised',
    check: 'QR-001/only-declared-pairs',
    reason: 'paid-without-recognition',
    level: 'logic',
    what: { en: 'The switch lets every wallet pay every code', zh: '转接方允许任何钱包支付任何二维码' },
    parts: codes({ recognises: () => () => true }),
  },
  {
    id: 'calls-one-way-both-ways',
    check: 'QR-001/one-way-is-shown',
    reason: 'relation-shown-wrongly',
    level: 'page',
    subtle: true,
    what: { en: 'The wallet calls mutual what works in one direction', zh: '钱包把单向互认说成双向' },
    parts: codes({
      told: (declared) => (question, day) =>
        (['payer-scans', 'merchant-scans'] as const).some((direction) => declared({ ...question, direction }, day)),
    }),
  },
  {
    id: 'takes-money-from-afar',
    check: 'QR-005/remote-is-refused',
    reason: 'remote-receipt-accepted',
    level: 'logic',
    what: { en: 'The wallet takes payments to personal codes from anywhere', zh: '钱包允许个人收款码远程收款' },
    parts: codes({ receiptRefusal: () => undefined }),
  },
  {
    id: 'takes-a-saved-picture-for-the-code',
    check: 'QR-005/remote-is-refused',
    reason: 'remote-receipt-accepted',
    level: 'logic',
    subtle: true,
    what: {
      en: 'The wallet takes a saved picture of a drawn code for the code itself',
      zh: '钱包把保存的动态码图片当作动态码',
    },
    parts: codes({
      receiptRefusal: (receiver, request) => {
        const saved = request.scene === 'saved' && request.code.form === 'dynamic';
        return receiptRefusal(receiver, saved ? { ...request, scene: 'here' } : request);
      },
    }),
  },
  {
    id: 'forgets-how-often-it-was-allowed',
    check: 'QR-005/remote-is-refused',
    reason: 'remote-receipt-accepted',
    level: 'logic',
    subtle: true,
    what: {
      en: 'The wallet keeps the days and the sum of what is allowed, and not the count',
      zh: '钱包只核对白名单的有效期和金额，不核对次数',
    },
    parts: codes({
      receiptRefusal: (receiver, request) => {
        const allowances = receiver.allowances.map((each) => ({ ...each, count: Number.POSITIVE_INFINITY }));
        return receiptRefusal({ ...receiver, allowances }, request);
      },
    }),
  },
  {
    id: 'refuses-whatever-comes-from-afar',
    check: 'QR-005/others-are-paid',
    reason: 'allowed-receipt-refused',
    level: 'logic',
    what: {
      en: 'The wallet refuses every payment from afar, allowed or not',
      zh: '钱包拒绝一切远程收款，不问是否许可',
    },
    parts: codes({
      receiptRefusal: (receiver, request) =>
        request.scene === 'here' ? receiptRefusal(receiver, request) : 'remote-not-allowed',
    }),
  },
  {
    id: 'never-invites-anybody',
    check: 'QR-006/traders-are-invited',
    reason: 'trader-not-invited',
    level: 'page',
    what: { en: 'The wallet never speaks of other codes to those who trade', zh: '钱包从不向经营者提示其他收款码' },
    parts: codes({
      reduceReceiver: (receiver, event, numbers) => ({
        ...reduceReceiver(receiver, event, numbers),
        invitation: 'none',
      }),
    }),
  },
  {
    id: 'counts-receipts-of-any-age',
    check: 'QR-006/traders-are-invited',
    reason: 'invited-without-cause',
    level: 'timing',
    subtle: true,
    what: { en: 'The wallet counts receipts of any age', zh: '钱包统计收款时不看时间' },
    parts: codes({
      reduceReceiver: (receiver, event, numbers) => {
        const trading = { ...numbers.trading, within: Number.POSITIVE_INFINITY };
        return reduceReceiver(receiver, event, { ...numbers, trading });
      },
    }),
  },
  {
    id: 'converts-traders-by-itself',
    check: 'QR-006/never-converted-silently',
    reason: 'converted-silently',
    level: 'logic',
    what: {
      en: 'The wallet turns the code of who trades into a business code',
      zh: '钱包自行把经营者的收款码改为经营收款码',
    },
    parts: codes({
      reduceReceiver: (receiver, event, numbers) => {
        const after = reduceReceiver(receiver, event, numbers);
        const at = after.receipts.at(-1)?.at ?? 0;
        return evidentlyTrades(after, numbers, at) ? { ...after, kind: 'personal-business' } : after;
      },
    }),
  },
  {
    id: 'loses-the-choice-of-a-trader',
    check: 'QR-006/never-converted-silently',
    reason: 'choice-not-carried-out',
    level: 'logic',
    what: { en: 'The wallet hears the choice of another code and does nothing', zh: '钱包收到选择后不予办理' },
    parts: codes({
      reduceReceiver: (receiver, event, numbers) => {
        const after = reduceReceiver(receiver, event, numbers);
        return event.type === 'answered' ? { ...after, kind: receiver.kind } : after;
      },
    }),
  },
  {
    id: 'charges-more-for-other-wallets',
    check: 'QR-009/fees-as-disclosed',
    reason: 'undisclosed-fee',
    level: 'logic',
    what: {
      en: 'The wallet takes one per cent more for codes of other schemes, and says nothing',
      zh: '支付其他机构的二维码时，钱包多收百分之一而不告知',
    },
    parts: codes({ taken: (priceFen, feeFen) => priceFen + feeFen + Math.ceil(priceFen / PERCENT) }),
  },
  {
    id: 'asks-for-a-new-code-per-wallet',
    check: 'QR-009/no-new-code',
    reason: 'new-code-needed',
    level: 'logic',
    what: {
      en: 'A printed code serves only the wallets that were there when it was printed',
      zh: '印刷的收款码只支持印制当时已互认的钱包',
    },
    parts: codes({ serves: (issuedWith, wallet) => issuedWith.includes(wallet) }),
  },
  {
    id: 'settles-between-themselves',
    check: 'QR-009/cleared-on-the-way',
    reason: 'payment-not-cleared',
    level: 'wire',
    what: {
      en: 'The schemes settle with each other and leave the clearing institution out',
      zh: '机构之间自行结算，绕开清算机构',
    },
    parts: codes({
      settlement: () => ({ settle: async () => ({ state: 'done', institution: 'between the two' }) }),
    }),
  },
];
