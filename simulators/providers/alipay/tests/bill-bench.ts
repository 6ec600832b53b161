import assert from 'node:assert/strict';
import { HOUR_MS, SECOND_MS } from '../../../kernel/time';
import { decodeText } from '../../charset';
import { unpacked } from '../bills/archive';
import type { MerchantKit } from '../enrolment';
import { type Bench, type BenchWish, call, DIRECT, openBench, paidOrder, signedByHand } from './bench';

export const BILL = 'alipay.data.dataservice.bill.downloadurl.query';

/** The day on which benches begin. */
export const DAY = '2026-11-24';

/** A bench whose day is over, and the merchant of that day. */
export interface Settled {
  readonly bench: Bench;
  readonly kit: MerchantKit;
}

/** A day with two payments and two refunds of the first, and the next morning at nine. */
export async function settledDay(wish: BenchWish = {}): Promise<Settled> {
  const bench = await openBench(wish);
  const kit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
  await paidOrder(bench, kit, { out_trade_no: 'B_1', subject: '茶,壶 "一"', store_id: 'S1', operator_id: 'O1' });
  await bench.clock.advance(HOUR_MS);
  await paidOrder(bench, kit, { out_trade_no: 'B_2', total_amount: '0.83' });
  for (const [number, refund_amount] of [
    ['R_1', '28.50'],
    ['R_2', '0.01'],
  ]) {
    await bench.clock.advance(SECOND_MS);
    const refund = { out_trade_no: 'B_1', out_request_no: number, refund_amount, refund_reason: '退一部分' };
    await call(bench, signedByHand(kit, 'alipay.trade.refund', refund));
  }
  await bench.clock.advanceTo(Date.parse('2026-11-25T09:00:00+08:00'));
  return { bench, kit };
}

export const asked = ({ bench, kit }: Settled, content: object) => call(bench, signedByHand(kit, BILL, content));

export const fetched = ({ bench }: Settled, url: string) => bench.network.receive(bench.provider, new Request(url));

/** The files of a bill by name, as text. */
export async function filesOf(settled: Settled, content: object): Promise<Record<string, string>> {
  const { body } = await asked(settled, content);
  const response = await fetched(settled, body['bill_download_url'] ?? '');
  assert.equal(response.status, 200);
  const entries = unpacked(new Uint8Array(await response.arrayBuffer()));
  return Object.fromEntries(entries.map(({ name, content: bytes }) => [name, decodeText(bytes, 'gbk')]));
}
