import type { Bilingual } from '../../register/schema';

/** Sentences of the theme "codes". */
export const CODE_REASONS: Readonly<Record<string, Bilingual>> = {
  'recognised-code-not-paid': {
    en: 'between {provider} and {party} a recognised code did not lead to a payment: {what}',
    zh: '{provider} 与 {party} 之间，已声明互认的二维码未能完成付款：{what}',
  },
  'paid-without-recognition': {
    en: 'between {provider} and {party} money moved although nobody declared the recognition: {what}',
    zh: '{provider} 与 {party} 之间并未声明互认，却发生了资金划转：{what}',
  },
  'relation-shown-wrongly': {
    en: '{provider} tells its users something else of the codes of {party} than is declared: {what}',
    zh: '{provider} 向用户说明的 {party} 二维码互认情况与声明不符：{what}',
  },
  'routed-elsewhere': {
    en: 'a till sent a payer code to another network than its form has (characters / beginning: {what})',
    zh: '收银机将付款码送往与其码段不符的网络（位数 / 开头：{what}）',
  },
  'unknown-code-routed': {
    en: 'a till found a network for a payer code that belongs to none (characters / beginning: {what})',
    zh: '收银机为不属于任何网络的付款码选择了网络（位数 / 开头：{what}）',
  },
  'known-code-refused': {
    en: 'a till refused a payer code that belongs to exactly one network (characters / beginning: {what})',
    zh: '收银机拒绝了只属于一个网络的付款码（位数 / 开头：{what}）',
  },
  'asked-about-refused-code': {
    en: 'somebody was asked about a payer code that no network has (characters / beginning: {what})',
    zh: '不属于任何网络的付款码仍被发往某一机构（位数 / 开头：{what}）',
  },
  'code-changed-on-the-way': {
    en: 'the payer code that a till had read did not arrive as it was (characters / beginning: {what})',
    zh: '收银机读取的付款码未原样送达（位数 / 开头：{what}）',
  },
  'code-served-two-orders': {
    en: '{provider} took a payer code for order {order} that had been read for another order',
    zh: '{provider} 将已用于其他订单的付款码又用于订单 {order}',
  },
  'live-code-refused': {
    en: '{provider} refused a payer code for order {order} within its time',
    zh: '{provider} 拒绝了订单 {order} 中尚在有效期内的付款码',
  },
  'expired-code-accepted': {
    en: '{provider} took a payer code for order {order} after its time',
    zh: '{provider} 接受了订单 {order} 中已过有效期的付款码',
  },
  'first-charge-not-found': {
    en: 'the charge of order {order} was repeated, and {provider} does not tell that the first one is paid',
    zh: '订单 {order} 重复扣款请求后，{provider} 未能告知首次扣款已成功',
  },
  'another-name-shown': {
    en: '{provider} showed another name than the one under which merchant {merchant} is registered',
    zh: '{provider} 展示的名称并非商户 {merchant} 的登记名称',
  },
  'went-on-after-mismatch': {
    en: '{provider} went on although the code names merchant {merchant} otherwise than the register',
    zh: '二维码所载名称与商户 {merchant} 的登记名称不符，{provider} 仍然继续',
  },
  'remote-receipt-accepted': {
    en: '{provider} took a payment from afar to a personal code beyond what is allowed: {what}',
    zh: '{provider} 受理了超出许可的个人收款码远程收款：{what}',
  },
  'allowed-receipt-refused': {
    en: '{provider} refused a payment to a personal code that nothing forbids: {what}',
    zh: '{provider} 拒绝了不受限制的个人收款码收款：{what}',
  },
  'trader-not-invited': {
    en: '{provider} did not invite {person}, who evidently trades, to another kind of code',
    zh: '{person} 的收款具有明显经营特征，{provider} 未邀请其改用其他收款码',
  },
  'invited-without-cause': {
    en: '{provider} invited {person}, who does not evidently trade',
    zh: '{person} 的收款并无明显经营特征，{provider} 却发出了邀请',
  },
  'converted-silently': {
    en: '{provider} turned the personal code of {person} into another kind without a choice',
    zh: '{provider} 未经 {person} 选择即变更了其收款码类型',
  },
  'choice-not-carried-out': {
    en: '{person} chose another kind of code and {provider} did not carry it out',
    zh: '{person} 选择了其他类型的收款码，{provider} 未予办理',
  },
  'code-holds-more': {
    en: 'a code of {provider} holds more than its kind may: {what}',
    zh: '{provider} 的二维码所含内容超出该类二维码的许可范围：{what}',
  },
  'identity-in-code': {
    en: 'an account or an identity can be read out of a code of {provider}: {what}',
    zh: '从 {provider} 的二维码中可以读出账户或身份信息：{what}',
  },
  'wrong-code-shown': {
    en: '{provider} led its user to confirm a code with something wrong in it: {what}',
    zh: '{provider} 让用户确认了存在问题的二维码：{what}',
  },
  'genuine-code-refused': {
    en: '{provider} refused a code of {party} with nothing wrong in it',
    zh: '{provider} 拒绝了 {party} 没有任何问题的二维码',
  },
  'undisclosed-fee': {
    en: 'a payment from {provider} to {party} cost other sums than are disclosed',
    zh: '由 {provider} 向 {party} 的付款，其金额与披露的收费不符',
  },
  'new-code-needed': {
    en: 'a code of {party} that was issued before the recognition cannot be paid from {provider}',
    zh: '{party} 在互认之前签发的二维码无法由 {provider} 付款',
  },
  'payment-not-cleared': {
    en: 'a payment from {provider} to {party} was not settled between them by a clearing institution, once and whole',
    zh: '由 {provider} 向 {party} 的付款未经清算机构足额、一次性清算',
  },
};
