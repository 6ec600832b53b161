import type { Bilingual } from '../../register/schema';

/** What the reasons of rule ROUTE-006 say. */
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
};
