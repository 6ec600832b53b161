import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type Bench, type Reply } from './bench';
import { type Change } from './by-hand';
import { order } from './calls';

/** The documented codes of each endpoint by status (sheet 5.3), with those that other sources name for it. */
const DOCUMENTED: Readonly<Record<string, Readonly<Record<number, readonly string[]>>>> = {
  order: {
    400: ['PARAM_ERROR', 'INVALID_REQUEST', 'APPID_MCHID_NOT_MATCH', 'MCH_NOT_EXISTS', 'ORDER_CLOSED'],
    403: ['NO_AUTH', 'OUT_TRADE_NO_USED', 'RULE_LIMIT'],
  },
  query: {
    400: ['PARAM_ERROR', 'INVALID_REQUEST', 'MCH_NOT_EXISTS'],
    403: ['RULE_LIMIT', 'TRADE_ERROR'],
    404: ['ORDER_NOT_EXIST'],
  },
  close: {
    400: ['PARAM_ERROR', 'INVALID_REQUEST', 'MCH_NOT_EXISTS', 'ORDER_PAID'],
    403: ['RULE_LIMIT', 'TRADE_ERROR'],
    404: ['ORDER_NOT_EXIST'],
  },
  refund: {
    400: ['PARAM_ERROR', 'INVALID_REQUEST'],
    403: ['NOT_ENOUGH', 'USER_ACCOUNT_ABNORMAL', 'TRADE_OVERDUE'],
    404: ['MCH_NOT_EXISTS', 'RESOURCE_NOT_EXISTS'],
  },
  bills: {
    400: ['NO_STATEMENT_EXIST', 'STATEMENT_CREATING', 'INVALID_REQUEST'],
    403: ['NO_AUTH'],
  },
  certificates: { 400: ['PARAM_ERROR', 'INVALID_REQUEST'], 404: ['RESOURCE_NOT_EXISTS'] },
};

function endpointOf(target: string): string {
  const path = target.split('?')[0] ?? '';
  if (path.startsWith('/v3/refund/')) return 'refund';
  if (path.startsWith('/v3/bill')) return 'bills';
  if (path.startsWith('/v3/certificates')) return 'certificates';
  if (/\/(native|h5|jsapi|app)$/.test(path)) return 'order';
  return path.endsWith('/close') ? 'close' : 'query';
}

/** Checks that a refusal is one of the endpoint's own, in its envelope, unsigned. */
export function assertRefusal(reply: Reply, target: string, what: string): void {
  const { status, text, headers, json } = reply;
  for (const name of headers.keys()) assert.doesNotMatch(name, /^wechatpay-/, `${what}: refusals are unsigned`);
  if (text === '') {
    assert.ok(status === 404 || status === 405, `${what}: found an empty ${status}`);
    return;
  }
  assert.match(headers.get('content-type') ?? '', /^application\/json/, what);
  const { code, message, detail, ...rest } = json;
  assert.deepEqual(rest, {}, what);
  assert.ok(typeof message === 'string' && message !== '', what);
  assert.ok(detail === undefined || typeof detail === 'object', what);
  const documented = status === 401 ? ['SIGN_ERROR'] : (DOCUMENTED[endpointOf(target)]?.[status] ?? []);
  assert.ok(documented.includes(code), `${what}: ${endpointOf(target)} has no ${status} ${code}`);
  const anonymous = status === 401 && target.startsWith('/v3/pay/');
  assert.equal(headers.has('request-id'), !anonymous, `${what}: Request-ID`);
}

/** Everything that a request could have changed. */
export function stateDigest({ provider, shop, troubles }: Bench): string {
  const { book, ledger, register } = provider;
  const accounts = register.accounts().map(({ apiKeys, ...rest }) => ({ ...rest, serials: [...apiKeys.keys()] }));
  const state = [book.trades(), ledger.postings(), accounts, shop.heard.length, troubles.length];
  return createHash('sha256').update(JSON.stringify(state)).digest('hex');
}

/**
 * Sends what must be refused: the gateway's own answer, and nothing changed.
 * @param expected Status and code, for example `400 PARAM_ERROR`; the status alone where there is no body.
 */
export async function refused(
  bench: Bench,
  what: string,
  expected: string,
  [method, target]: readonly [string, string],
  body?: unknown,
  change?: Change,
): Promise<Reply> {
  const digest = stateDigest(bench);
  const reply = await bench.call(bench.direct, method, target, body, change);
  assert.equal(`${reply.status} ${reply.json?.code ?? ''}`.trim(), expected, `${what}: ${reply.text}`);
  assertRefusal(reply, target, what);
  assert.equal(stateDigest(bench), digest, `${what}: changed something`);
  return reply;
}

/** Sends an order with other members that must be refused for them. */
export const refusedOrder = (bench: Bench, what: string, more: Readonly<Record<string, unknown>>): Promise<Reply> =>
  refused(bench, what, '400 PARAM_ERROR', ['POST', '/v3/pay/transactions/native'], order(bench, 'BAD-0001', more));
