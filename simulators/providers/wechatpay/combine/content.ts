import { fen } from '../../../kernel/money';
import type { Combination, OrderContent } from '../../engine/trade';
import type { Admitted } from '../api';
import { type Desk, payeeOf } from '../desk';
import { callerErrors, combineErrors } from '../errors';
import { checkFields, type Field } from '../fields';
import { checkIdentity } from '../identity';
import { askedFor, checkApplications, type Json, member, otherMembers, personOf, text } from '../order-content';
import type { Product } from '../tables';

/** A combined order as it was asked for, and each order in it. */
export interface CombinedContent {
  readonly combination: Combination;
  readonly contents: readonly OrderContent[];
}

/** The orders of a body, once its table has been checked. */
export const subOrdersOf = (body: Json): readonly Json[] => body['sub_orders'] as readonly Json[];

/** @param range The fewest and the most, as the profile's setting writes them: `2-50`. */
function checkCount(count: number, range: string): void {
  const [fewest = 0, most = 0] = range.split('-').map(Number);
  if (count < fewest) throw combineErrors.count(count, `小于最小值 ${fewest}`);
  if (count > most) throw combineErrors.count(count, `大于最大值 ${most}`);
}

function checkTogether(subs: readonly Json[]): void {
  const numbers = new Set(subs.map((sub) => `${sub['mchid']} ${sub['out_trade_no']}`));
  if (numbers.size !== subs.length) throw combineErrors.sameNumberTwice();
  const sum = subs.reduce((total, sub) => total + BigInt(Number(member(sub, 'amount', 'total_amount'))), 0n);
  if (sum > BigInt(Number.MAX_SAFE_INTEGER)) throw combineErrors.sumTooLarge();
}

/** Who pays, where the product names one; an identifier under a sub-merchant's application must mean the same person. */
function payerOf(desk: Desk, product: Product, body: Json): string | undefined {
  if (product !== 'jsapi') return undefined;
  const openid = text(member(body, 'combine_payer_info', 'openid')) ?? '';
  const person = personOf(desk, { openid, application: String(body['combine_appid']), ofSub: false });
  const sub = text(member(body, 'combine_payer_info', 'sub_openid'));
  const applications = subOrdersOf(body).flatMap((each) => text(each['sub_appid']) ?? []);
  const fits = applications.some((application) => desk.payers.identifier(person, application) === sub);
  if (sub !== undefined && !fits) throw combineErrors.subOpenidMismatch();
  return person;
}

/** The account that asks for one of the orders, and the one that is paid for it. */
function partiesOf(desk: Desk, appid: unknown, sub: Json) {
  const account = desk.gate.register.account(String(sub['mchid']));
  if (!account) throw callerErrors.merchantUnknown('order');
  const subMchid = text(sub['sub_mchid']);
  const caller = subMchid === undefined ? 'direct' : 'partner';
  const payee = payeeOf(desk.gate, account, caller, { mchid: account.mchid, sub: subMchid }, 'order');
  checkApplications(account, payee, appid, sub['sub_appid']);
  return { account, payee };
}

function extraOf(body: Json, sub: Json): Record<string, string> {
  const appid = String(body['combine_appid']);
  const subAppid = text(sub['sub_appid']);
  const ids =
    text(sub['sub_mchid']) === undefined
      ? { appid }
      : { sp_appid: appid, sp_mchid: String(sub['mchid']), ...(subAppid ? { sub_appid: subAppid } : {}) };
  const scene = ['device_id', 'payer_client_ip'].flatMap((name) => {
    const value = text(member(body, 'scene_info', name));
    return value === undefined ? [] : [[name, value]];
  });
  return { ...ids, ...Object.fromEntries(scene) };
}

/** Reads and checks a combined order; nothing is kept yet. */
export function combinedContent(
  desk: Desk,
  product: Product,
  table: readonly Field[],
  { account: caller, body, message }: Admitted,
): CombinedContent {
  checkFields('body', table, body, desk.fieldRules);
  const subs = subOrdersOf(body);
  checkCount(subs.length, desk.gate.choose('combinedOrders'));
  if (body['combine_mchid'] !== caller.mchid) throw callerErrors.callerMismatch();
  const appid = String(body['combine_appid']);
  if (!caller.appids.includes(appid)) throw callerErrors.appNotBound();
  checkTogether(subs);
  const payer = payerOf(desk, product, body);
  checkIdentity(desk.gate, message, '/combine_payer_info', member(body, 'combine_payer_info', 'identity'));
  const combination = { account: caller.mchid, outTradeNo: String(body['combine_out_trade_no']) };
  const others = otherMembers(desk, body);
  const contents = subs.map((sub): OrderContent => {
    const { account, payee } = partiesOf(desk, appid, sub);
    const subAppid = text(sub['sub_appid']) ?? '';
    return {
      outTradeNo: String(sub['out_trade_no']),
      payee: payee.mchid,
      caller: ['combined', ...Object.values(combination), appid, account.mchid, subAppid, ...others].join(' '),
      product,
      amountFen: fen(member(sub, 'amount', 'total_amount')),
      description: String(sub['description']),
      attach: text(sub['attach']),
      notifyUrl: text(body['notify_url']),
      payer,
      combined: combination,
      extra: { ...extraOf(body, sub), ...askedFor(caller, message) },
    };
  });
  const theirs = new Set(contents.map(({ payee, outTradeNo }) => `${payee} ${outTradeNo}`));
  if (theirs.size !== contents.length) throw combineErrors.sameNumberTwice();
  return { combination, contents };
}
