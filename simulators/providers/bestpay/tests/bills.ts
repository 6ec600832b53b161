import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../kernel/time';
import { type Bench, back, openBench, paidOrder, post, sealed, signedCall, WEB } from './bench';

const ASK = '/sim/reconciliation';

describe('BestPay: the file for reconciliation, a profile of this project', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
    await paidOrder(bench, 'B1', '12850');
    await back(bench, 'B1', 'BACK1', '50').refund();
    await bench.clock.advance(MINUTE_MS);
  });
  const ask = (billDate: string) =>
    signedCall(bench, ASK, { merchantId: bench.merchant.merchantId, billDate }, ['merchantId', 'billDate']);
  const fetchFile = async (fileId: string) =>
    bench.network.receive(bench.provider, new Request(`${WEB}${ASK}/file?${new URLSearchParams({ fileId })}`));

  it('is not there before its time', async () => {
    assert.equal((await ask('20261124')).errorCode, 'SIM0002');
    await bench.clock.advance(15 * HOUR_MS);
    assert.equal((await ask('20261124')).errorCode, 'SIM0001');
    assert.equal((await ask('20261199')).errorCode, 'BE199999');
  });

  it('has every movement of the day, a digest that is signed, and says whose profile it is', async () => {
    await bench.clock.advance(9 * HOUR_MS);
    const { result } = await ask('20261124');
    const { merchantId, billDate, fileId = '', sha256 } = result ?? {};
    const values = {
      merchantId: merchantId ?? '',
      billDate: billDate ?? '',
      fileId: fileId ?? '',
      sha256: sha256 ?? '',
    };
    assert.equal(result?.['sign'], sealed(values, Object.keys(values), bench.merchant.key));
    const file = await fetchFile(fileId ?? '');
    assert.equal(file.headers.get('x-sim-profile'), 'bestpay-sim-profile/0');
    const text = await file.text();
    assert.equal(createHash('sha256').update(text).digest('hex'), sha256);
    const [mark, , columns, payment, refund, sums] = text.split('\n');
    assert.match(mark ?? '', /^#bestpay-sim-profile\/0 .*not a file of BestPay$/);
    assert.equal(columns, 'merchantId,type,orderNo,refundReqNo,ourTransNo,amountFen,feeFen,completedAt');
    assert.match(payment ?? '', /^043\d{12},PAY,B1,,20261124\d{14},12850,77,2026-11-24 09:00:00$/);
    assert.match(refund ?? '', /^043\d{12},REFUND,B1,BACK1,20261124\d{14},50,0,2026-11-24 09:00:30$/);
    assert.equal(sums, '#payments=1,12850,refunds=1,50');
  });

  it('can be fetched for half a minute, by nobody who guesses', async () => {
    const { result } = await ask('20261124');
    const fileId = result?.['fileId'] ?? '';
    assert.equal((await fetchFile(fileId)).status, 200);
    assert.equal((await fetchFile(`${fileId.slice(0, -1)}x`)).status, 404);
    await bench.clock.advance(MINUTE_MS);
    assert.equal((await fetchFile(fileId)).status, 404);
  });

  it('can be had at once where somebody closes the day, and only by its merchant', async () => {
    const other = await openBench();
    other.provider.closeDay('2026-11-24');
    const { merchantId } = other.merchant;
    const values = { merchantId, billDate: '20261124' };
    assert.equal((await signedCall(other, ASK, values, ['merchantId', 'billDate'])).success, true);
    const body = new URLSearchParams({ ...values, mac: 'x' }).toString();
    const refused = await post(other, `${WEB}${ASK}`, body);
    assert.equal(((await refused.json()) as { errorCode: string }).errorCode, 'BE300001');
    await other.clock.advance(DAY_MS);
  });
});
