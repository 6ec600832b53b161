import type { Bilingual } from '../../register/schema';

/** Sentences of the theme "notification". */
export const NOTIFICATION_REASONS: Readonly<Record<string, Bilingual>> = {
  'notice-answered-late': {
    en: 'the notice of {provider} for order {order} was answered too late',
    zh: '{provider} 关于订单 {order} 的通知应答超时',
  },
  'notice-not-retried': {
    en: '{provider} did not repeat a notice for order {order} that nobody had acknowledged',
    zh: '{provider} 没有重发订单 {order} 未获确认的通知',
  },
  'confirmed-without-payment': {
    en: 'the payer of order {order} was told that it is paid, and no provider has a payment of it',
    zh: '订单 {order} 的付款人被告知已支付，而没有任何机构的账上有该笔付款',
  },
  'confirmation-differs': {
    en: 'the confirmation of order {order} has another amount than was paid',
    zh: '订单 {order} 的确认金额与实付金额不符',
  },
  'confirmation-late': {
    en: 'the platform knew that order {order} is paid, and did not tell the payer',
    zh: '平台已知订单 {order} 已支付，却没有告知付款人',
  },
  'delay-not-told': {
    en: 'the payer of order {order} was not told in time that {provider} has not answered',
    zh: '订单 {order} 的付款人没有被及时告知 {provider} 尚无应答',
  },
  'missing-in-the-bill': {
    en: 'the bill of {provider} does not have {number}, which the platform has on record for order {order}',
    zh: '{provider} 的账单中没有平台订单 {order} 记录在案的 {number}',
  },
  'voucher-missing': {
    en: 'the bill of {provider} lists {number}, and there is no voucher of it',
    zh: '{provider} 的账单列有 {number}，却没有相应的凭证',
  },
  'shown-without-payment': {
    en: 'the bill of {provider} shows a payer {number}, and the platform has no such payment or refund of this payer on record',
    zh: '{provider} 的账单向付款人显示 {number}，而平台没有该付款人的这笔付款或退款记录',
  },
  'voucher-differs': {
    en: 'what {provider} shows the payer of {number} differs from the record of order {order} in this: {what}',
    zh: '{provider} 向付款人显示的 {number} 与订单 {order} 的记录不符，不符项为{what}',
  },
  'wallet-denies-payment': {
    en: '{provider} has a payment of order {order} in its books, and its wallet told the payer otherwise',
    zh: '{provider} 的账上已有订单 {order} 的付款，其钱包却告知付款人未支付',
  },
  'wallet-confirms-nothing': {
    en: 'the wallet of {provider} called order {order} paid, and its books have no payment of it',
    zh: '{provider} 的钱包显示订单 {order} 已支付，而其账上没有该笔付款',
  },
  'no-way-on': {
    en: 'the payer of order {order} was left on a page of {party} that leads nowhere',
    zh: '订单 {order} 的付款人停在 {party} 的页面上，无处可去',
  },
  'end-not-told': {
    en: 'order {order} is closed, and the page did not tell the payer',
    zh: '订单 {order} 已关闭，页面却没有告知付款人',
  },
  'moved-backwards': {
    en: 'after a late notice {id} of order {order} went back to an earlier state',
    zh: '迟到的通知到达后，订单 {order} 的 {id} 退回到先前的状态',
  },
  'order-of-notices-decided': {
    en: 'the same notices in another order led to another end',
    zh: '相同的通知以不同的先后到达，得到了不同的结果',
  },
  'notice-off-schedule': {
    en: '{provider} repeated a notice for order {order} at another time than it publishes',
    zh: '{provider} 重发订单 {order} 的通知时，没有按照公布的时间表',
  },
};
