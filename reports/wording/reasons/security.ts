import type { Bilingual } from '../../register/schema';

/** What the reasons of the theme "security" say. */
export const securityReasons: Readonly<Record<string, Bilingual>> = {
  'unsigned-request-accepted': {
    en: '{provider} accepted a request whose signature is {signature}',
    zh: '{provider} 接受了签名状态为 {signature} 的请求',
  },
  'unsigned-answer-believed': {
    en: 'order {order} was called paid by an answer in the name of {provider} that nobody signed',
    zh: '以 {provider} 名义、没有有效签名的应答使订单 {order} 被当作已支付',
  },
  'sent-without-signature': {
    en: '{party} sent {message} without a fitting signature',
    zh: '{party} 发出的 {message} 没有有效签名',
  },
  'unknown-key-accepted': {
    en: '{party} accepted {message} although it names a key that nobody knows',
    zh: '{party} 接受了使用未知密钥标识的 {message}',
  },
  'lost-in-rotation': {
    en: 'a message was lost when {provider} changed its key',
    zh: '{provider} 更换密钥时丢失了消息',
  },
  'out-of-window-accepted': {
    en: '{party} accepted {message} although it is dated outside of the time window',
    zh: '{party} 接受了超出时间窗口的 {message}',
  },
  'replay-elsewhere-accepted': {
    en: '{party} accepted {message} that carries the signature of another order',
    zh: '{party} 接受了带有其他订单签名的 {message}',
  },
  'misdirected-believed': {
    en: 'order {order} was called paid by a message that was meant for another party',
    zh: '本应发给其他对象的报文使订单 {order} 被当作已支付',
  },
  'replay-delivered-again': {
    en: 'a copy of a message released the goods of order {order} again',
    zh: '报文的副本使订单 {order} 再次发货',
  },
  'replay-moved-money-again': {
    en: 'a copy of a message moved money of order {order} again',
    zh: '报文的副本使订单 {order} 的资金再次划转',
  },
  'retry-taken-for-a-replay': {
    en: '{party} took {message}, freshly signed, for a copy',
    zh: '{party} 把重新签名的 {message} 当作重放',
  },
  'acknowledged-not-stored': {
    en: '{provider} acknowledged payment {key} and does not have it in its books',
    zh: '{provider} 确认受理了付款 {key}，账上却没有',
  },
  'stored-without-proof': {
    en: '{provider} keeps payment {key} without a signature that shows who asked for it',
    zh: '{provider} 保存的付款 {key} 没有可验证请求方的签名',
  },
  'secret-in-tree': {
    en: 'the file {what} of the repository has the shape of a secret in it',
    zh: '代码库文件 {what} 中出现了密钥或口令的特征',
  },
  'secret-in-run': { en: 'a secret was left in: {what}', zh: '以下位置留下了密钥或口令：{what}' },
};
