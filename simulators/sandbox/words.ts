import type { Language } from '../providers/pages';

/** Every sentence of the sandbox's own pages and of its table, in both languages. */
export const WORDS = {
  en: {
    other: '中文',
    simulated: 'Everything here is simulated. No money moves.',
    // The shop.
    shopTitle: 'Demonstration shop',
    shopIntro: 'Place an order, pay it at the cashier as the payer, and see what went over the wire.',
    merchant: 'Merchant',
    amountYuan: 'Amount in yuan',
    goods: 'Goods',
    goodsExample: 'A pot of tea',
    place: 'Place the order',
    refused: 'The order was not placed',
    backToShop: 'Back to the shop',
    openWallet: 'Open the wallet that scans this code',
    seeWire: 'See what went over the wire for this order',
    // The live list.
    liveTitle: 'What went over the wire',
    liveNone: 'Nothing yet. Requests to the gateways and their notifications appear here.',
    liveHold: 'Stop reloading',
    liveGo: 'Reload every two seconds',
    liveAll: 'Show all orders',
    liveFor: 'Order numbers shown',
    time: 'Time',
    who: 'From and to',
    what: 'What',
    request: 'Request',
    answer: 'Answer',
    waiting: 'no answer yet',
    took: 'ms',
    // What the harness found.
    signature: {
      valid: 'signature fits',
      missing: 'no signature',
      stale: 'signed too long ago',
      'unknown-key': 'signed with a key that nobody knows',
      invalid: 'signature does not fit',
    } as Record<string, string>,
    key: { 'platform-certificate': 'platform certificate', 'public-key': 'public key' } as Record<string, string>,
    heard: 'counts as heard',
    notHeard: 'does not count as heard: it will be sent again',
    // The control page.
    controlTitle: 'Control of the sandbox',
    controlIntro: 'These addresses stand in for what a real payer, or time, would do. Bodies and answers are JSON.',
    addresses: 'Where everything is',
    settings: 'Settings for clients',
    settingsText: 'The whole document, as --json FILE writes it',
  },
  zh: {
    other: 'English',
    simulated: '此处一切均为模拟，不产生真实资金往来。',
    shopTitle: '演示商店',
    shopIntro: '下一个订单，在收银台以付款人身份付款，然后查看网络上往来的报文。',
    merchant: '商户',
    amountYuan: '金额（元）',
    goods: '商品',
    goodsExample: '一壶龙井',
    place: '提交订单',
    refused: '订单未提交',
    backToShop: '返回商店',
    openWallet: '打开可识别此二维码的钱包',
    seeWire: '查看此订单的网络报文',
    liveTitle: '网络报文',
    liveNone: '暂无记录。发往网关的请求和网关发出的通知会显示在这里。',
    liveHold: '停止刷新',
    liveGo: '每两秒刷新一次',
    liveAll: '显示全部订单',
    liveFor: '当前显示的订单号',
    time: '时间',
    who: '发送方与接收方',
    what: '内容',
    request: '请求',
    answer: '应答',
    waiting: '尚无应答',
    took: '毫秒',
    signature: {
      valid: '签名相符',
      missing: '没有签名',
      stale: '签名时间过旧',
      'unknown-key': '签名所用的密钥无人知晓',
      invalid: '签名不符',
    } as Record<string, string>,
    key: { 'platform-certificate': '平台证书', 'public-key': '公钥' } as Record<string, string>,
    heard: '视为已收到',
    notHeard: '不视为已收到，将再次发送',
    controlTitle: '沙箱控制台',
    controlIntro: '以下地址代替真实付款人或时间所做的事。请求与应答均为 JSON。',
    addresses: '各处地址',
    settings: '客户端配置',
    settingsText: '完整文档，与 --json FILE 写出的相同',
  },
} as const;

/** What kinds of messages are called. */
export const KINDS: Record<Language, Record<string, string>> = {
  en: {
    'payment.create': 'payment asked for',
    'payment.query': 'payment looked up',
    'payment.close': 'payment closed',
    'refund.create': 'refund asked for',
    'refund.query': 'refund looked up',
    'notice.payment': 'notification of a payment',
    'notice.refund': 'notification of a refund',
    'keys.read': 'keys fetched',
    'page.wallet': 'page of the wallet',
    unknown: 'unknown',
  },
  zh: {
    'payment.create': '下单',
    'payment.query': '查询订单',
    'payment.close': '关闭订单',
    'refund.create': '申请退款',
    'refund.query': '查询退款',
    'notice.payment': '支付通知',
    'notice.refund': '退款通知',
    'keys.read': '获取证书',
    'page.wallet': '钱包页面',
    unknown: '未知',
  },
};

/** The language of a page: what its address says, then what the browser asks for. */
export function languageFor(url: URL, headers: Headers): Language {
  const chosen = url.searchParams.get('lang');
  if (chosen === 'en' || chosen === 'zh') return chosen;
  return /^\s*en\b/i.test(headers.get('accept-language') ?? '') ? 'en' : 'zh';
}
