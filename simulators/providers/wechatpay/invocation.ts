import { verifyRsa } from '../../kernel/keys';
import type { Trade } from '../engine/trade';
import { initiator } from './notices';
import type { Account, Register } from './register';

/** What a merchant's page or app hands to the wallet, under the names of either (sheet 2.2). */
export type InvocationParameters = Readonly<Record<string, string>>;

/** The four signed values of an invocation. */
export interface Invocation {
  readonly application: string;
  readonly timestamp: string;
  readonly nonce: string;
  /** `prepay_id=…` for pages and mini-programs; the bare id for apps. */
  readonly last: string;
}

/** The four lines that the merchant signs. */
export function invocationMessage({ application, timestamp, nonce, last }: Invocation): string {
  return `${application}\n${timestamp}\n${nonce}\n${last}\n`;
}

/** Why the wallet does not open, in the words that merchants know (official skills and FAQ). */
export const INVOCATION_TEXTS = {
  missing: '调用支付JSAPI缺少参数',
  application: '商户传入的appid参数不正确',
  signature: '支付验证签名失败',
} as const;
export type InvocationFault = keyof typeof INVOCATION_TEXTS;

const SECONDS = /^\d{10}$/;

/** Reads either form; undefined when a member is missing or not in its form, a timestamp in milliseconds included. */
export function readInvocation(
  given: InvocationParameters,
): (Invocation & { sign: string; prepayId: string }) | undefined {
  const page = given['appId'] !== undefined;
  const application = given[page ? 'appId' : 'appid'];
  const timestamp = given[page ? 'timeStamp' : 'timestamp'] ?? '';
  const nonce = given[page ? 'nonceStr' : 'noncestr'];
  const sign = given[page ? 'paySign' : 'sign'];
  const last = page ? given['package'] : given['prepayid'];
  const form = page ? given['signType'] === 'RSA' : given['package'] === 'Sign=WXPay';
  const prepayId = page ? /^prepay_id=(.+)$/.exec(last ?? '')?.[1] : last;
  if (!application || !nonce || !sign || !last || !prepayId || !form || !SECONDS.test(timestamp)) return undefined;
  return { application, timestamp, nonce, last, sign, prepayId };
}

/** True for what an app hands to the wallet, as one text. */
export const isAppInvocation = (text: string): boolean => /(^|&)prepayid=/.test(text) && /(^|&)sign=/.test(text);

const applicationsOf = (trade: Trade) =>
  ['appid', 'sp_appid', 'sub_appid'].flatMap((name) => trade.extra?.[name] ?? []);

const signedBy = (account: Account | undefined, message: string, sign: string) =>
  [...(account?.apiKeys.values() ?? [])].some((key) => verifyRsa(message, sign, key));

/** What is wrong with an invocation of a trade; undefined when the wallet opens. */
export function invocationFault(
  register: Register,
  trade: Trade,
  given: InvocationParameters,
): InvocationFault | undefined {
  const read = readInvocation(given);
  if (!read) return 'missing';
  if (!applicationsOf(trade).includes(read.application)) return 'application';
  // The product decides the fourth line: the bare id for apps, the package form otherwise.
  if ((trade.product === 'app') !== (read.last === read.prepayId)) return 'signature';
  const account = initiator(register, trade);
  return signedBy(account, invocationMessage(read), read.sign) ? undefined : 'signature';
}
