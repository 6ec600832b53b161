import { createHash } from 'node:crypto';
import { type Fact, stableJson } from '../../kernel/history';
import { fen } from '../../kernel/money';
import type { Incoming } from '../../network/message';
import type { OrderContent } from '../engine/trade';
import type { Admitted } from './api';
import { type Desk, payeeOf } from './desk';
import { callerErrors, orderErrors, WechatError } from './errors';
import { checkFields, type Field } from './fields';
import { checkIdentity } from './identity';
import type { Account } from './register';
import type { Caller, Product } from './tables';

export type Json = Readonly<Record<string, unknown>>;

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export function member(body: Json, ...path: string[]): unknown {
  return path.reduce<unknown>((node, name) => (node as Json | undefined | null)?.[name], body);
}

/** A list of goods may be this large, counted without blanks (sheet 1.2). */
const MOST_DETAIL_BYTES = 6144;

function checkDetail(body: Json): void {
  const detail = member(body, 'detail');
  const bytes = detail === undefined || detail === null ? 0 : Buffer.byteLength(JSON.stringify(detail));
  if (bytes <= MOST_DETAIL_BYTES) return;
  const message = `输入源“/body/detail”映射到字段“优惠功能”规则校验失败，字节数 ${bytes}，大于最大值 ${MOST_DETAIL_BYTES}`;
  throw new WechatError(400, 'PARAM_ERROR', message, { location: 'body', value: bytes });
}

/** The applications of an order, each with the member that names the payer under it. */
function openids(body: Json, caller: Caller): readonly Openid[] {
  const names =
    caller === 'direct'
      ? [['openid', 'appid']]
      : [
          ['sp_openid', 'sp_appid'],
          ['sub_openid', 'sub_appid'],
        ];
  return names.flatMap(([name = '', application = '']) => {
    const openid = text(member(body, 'payer', name));
    if (openid === undefined) return [];
    return [{ openid, application: String(body[application] ?? ''), ofSub: name === 'sub_openid' }];
  });
}

/** An identifier under an application. */
interface Openid {
  readonly openid: string;
  readonly application: string;
  readonly ofSub: boolean;
}

/** Whose identifier it is. @throws WechatError when it is nobody's, or of another application. */
export function personOf(desk: Desk, { openid, application, ofSub }: Openid): string {
  if (application === '') throw orderErrors.openidMismatch(ofSub);
  const person = desk.payers.person(openid, application);
  if (person === undefined) throw orderErrors.openidUnknown();
  // Known, but under another application.
  if (desk.payers.identifier(person, application) !== openid) throw orderErrors.openidMismatch(ofSub);
  return person;
}

/** The person whom a jsapi order names; two identifiers must mean one person (sheet 1.2). */
function namedPayer(desk: Desk, body: Json, caller: Caller): string {
  const named = openids(body, caller);
  if (named.length === 0) throw orderErrors.openidMissing();
  const people = named.map((each) => personOf(desk, each));
  const [person = '', other = person] = people;
  if (person !== other) throw orderErrors.openidMismatch(true);
  return person;
}

export function checkApplications(account: Account, payee: Account, appid: unknown, subAppid: unknown): void {
  if (!account.appids.includes(String(appid))) throw callerErrors.appNotBound();
  const sub = text(subAppid);
  if (sub !== undefined && !payee.appids.includes(sub)) throw callerErrors.subAppNotBound();
}

/** What a repeated order must repeat beyond what the engine compares. */
function identity(desk: Desk, account: Account, body: Json): string {
  const names = ['appid', 'sp_appid', 'sub_appid'].map((name) => text(body[name]) ?? '');
  return [account.mchid, ...names, ...otherMembers(desk, body)].join(' ');
}

/** A digest of every member that a repetition must repeat, where the profile says that all of them are compared. */
export function otherMembers(desk: Desk, body: Json): string[] {
  if (desk.gate.choose('reorderCompares') === 'main-members') return [];
  // Only the first order sets its times (sheet 4.2), and what is encrypted is never the same twice.
  const passing = ['time_start', 'time_expire', 'identity'];
  const rest: Fact = JSON.parse(JSON.stringify(body, (name, value) => (passing.includes(name) ? undefined : value)));
  return [createHash('sha256').update(stableJson(rest)).digest('hex')];
}

function extraOf(body: Json, caller: Caller): Record<string, string> {
  const extra: Record<string, string> = {};
  const take = (from: unknown, name: string) => {
    const value = text((from as Json | undefined | null)?.[name]);
    if (value !== undefined) extra[name] = value;
  };
  for (const name of caller === 'direct' ? ['appid'] : ['sp_appid', 'sp_mchid', 'sub_appid']) take(body, name);
  for (const name of ['device_id', 'payer_client_ip']) take(body['scene_info'], name);
  return extra;
}

/** The key that the client knows, for an account whose clients know different ones. */
export function askedFor({ noticesSignedWith }: Account, { headers }: Incoming): Record<string, string> {
  const serial = noticesSignedWith === 'as-ordered' ? headers.get('wechatpay-serial') : null;
  return serial === null ? {} : { answered_with: serial };
}

/** Reads and checks an order request; nothing is kept yet. */
export function contentOf(
  desk: Desk,
  product: Product,
  caller: Caller,
  table: readonly Field[],
  { account, body, message }: Admitted,
): OrderContent {
  checkFields('body', table, body, desk.fieldRules);
  checkDetail(body);
  const [appid, mchid] = caller === 'direct' ? [body['appid'], body['mchid']] : [body['sp_appid'], body['sp_mchid']];
  const payee = payeeOf(desk.gate, account, caller, { mchid, sub: body['sub_mchid'] }, 'order');
  checkApplications(account, payee, appid, body['sub_appid']);
  checkIdentity(desk.gate, message, '/payer', member(body, 'payer', 'identity'));
  return {
    outTradeNo: String(body['out_trade_no']),
    payee: payee.mchid,
    caller: identity(desk, account, body),
    product,
    amountFen: fen(member(body, 'amount', 'total')),
    description: String(body['description']),
    attach: text(body['attach']),
    notifyUrl: text(body['notify_url']),
    payer: product === 'jsapi' ? namedPayer(desk, body, caller) : undefined,
    extra: { ...extraOf(body, caller), ...askedFor(account, message) },
  };
}
