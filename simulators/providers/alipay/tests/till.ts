import type { CodeBehaviour } from '../../engine/payer-codes';
import type { MerchantKit } from '../enrolment';
import type { Scene } from '../wallet-codes';
import { type Bench, call, DIRECT, NOTIFY_URL, openBench, type Reply, signedByHand, type Values } from './bench';

/** Alipay with one merchant who reads payers' codes. */
export async function openTill(settings: Values = {}) {
  const bench = await openBench({ settings });
  const kit: MerchantKit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
  const method = (name: string, content: object) =>
    call(bench, signedByHand(kit, `alipay.trade.${name}`, content, { notify_url: NOTIFY_URL }));
  const show = (behaviour: CodeBehaviour = 'pays', payer = 'li-na', scene?: Scene) =>
    bench.provider.showCode(payer, behaviour, scene).code;
  const read = (out_trade_no: string, auth_code: string, more: object = {}) =>
    method('pay', { out_trade_no, auth_code, scene: 'bar_code', total_amount: '128.50', subject: '一壶龙井', ...more });
  return { bench, kit, method, show, read };
}

/** How a request ended: the code of a refusal, else the code of the answer. */
export const outcome = ({ body }: Reply) => body['sub_code'] ?? body['code'];

/** Troubles that nobody foresaw at several benches. */
export const troublesOf = (benches: readonly Bench[]) => benches.flatMap(({ troubles }) => troubles);
