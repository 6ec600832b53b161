import type { Bilingual } from '../../register/schema';

/** What the reasons of the rules on routing and clearing say. */
export const routingReasons: Readonly<Record<string, Bilingual>> = {
  'protected-field-missing': {
    en: '{party} sent {message} without a field that its declared mapping has',
    zh: '{party} 发出的 {message} 缺少所声明映射中的字段',
  },
  'field-differs-at-a-hop': {
    en: 'a field of order {order} is another at this hop: {what}',
    zh: '订单 {order} 的字段在以下环节发生变化：{what}',
  },
  'refund-differs-at-a-hop': {
    en: 'a refund of order {order} is another at this hop: {what}',
    zh: '订单 {order} 的退款在以下环节发生变化：{what}',
  },
  'direct-edge': {
    en: '{party} sent {message} to another institution past every clearing institution',
    zh: '{party} 绕过清算机构，直接向另一机构发出 {message}',
  },
  'not-cleared': {
    en: 'money moved at {party} that no clearing institution has on record',
    zh: '{party} 的资金变动未载于任何清算机构的记录',
  },
  'network-not-of-both': {
    en: '{party} used a network to which only one side is connected',
    zh: '{party} 使用了并非双方均已接入的网络',
  },
  'asked-though-nobody-may': {
    en: 'there was no network of both sides, and {party} went on',
    zh: '不存在双方均已接入的网络，{party} 仍继续办理',
  },
  'stranger-cleared': {
    en: '{party} took a transfer of a side that is not connected to it',
    zh: '{party} 受理了未接入方的划转',
  },
  'order-lacks-a-field': {
    en: '{party} sent {message} without a protected field',
    zh: '{party} 发出的 {message} 缺少受保护字段',
  },
  'missing-field-not-named': {
    en: '{party} did not refuse an order by the field that it lacks',
    zh: '{party} 没有拒绝缺少字段的指令并指明所缺字段',
  },
  'reserve-differs': {
    en: 'what the users of {party} have is not covered by its reserve',
    zh: '{party} 的用户资金没有备付金覆盖',
  },
  'reserve-moved-without-order': {
    en: 'money left the reserve of {party} without the order of a user',
    zh: '{party} 的备付金在没有用户指令的情况下被划出',
  },
  'paid-beyond-quota': { en: '{party} took a payment beyond the quota', zh: '{party} 受理了超出额度的付款' },
  'positions-do-not-cancel': {
    en: 'the positions of a session at {party} do not come to nothing',
    zh: '{party} 一个场次的净额合计不为零',
  },
  'position-differs': {
    en: 'the position of {party} is not what its own record comes to',
    zh: '{party} 的净额与其自己的记录不符',
  },
};
