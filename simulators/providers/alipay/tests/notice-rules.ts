import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { MINUTE_MS } from '../../../kernel/time';
import type { MerchantKit } from '../enrolment';
import { noticeText, verify } from '../signature';
import { type Bench, DIRECT, openBench, paidOrder, type Values } from './bench';
import { sdkFor } from './sdk-client';

const opened: Bench[] = [];

async function bench(settings: Values = {}): Promise<{ bench: Bench; kit: MerchantKit }> {
  const fresh = await openBench({ settings });
  opened.push(fresh);
  return { bench: fresh, kit: await fresh.provider.enrolDirect(DIRECT, { mode: 'key' }) };
}

describe('Alipay: how notices are proved', () => {
  after(() =>
    assert.deepEqual(
      opened.flatMap(({ troubles }) => troubles),
      [],
    ),
  );

  it('signs sign_type, too, where a setting says so (rule V2)', async () => {
    const { bench: at, kit } = await bench({ signTypeInNotices: 'signed' });
    await paidOrder(at, kit, { out_trade_no: 'V2_1' });
    const [{ values = {} } = {}] = at.shop.heard;
    const fits = (rule: 'left-out' | 'signed') =>
      verify(
        noticeText(Object.entries(values), rule),
        values['sign'] ?? '',
        at.provider.signers.signerFor(kit.app).publicKey,
        'RSA2',
      );
    assert.deepEqual([fits('left-out'), fits('signed')], [false, true]);
    assert.equal(sdkFor(kit, at.origin).checkNotifySignV2(values), true);
    const told = at.history.events().filter(({ type, kind }) => type === 'message' && kind === 'notice.payment');
    assert.deepEqual(
      told.map(({ facts }) => facts['signature']),
      ['valid'],
    );
  });

  it('vouches for a notice until it was acknowledged, on the old host (sheet 3.5)', async () => {
    const { bench: at, kit } = await bench();
    at.shop.reply = () => new Response('not yet');
    await paidOrder(at, kit, { out_trade_no: 'VOUCH_1' });
    const id = at.shop.heard[0]?.values['notify_id'] ?? '';
    const ask = async (query: Values, origin = 'https://mapi.alipay.com') => {
      const url = `${origin}/gateway.do?${new URLSearchParams({ service: 'notify_verify', ...query })}`;
      const response = await at.network.receive(at.provider, new Request(url));
      return response.text();
    };
    const own = { partner: kit.app.pid, notify_id: id };
    assert.equal(await ask(own), 'true');
    for (const wrong of [
      { partner: '2088000000000000' },
      { notify_id: `${id}0` },
      { notify_id: '' },
      { partner: '\u0000' },
    ]) {
      assert.equal(await ask({ ...own, ...wrong }), 'false');
    }
    assert.equal(await ask({}), 'false');
    assert.match(await ask(own, 'https://openapi.alipay.com'), /isv\.missing-method/);
    assert.match(await ask({ ...own, method: 'alipay.trade.query' }), /isv\.missing-app-id/);
    at.shop.reply = () => new Response('success');
    await at.clock.advance(4 * MINUTE_MS);
    assert.equal(await ask(own), 'false');
  });
});
