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
