import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { MINUTE_MS } from '../kernel/time';
import { openTestDay, type TestDay } from './test-day';

const PROVIDER = 'bestpay';

/** A provider whose only way to close an order gives back what is paid: the payer may pay at that very moment. */
describe('closing where closing would give money back', () => {
  let day: TestDay;
  before(async () => {
    day = await openTestDay('void-race');
  });
  after(async () => {
    assert.deepEqual(day.world.troubles, []);
    await day.close();
  });

  /** An order that waits for its payer at the provider's cashier. */
  async function waiting() {
    const { checkout, network, providers } = day.world;
    const provider = providers.get(PROVIDER);
    const { orderNo } = await day.order('tea-house', 500, PROVIDER);
    const attempt = checkout.service.store.order(orderNo)?.attempts.at(-1);
    assert.ok(provider && attempt?.handOff?.type === 'form');
    const { url, fields } = attempt.handOff;
    await network.receive(provider, new Request(url, { method: 'POST', body: new URLSearchParams(fields) }));
    const { attemptNo, route, createdAt: numberedAt } = attempt;
    const reference = { attemptNo, payee: route.payee, numberedAt };
    const trade = () => provider.book.byOutTradeNo(route.payee, attemptNo);
    return { orderNo, provider, reference, trade, protocol: checkout.service.protocol(PROVIDER) };
  }

  it('leaves a paid order paid', async () => {
    const { provider, reference, trade, protocol } = await waiting();
    await provider.pay(trade()?.credential ?? '', 'li-na', 'paid');
    assert.equal((await protocol.close(reference)).kind, 'paid');
    assert.deepEqual([trade()?.status, trade()?.refunds.length], ['paid', 0]);
  });

  it('sells nothing to a payer who pays between the question and the call, and keeps nothing of his money', async () => {
    const { orderNo, provider, reference, trade, protocol } = await waiting();
    const paying = new Promise<void>((resolve) => {
      const stop = day.world.history.subscribe(({ type, by, kind }) => {
        if (type !== 'answer' || by !== PROVIDER || kind !== 'payment.query') return;
        stop();
        void provider.pay(trade()?.credential ?? '', 'li-na', 'paid').then(() => resolve());
      });
    });
    const closing = protocol.close(reference);
    await paying;
    assert.equal((await closing).kind, 'closed');
    await day.world.clock.advance(MINUTE_MS);
    assert.equal(trade()?.refunds[0]?.status, 'success');
    assert.equal(trade()?.refunds[0]?.amountFen, 500);
    assert.equal((await protocol.query(reference)).kind, 'closed');
    // Its notice is genuine, and came again once it was known what had become of the payment.
    const order = day.world.checkout.service.store.order(orderNo);
    assert.deepEqual([order?.status, order?.keptAttempt], ['open', undefined]);
  });
});
