import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import { HOUR_MS } from '../../../kernel/time';
import { decrypt } from '../encryption';
import { type Bench, isSigned, openBench, opened, type Reply } from './bench';
import { order, query } from './calls';

const WAVE = 25;

/** The serials that a client learns when it asks for certificates. */
async function publishedTo(bench: Bench): Promise<Set<string>> {
  const { json } = await bench.call(bench.direct, 'GET', '/v3/certificates');
  const serials = json.data.map((entry: { encrypt_certificate: Parameters<typeof decrypt>[0] }) => {
    const certificate = decrypt(entry.encrypt_certificate, bench.direct.apiV3Key);
    return new X509Certificate(certificate ?? '').serialNumber;
  });
  return new Set(serials);
}

/** A merchant that orders much at once, keeps each answer, and knows only the certificates that it has asked for. */
class BusyMerchant {
  readonly known = new Set<string>();
  readonly numbers: string[] = [];
  answers = 0;

  constructor(readonly bench: Bench) {}

  async wave(): Promise<void> {
    const numbers = Array.from({ length: WAVE }, (_, i) => `BUSY-${this.numbers.length + i}`);
    this.numbers.push(...numbers);
    await Promise.all(numbers.map((number) => this.#sell(number)));
  }

  async #sell(number: string): Promise<void> {
    const placed = await this.bench.call(
      this.bench.direct,
      'POST',
      '/v3/pay/transactions/native',
      order(this.bench, number),
    );
    await this.#verify(placed);
    assert.equal(await this.bench.provider.pay(placed.json.code_url, 'li-na', 'paid'), undefined);
    await this.#verify(await query(this.bench, number));
  }

  /** A serial that it has not met makes it ask for certificates, as the official clients do. */
  async #verify(reply: Reply): Promise<void> {
    assert.equal(reply.status, 200, reply.text);
    assert.ok(isSigned(this.bench.provider, reply));
    const serial = reply.headers.get('wechatpay-serial') ?? '';
    if (!this.known.has(serial)) for (const each of await publishedTo(this.bench)) this.known.add(each);
    assert.ok(this.known.has(serial), `${serial} is published`);
    this.answers += 1;
  }
}

describe('rotation under load', () => {
  it('loses nothing: every answer and every notice verifies with a certificate that is published', async () => {
    const bench = await openBench();
    const { provider, clock, shop } = bench;
    const serials: string[] = [];
    // Every notice is heard at its second attempt only, so that rotations come between the attempts.
    const tried = new Set<string>();
    shop.reply = () => {
      const { headers, text } = shop.heard.at(-1) ?? { headers: new Headers(), text: '{}' };
      const serial = headers.get('wechatpay-serial') ?? '';
      assert.ok(
        provider.signers.certificates().some((each) => each.serial === serial),
        'published when it was sent',
      );
      const { id } = JSON.parse(text);
      const again = tried.has(id);
      tried.add(id);
      return new Response(null, { status: again ? 204 : 500 });
    };
    const merchant = new BusyMerchant(bench);
    for (let round = 0; round < 3; round += 1) {
      await Promise.all([merchant.wave(), provider.rotateKeys(false), merchant.wave()]);
      await Promise.all([merchant.wave(), provider.rotateKeys(true), clock.settle()]);
      serials.push(provider.signers.active().serial);
      await merchant.wave();
    }
    await clock.advance(HOUR_MS);
    const sold = merchant.numbers.length;
    assert.deepEqual([sold, merchant.answers], [12 * WAVE, 24 * WAVE]);
    assert.equal(new Set(serials).size, 3, 'three certificates came into use');
    assert.ok(shop.heard.every((heard) => isSigned(provider, heard)));
    assert.equal(shop.heard.length, 2 * sold);
    const told = shop.heard.map((heard) => opened(heard, bench.direct.apiV3Key).content.out_trade_no);
    assert.deepEqual(new Set(told), new Set(merchant.numbers), 'every order was told');
    assert.equal(provider.ledger.balance(`payee:${bench.direct.mchid}`), 12850n * BigInt(sold));
    assert.deepEqual(bench.troubles, []);
  });
});
