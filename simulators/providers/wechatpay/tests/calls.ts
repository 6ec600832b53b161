import type { CodeBehaviour } from '../../engine/payer-codes';
import type { Bench, Reply } from './bench';
import type { Caller } from './by-hand';

type Json = Readonly<Record<string, unknown>>;

export const H5_SCENE = { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } };

/** The body of an order as a direct merchant sends it. */
export const order = (bench: Bench, number: string, more: Json = {}): Json => ({
  appid: bench.direct.appid,
  mchid: bench.direct.mchid,
  description: '一壶龙井',
  out_trade_no: number,
  notify_url: 'https://shop.example/notify',
  amount: { total: 12850, currency: 'CNY' },
  ...more,
});

/** The body of an order as a service provider sends it for its first sub-merchant. */
export const partnerOrder = (bench: Bench, number: string, more: Json = {}): Json => {
  const { appid: _, mchid: __, ...rest } = order(bench, number);
  const { partner } = bench;
  return { sp_appid: partner.appid, sp_mchid: partner.mchid, sub_mchid: partner.subs[0], ...rest, ...more };
};

/** The body of a payment with a payer's code as a direct merchant sends it. */
export const codeOrder = (bench: Bench, number: string, code: string, more: Json = {}): Json => {
  const { notify_url: _, ...rest } = order(bench, number);
  const scene_info = { device_id: 'POS-1', device_ip: '203.0.113.9', store_info: { id: '0001' } };
  return { ...rest, payer: { auth_code: code }, scene_info, ...more };
};

/** The same, with a fresh code of a payer who behaves so. */
export const byCode = (bench: Bench, number: string, behaviour: CodeBehaviour, more: Json = {}): Json =>
  codeOrder(bench, number, bench.provider.showCode('li-na', behaviour).code, more);

/** The same as a service provider sends it for its first sub-merchant. */
export const partnerCodeOrder = (bench: Bench, number: string, code: string): Json => {
  const { appid: _, mchid: __, ...rest } = codeOrder(bench, number, code);
  const { partner } = bench;
  return { sp_appid: partner.appid, sp_mchid: partner.mchid, sub_mchid: partner.subs[0], ...rest };
};

/** One of the orders of a combined order: 128.50 yuan for the direct merchant, or for whom `more` says. */
export const subOrder = (bench: Bench, number: string, more: Json = {}): Json => ({
  mchid: bench.direct.mchid,
  out_trade_no: number,
  description: '一壶龙井',
  amount: { total_amount: 12850, currency: 'CNY' },
  ...more,
});

/** A combined order of the direct merchant for two orders of its own. */
export const combinedOrder = (bench: Bench, number: string, more: Json = {}): Json => ({
  combine_appid: bench.direct.appid,
  combine_mchid: bench.direct.mchid,
  combine_out_trade_no: number,
  notify_url: 'https://shop.example/notify',
  sub_orders: [
    subOrder(bench, `${number}-A`, { attach: '桌号 7' }),
    subOrder(bench, `${number}-B`, { description: '两只茶杯', amount: { total_amount: 3000, currency: 'CNY' } }),
  ],
  ...more,
});

/** A combined order of the service provider for both of its sub-merchants. */
export const combinedPartnerOrder = (bench: Bench, number: string, more: Json = {}): Json => {
  const { appid, mchid, subs } = bench.partner;
  return combinedOrder(bench, number, {
    combine_appid: appid,
    combine_mchid: mchid,
    sub_orders: subs.map((sub_mchid, i) => subOrder(bench, `${number}-${i}`, { mchid, sub_mchid })),
    ...more,
  });
};

/** Orders what one payment pays for, as the direct merchant or somebody else. */
export const combine = (bench: Bench, product: string, body: unknown, caller: Caller = bench.direct): Promise<Reply> =>
  bench.call(caller, 'POST', `/v3/combine-transactions/${product}`, body);

/** Asks after a combined order. */
export const combinedQuery = (bench: Bench, number: string, caller: Caller = bench.direct): Promise<Reply> =>
  bench.call(caller, 'GET', `/v3/combine-transactions/out-trade-no/${number}`);

/** Closes a combined order that names what its body named. */
export const combinedClose = (bench: Bench, body: Json, caller: Caller = bench.direct): Promise<Reply> => {
  const { combine_appid, combine_out_trade_no, sub_orders } = body;
  const named = (sub_orders as Json[]).map(({ mchid, out_trade_no }) => ({ mchid, out_trade_no }));
  const target = `/v3/combine-transactions/out-trade-no/${combine_out_trade_no}/close`;
  return bench.call(caller, 'POST', target, { combine_appid, sub_orders: named });
};

/** The body of a refund of an order of 128.50 yuan. */
export const refund = (number: string, refundNumber: string, fen: number, more: Json = {}): Json => ({
  out_trade_no: number,
  out_refund_no: refundNumber,
  notify_url: 'https://shop.example/refund',
  amount: { refund: fen, total: 12850, currency: 'CNY' },
  ...more,
});

/** Orders by native as the direct merchant, has it paid, and gives the code. */
export async function paid(bench: Bench, number: string, payer = 'li-na'): Promise<string> {
  const { json } = await bench.call(bench.direct, 'POST', '/v3/pay/transactions/native', order(bench, number));
  const refusal = await bench.provider.pay(json.code_url, payer, 'paid');
  if (refusal !== undefined) throw new Error(`the bench could not pay ${number}: ${refusal}`);
  return json.code_url;
}

const DIRECT = '/v3/pay/transactions';
const PARTNER = '/v3/pay/partner/transactions';

/** An order of the direct merchant. */
export const place = (bench: Bench, product: string, body: unknown): Promise<Reply> =>
  bench.call(bench.direct, 'POST', `${DIRECT}/${product}`, body);

/** An order of the service provider. */
export const placeAsPartner = (bench: Bench, product: string, body: unknown): Promise<Reply> =>
  bench.call(bench.partner, 'POST', `${PARTNER}/${product}`, body);

/** The direct merchant asks after its order. */
export const query = (bench: Bench, number: string): Promise<Reply> =>
  bench.call(bench.direct, 'GET', `${DIRECT}/out-trade-no/${number}?mchid=${bench.direct.mchid}`);

/** What a refusal says, for comparison. */
export const refusal = ({ status, json }: Reply): unknown[] => [status, json.code, json.message];
