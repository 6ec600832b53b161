import assert from 'node:assert/strict';
import { Formatter } from 'wechatpay-axios-plugin';
import { HOUR_MS, MINUTE_MS } from '../../../kernel/time';
import type { Bench, Reply } from './bench';
import { type Caller, request } from './by-hand';
import { order, paid, refund } from './calls';

const REFUNDS = '/v3/refund/domestic/refunds';

type Query = Readonly<Record<string, string>>;

/** Asks for a bill as the direct merchant, or as somebody else. */
export const ask = (bench: Bench, path: string, query: Query, caller: Caller = bench.direct): Promise<Reply> =>
  bench.call(caller, 'GET', `/v3/bill/${path}?${new URLSearchParams(query)}`);

/** Fetches a bill's file, whose bytes no text may touch. */
export async function fetchBill(bench: Bench, address: string, caller: Caller = bench.direct) {
  const { pathname, search } = new URL(address);
  const target = `${pathname}${search}`;
  const response = await bench.network.receive(bench.provider, request(caller, 'GET', target, undefined, {}), target);
  const { status, headers } = response;
  return { status, headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

async function bytesOf(bench: Bench, path: string, query: Query, caller: Caller): Promise<Buffer> {
  const { status, text, json } = await ask(bench, path, query, caller);
  assert.equal(status, 200, text);
  return (await fetchBill(bench, json.download_url, caller)).bytes;
}

/** The lines of a bill, without its byte order mark. */
export const linesOf = async (bench: Bench, path: string, query: Query, caller: Caller = bench.direct) =>
  (await bytesOf(bench, path, query, caller)).subarray(3).toString('utf8').split('\r\n');

interface ReadBill {
  readonly rows: ReadonlyArray<Readonly<Record<string, string>>>;
  readonly summary: Readonly<Record<string, string>>;
}

/** A bill as the public client reads it. */
export async function billOf(bench: Bench, query: Query, caller: Caller = bench.direct, path = 'tradebill') {
  // Its types say no more than that it is an object.
  return Formatter.castCsvBill(await bytesOf(bench, path, query, caller)) as ReadBill;
}

/** A day's business of the direct merchant: two payments, two refunds of one of them, and an order that nobody pays. */
export async function businessOf(bench: Bench): Promise<void> {
  await paid(bench, 'BILL-001');
  await bench.clock.advance(HOUR_MS);
  await paid(bench, 'BILL-002', 'wang-wei');
  await bench.call(bench.direct, 'POST', '/v3/pay/transactions/native', order(bench, 'BILL-OPEN'));
  await bench.clock.advance(MINUTE_MS);
  await bench.call(bench.direct, 'POST', REFUNDS, refund('BILL-001', 'R@1', 850, { reason: '少了一壶' }));
  await bench.clock.advance(HOUR_MS);
  await bench.call(bench.direct, 'POST', REFUNDS, refund('BILL-001', 'R@2', 12000));
}
