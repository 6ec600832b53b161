import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { MINUTE_MS, SECOND_MS } from '../../../kernel/time';
import { openSimBench, type Reply, type SimBench } from '../../sim-profile/tests/bench';
import { type Ecny, ecny } from '..';

let on: SimBench<Ecny>;
const reset = async () => {
  on = await openSimBench(ecny);
};
const codeOf = ({ body }: Reply) => body['code'];
const byCode = (outTradeNo: string, payerCode: string, more: Record<string, unknown> = {}) =>
  on.client.order(outTradeNo, { present: 'PAYER_CODE', payerCode, ...more });

describe('a payer’s code of e-CNY', () => {
  beforeEach(reset);

  it('has 19 digits that begin with 01, and anything else is not taken (EC-01)', async () => {
    for (let i = 0; i < 50; i += 1) assert.match(on.provider.showCode('li-na', 'pays').code, /^01\d{17}$/);
    const { code } = on.provider.showCode('li-na', 'pays');
    for (const wrong of [
      code.slice(1),
      `${code}0`,
      `02${code.slice(2)}`,
      `0${code.slice(2)}`,
      ` ${code}`,
      Number(code),
      `62${code.slice(2)}`,
    ])
      assert.equal(codeOf(await byCode('C1', wrong as string)), 'PARAM_ERROR', String(wrong));
    assert.equal(codeOf(await byCode('C1', '0100320229316139647')), 'CODE_UNKNOWN');
    assert.equal((await byCode('C2', code)).body['state'], 'SUCCESS');
  });

  it('serves one order, for at most a minute (EC-09)', async () => {
    const first = on.provider.showCode('li-na', 'pays').code;
    assert.equal(codeOf(await byCode('C1', first)), 'SUCCESS');
    assert.equal(codeOf(await byCode('C2', first)), 'CODE_USED');
    assert.equal(codeOf(await on.other.order('C1', { present: 'PAYER_CODE', payerCode: first })), 'CODE_USED');
    const late = on.provider.showCode('li-na', 'pays').code;
    await on.clock.advance(60 * SECOND_MS);
    const edge = on.provider.showCode('li-na', 'pays').code;
    assert.equal(codeOf(await byCode('C3', late)), 'SUCCESS');
    await on.clock.advance(60 * SECOND_MS + 1);
    assert.equal(codeOf(await byCode('C4', edge)), 'CODE_EXPIRED');
    assert.equal(on.provider.ledger.balance('payer:li-na'), -25_700n);
  });

  it('asks its payer where the wallet wants it, and comes to nothing when nobody answers', async () => {
    const asking = on.provider.showCode('li-na', 'needs-password').code;
    assert.equal((await byCode('C1', asking)).body['state'], 'PAYING');
    assert.equal((await byCode('C1', asking)).body['state'], 'PAYING');
    assert.equal(await on.pay('C1', 'wang-wei'), 'wrong-payer');
    assert.equal(await on.pay('C1'), undefined);
    const silent = on.provider.showCode('li-na', 'never-confirms').code;
    await byCode('C2', silent);
    await on.clock.advance(61 * SECOND_MS);
    assert.equal((await on.client.query('C2')).body['state'], 'FAILED');
    assert.equal(codeOf(await byCode('C2', silent)), 'ORDER_FAILED');
    const declining = on.provider.showCode('li-na', 'needs-password').code;
    await byCode('C3', declining);
    await on.provider.pay(on.trade('C3')?.credential ?? '', 'li-na', 'declined');
    assert.equal((await on.client.query('C3')).body['state'], 'FAILED');
  });

  it('that fails leaves the order open for another code', async () => {
    const poor = on.provider.showCode('li-na', 'insufficient-balance').code;
    assert.equal(codeOf(await byCode('C1', poor)), 'INSUFFICIENT');
    assert.equal(codeOf(await byCode('C1', poor)), 'INSUFFICIENT');
    const good = on.provider.showCode('wang-wei', 'pays').code;
    assert.equal((await byCode('C1', good)).body['state'], 'SUCCESS');
  });

  it('is shown on the wallet’s page, as text and as a picture', async () => {
    const address = 'https://wallet.ecny-sim.example/sim/payment-code';
    const form = (body: Record<string, string>) => ({
      method: 'POST',
      headers: { 'accept-language': 'en', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(body).toString(),
    });
    const shown = await (
      await on.provider.fetch(new Request(address, form({ payer: 'li-na', behaviour: 'needs-password' })))
    ).text();
    const [, code = ''] = /data-fact="payer-code">(01\d{17})</.exec(shown) ?? [];
    assert.equal((await byCode('C1', code)).body['state'], 'PAYING');
    const asked = await (await on.provider.fetch(new Request(`${address}?payer=li-na`))).text();
    assert.match(asked, new RegExp(`code=${on.trade('C1')?.credential}`));
    assert.equal((await on.provider.fetch(new Request(address, form({ payer: 'nobody' })))).status, 400);
  });
});

describe('wallets of any operator', () => {
  beforeEach(reset);

  it('pay alike; merchants are told the operator and a number with stars (EC-02, EC-12)', async () => {
    const operators = new Set<unknown>();
    for (const person of ['li-na', 'wang-wei', 'zhao-min']) {
      await on.client.order(person);
      assert.equal(await on.pay(person, person), undefined);
      const { payerWalletId, payerOperator } = (await on.client.query(person)).body;
      operators.add(payerOperator);
      assert.match(String(payerWalletId), new RegExp(`^${payerOperator}\\d\\*{8}\\d{4}$`));
    }
    assert.deepEqual([...operators].sort(), ['002', '003', '008']);
  });

  it('that are frozen or closed pay nothing, and the order stays payable', async () => {
    await on.client.order('W1');
    on.provider.wallets.change('li-na', { state: 'frozen' });
    assert.equal(await on.pay('W1'), 'account-frozen');
    on.provider.wallets.change('li-na', { state: 'closed' });
    assert.equal(await on.pay('W1'), 'account-closed');
    assert.equal(await on.pay('W1', 'wang-wei'), undefined);
  });

  it('get their refunds back; one that was closed does not, and the refund ends FAILED (EC-05)', async () => {
    await on.client.order('W1');
    await on.pay('W1');
    on.provider.wallets.change('li-na', { state: 'closed' });
    assert.equal((await on.client.refund('W1', 'R1', 100)).body['state'], 'PROCESSING');
    await on.clock.advance(MINUTE_MS);
    const failed = (await on.client.queryRefund('R1')).body;
    assert.deepEqual([failed['state'], failed['failure']], ['FAILED', 'WALLET_CLOSED']);
    assert.deepEqual(
      on.notices.map(({ body }) => body['event']),
      ['ORDER.SUCCESS', 'REFUND.FAILED'],
    );
    assert.equal(on.provider.ledger.balance('payer:li-na'), -12_850n);
    on.provider.wallets.change('li-na', { state: 'open' });
    assert.equal((await on.client.refund('W1', 'R2', 12_850)).body['state'], 'PROCESSING');
    await on.clock.advance(MINUTE_MS);
    assert.equal((await on.client.queryRefund('R2')).body['state'], 'SUCCESS');
    assert.equal(on.provider.ledger.balance('payer:li-na'), 0n);
  });
});

describe('a sub-wallet that was pushed to a platform', () => {
  beforeEach(reset);
  const pay = (outTradeNo: string, subWalletToken: string, userId = 'user-7', more: Record<string, unknown> = {}) =>
    on.client.order(outTradeNo, { present: 'SUBWALLET_PUSH', subWalletToken, userId, ...more });

  it('pays small amounts at once, and asks for larger ones', async () => {
    const { token } = on.provider.subWallets.push('li-na', on.client.kit.appId, 'user-7');
    assert.equal((await pay('S1', token)).body['state'], 'SUCCESS');
    assert.equal((await pay('S2', token, 'user-7', { amount: 50_000 })).body['state'], 'SUCCESS');
    assert.equal((await pay('S3', token, 'user-7', { amount: 50_001 })).body['state'], 'PAYING');
    assert.equal((await pay('S3', token, 'user-7', { amount: 50_001 })).body['state'], 'PAYING');
    assert.equal(await on.pay('S3'), undefined);
    assert.equal(on.provider.ledger.balance('payer:li-na'), -112_851n);
  });

  it('counts for its platform and its user alone, until it is taken back (EC-08)', async () => {
    const { token } = on.provider.subWallets.push('li-na', on.client.kit.appId, 'user-7');
    assert.equal(codeOf(await pay('S1', token, 'user-8')), 'TOKEN_REFUSED');
    assert.equal(
      codeOf(
        await pay(
          'S2',
          token.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        ),
      ),
      'TOKEN_REFUSED',
    );
    const elsewhere = { present: 'SUBWALLET_PUSH', subWalletToken: token, userId: 'user-7' };
    assert.equal(codeOf(await on.other.order('S1', elsewhere)), 'TOKEN_REFUSED');
    assert.equal(codeOf(await pay('S3', 'no-token')), 'PARAM_ERROR');
    on.provider.subWallets.revoke(token);
    assert.equal(codeOf(await pay('S4', token)), 'TOKEN_REFUSED');
    assert.equal(on.provider.ledger.balance('payer:li-na'), 0n);
  });

  it('is pushed and taken back on the wallet’s page', async () => {
    const address = 'https://wallet.ecny-sim.example/sim/sub-wallets';
    const post = async (body: Record<string, string>) => {
      const headers = { 'accept-language': 'en', 'content-type': 'application/x-www-form-urlencoded' };
      const init = { method: 'POST', headers, body: new URLSearchParams(body).toString() };
      const response = await on.provider.fetch(new Request(address, init));
      return { status: response.status, text: await response.text() };
    };
    const wish = { payer: 'li-na', appId: on.client.kit.appId, userId: 'user-7' };
    const [, token = ''] = /data-fact="token">([0-9a-f]{32})</.exec((await post(wish)).text) ?? [];
    assert.equal((await pay('S1', token)).body['state'], 'SUCCESS');
    assert.match((await post({ revoke: token })).text, /Nothing was pushed/);
    assert.equal(codeOf(await pay('S2', token)), 'TOKEN_REFUSED');
    for (const wrong of [{ payer: 'nobody' }, { appId: 'app0' }, { userId: '<b>' }])
      assert.equal((await post({ ...wish, ...wrong })).status, 400);
  });
});
