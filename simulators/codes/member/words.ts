/** The two languages of every page. */
export type Language = 'en' | 'zh';

/** Every word of a member's pages, in both languages. */
export const WORDS = {
  en: {
    payTo: 'Pay to',
    amount: 'Amount',
    fee: 'Fee of this wallet',
    scheme: 'Code of',
    payer: 'Pay as',
    confirm: 'Confirm payment',
    decline: 'Cancel',
    done: 'Paid',
    waiting: 'The result is being confirmed; nothing more needs to be done',
    refused: 'This code cannot be paid',
    codes: 'Codes that this wallet reads',
    both: 'both ways',
    payerOnly: 'you scan theirs; their merchants do not scan yours',
    merchantOnly: 'their merchants scan yours; you cannot scan theirs',
    neither: 'not yet',
    merchant: 'merchants',
    personal: 'persons',
    myCode: 'My receipt code',
    kind: { personal: 'personal code', 'personal-business': 'personal business code' },
    invited:
      'You receive money as somebody who trades. You may choose a personal business code; nothing changes unless you do.',
    accept: 'Choose the personal business code',
    later: 'Keep the personal code',
    simulated: 'Simulated wallet, profile xscan-sim-profile/0. No money moves.',
  },
  zh: {
    payTo: '收款方',
    amount: '金额',
    fee: '本钱包手续费',
    scheme: '收款码所属',
    payer: '付款人',
    confirm: '确认支付',
    decline: '取消',
    done: '支付成功',
    waiting: '正在确认支付结果，无需其他操作',
    refused: '无法支付此二维码',
    codes: '本钱包可识别的二维码',
    both: '双向互认',
    payerOnly: '仅支持您扫对方收款码，对方商户不能扫您的付款码',
    merchantOnly: '仅支持对方商户扫您的付款码，您不能扫对方收款码',
    neither: '尚未开通',
    merchant: '商户',
    personal: '个人',
    myCode: '我的收款码',
    kind: { personal: '个人收款码', 'personal-business': '个人经营收款码' },
    invited: '您的收款具有经营特征，可选择使用个人经营收款码；未经您选择，一切保持不变。',
    accept: '选择个人经营收款码',
    later: '继续使用个人收款码',
    simulated: '模拟钱包，xscan-sim-profile/0 档案，不产生真实资金往来。',
  },
} as const;

/** Why a code is refused, for the payer; a word without a sentence is shown as it is. */
export const REFUSALS: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    'not-recognised': 'this wallet does not read codes of that scheme',
    'code-damaged': 'the code is damaged or was altered',
    'host-unknown': 'the code leads to an address that belongs to no payment scheme',
    'unknown-code': 'nobody has issued this code',
    'order-over': 'the order is paid, closed or too old',
    'amount-differs': 'the amount in the code is not the amount of the order',
    'name-differs': 'the name in the code is not the registered name of the merchant',
    'remote-not-allowed': 'a personal code takes no payments from afar',
    'code-expired': 'the code is no longer fresh',
    'scheme-silent': 'the other scheme does not answer',
  },
  zh: {
    'not-recognised': '本钱包不识别该类二维码',
    'code-damaged': '二维码已损坏或被篡改',
    'host-unknown': '二维码指向的地址不属于任何支付机构',
    'unknown-code': '没有机构签发过此二维码',
    'order-over': '订单已支付、已关闭或已过期',
    'amount-differs': '二维码中的金额与订单金额不符',
    'name-differs': '二维码中的名称与商户登记名称不符',
    'remote-not-allowed': '个人收款码不得用于远程收款',
    'code-expired': '二维码已过期',
    'scheme-silent': '对方机构没有应答',
  },
};

/** The language that a browser asks for; Chinese unless it prefers English. */
export const languageOf = (headers: Headers): Language =>
  /^\s*en\b/i.test(headers.get('accept-language') ?? '') ? 'en' : 'zh';
