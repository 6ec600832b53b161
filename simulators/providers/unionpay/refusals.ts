import { type Profile, setting } from '../profile';

/** An answer that refuses: the two characters, the words, and the seven-digit detail in brackets (sheet 6, 8). */
export class Refusal extends Error {
  override name = 'Refusal';

  constructor(
    readonly code: string,
    readonly words: string,
    readonly detail: string,
  ) {
    super(`${code} ${words}`);
  }

  /** `respMsg` ends with the detail in brackets. */
  get respMsg(): string {
    return `${this.words}[${this.detail}]`;
  }
}

/** `respMsg` of what was taken. */
export const ACCEPTED = { respCode: '00', respMsg: '成功[0000000]' } as const;

/** Why the gateway says no. Codes from memory or without source are settings of the profile. */
export const refusals = {
  format: (what: string) => new Refusal('10', `报文格式错误：${what}`, '5100030'),
  signature: () => new Refusal('11', '验证签名失败', '9100004'),
  duplicate: () => new Refusal('12', '重复交易', '2040004'),
  unknownOrder: () => new Refusal('34', '查无此交易', '2600000'),
  noFile: () => new Refusal('98', '文件不存在', '2600000'),
  transaction: (profile: Profile) => new Refusal(setting(profile, 'unknownTransaction'), '不支持的交易类型', '5100030'),
  wrongState: (profile: Profile) => new Refusal(setting(profile, 'wrongState'), '原交易不存在或状态不正确', '2011000'),
  tooMuch: (profile: Profile) => new Refusal(setting(profile, 'amountOver'), '交易金额超限', '2050001'),
  tooLate: (profile: Profile) => new Refusal(setting(profile, 'wrongState'), '超过可退货期限', '4040007'),
  otherDay: (profile: Profile) => new Refusal(setting(profile, 'wrongState'), '非当日交易，不可撤销', '2010002'),
  code: (profile: Profile) => new Refusal(setting(profile, 'unreadableCode'), '付款码无效', '2011000'),
};
