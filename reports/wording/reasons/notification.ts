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
  'notice-off-schedule': {
    en: '{provider} repeated a notice for order {order} at another time than it publishes',
    zh: '{provider} 重发订单 {order} 的通知时，没有按照公布的时间表',
  },
};
