import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BODY_LIMIT_BYTES } from '../../../network/message';
import { sealDocument } from '../container';
import type { Members } from '../xml';
import { type Bench, FORM, ORDER, openBench, paidOrder, REFUND } from './bench';

const send = (bench: Bench, path: string, body: string | Uint8Array<ArrayBuffer>, method = 'POST') =>
  bench.network.receive(
    bench.provider,
    new Request(`https://paygate.jd.com${path}`, method === 'GET' ? { method } : { method, body }),
  );

/** Members that are not what the sheet says, each with what it is refused with. */
const BAD: ReadonlyArray<readonly [Readonly<Record<string, string>>, string]> = [
  [{ version: 'V1.0' }, 'JPGT100006'],
  [{ tradeNum: '' }, 'JPGT100005'],
  [{ tradeNum: 'a'.repeat(33) }, 'JPGT100006'],
  [{ tradeNum: 'a b' }, 'JPGT100006'],
  [{ tradeNum: '订单' }, 'JPGT100006'],
  [{ tradeName: '茶'.repeat(129) }, 'JPGT100006'],
  [{ tradeName: 'a\u0007b' }, 'JPGT100006'],
  [{ tradeTime: '2026-11-24' }, 'JPGT100006'],
  [{ tradeTime: '20260230000000' }, 'JPGT100006'],
  [{ amount: '' }, 'JPGT100005'],
  [{ amount: '0' }, 'JPGT100006'],
  [{ amount: '-1' }, 'JPGT100006'],
  [{ amount: '+1' }, 'JPGT100006'],
  [{ amount: '1.5' }, 'JPGT100006'],
  [{ amount: '1e3' }, 'JPGT100006'],
  [{ amount: '0x1' }, 'JPGT100006'],
  [{ amount: '01' }, 'JPGT100006'],
  [{ amount: ' 1' }, 'JPGT100006'],
  [{ amount: '１' }, 'JPGT100006'],
  [{ amount: '9007199254740993' }, 'JPGT100006'],
  [{ amount: 'NaN' }, 'JPGT100006'],
  [{ orderType: '2' }, 'JPGT100006'],
  [{ currency: 'USD' }, 'JPGT100006'],
  [{ currency: '' }, 'JPGT100005'],
  [{ notifyUrl: '' }, 'JPGT100005'],
  [{ notifyUrl: 'javascript:alert(1)' }, 'JPGT100006'],
  [{ notifyUrl: `https://shop.example/${'a'.repeat(256)}` }, 'JPGT100006'],
  [{ expireTime: '-5' }, 'JPGT100006'],
  [{ expireTime: '0' }, 'JPGT100006'],
  [{ expireTime: '1.5' }, 'JPGT100006'],
  [{ tradeType: 'WAP' }, 'JPGT100006'],
  [{ userType: 'ME' }, 'JPGT100006'],
];

describe('bad input', () => {
  it('in a member is refused by its name, and makes no order', async () => {
    const bench = await openBench();
    for (const [change, code] of BAD) {
      const reply = await bench.call('uniorder', { ...ORDER, ...change });
      const [name = ''] = Object.keys(change);
      assert.deepEqual([reply.code, reply.desc.split(':').at(-1)], [code, name], JSON.stringify(change));
    }
    assert.deepEqual([bench.provider.book.trades(), bench.troubles], [[], []]);
  });

  it('in a form is refused the same', async () => {
    const bench = await openBench();
    for (const [change] of BAD.filter(([each]) => !('tradeType' in each))) {
      const response = await bench.post({ ...FORM, ...change });
      assert.equal(response.status, 200, JSON.stringify(change));
      assert.match(await response.text(), /<code>CASH/);
    }
    assert.deepEqual(bench.provider.book.trades(), []);
  });

  it('in a refund moves nothing', async () => {
    const bench = await paidOrder();
    const changes: Members[] = [
      { amount: '0' },
      { amount: '1.0' },
      { currency: 'USD' },
      { tradeNum: '' },
      { oTradeNum: '' },
      { notifyUrl: 'x' },
    ];
    for (const change of changes) {
      assert.match(
        (await bench.call('refund', { ...REFUND, ...change })).code,
        /^JPGT10000[56]$/,
        JSON.stringify(change),
      );
    }
    assert.equal(bench.provider.ledger.postings().length, 1);
  });

  it('instead of a document is refused with the whole of it', async () => {
    const bench = await openBench();
    const inner = [
      '<!DOCTYPE jdpay [<!ENTITY e SYSTEM "file:///etc/passwd">]><jdpay><tradeNum>&e;</tradeNum></jdpay>',
      '<jdpay><tradeNum>1</tradeNum><tradeNum>2</tradeNum></jdpay>',
      '<jdpay><tradeNum><b>1</b></tradeNum></jdpay>',
      'null',
    ];
    for (const text of inner) {
      const { code } = await bench.call('query', {}, { inner: () => text });
      assert.match(code, /^JPGT10000[01]$/, text);
    }
    const bodies = [
      '',
      'null',
      '{}',
      '<jdpay/>',
      '<jdpay><encrypt>AAAA</encrypt></jdpay>',
      '<!DOCTYPE x><jdpay/>',
      '\u0000',
    ];
    for (const body of bodies)
      assert.match(await (await send(bench, '/service/query', body)).text(), /JPGT100001/, body);
    for (const bytes of [Uint8Array.of(0xff, 0xfe, 0x3c), new Uint8Array(BODY_LIMIT_BYTES + 1)])
      assert.match(await (await send(bench, '/service/query', bytes)).text(), /JPGT100001/);
    assert.equal((await send(bench, '/service/query', '', 'GET')).status, 404);
    assert.equal((await send(bench, '/service/unknown', '')).status, 404);
    assert.deepEqual(bench.troubles, []);
  });

  it('a document that is larger than a container may be is not opened', async () => {
    const bench = await openBench();
    const large = sealDocument(bench.kit.account.desKey, `<jdpay><a>${'x'.repeat(17_000)}</a></jdpay>`);
    const outer = (body: string) => body.replace(/<encrypt>.*<\/encrypt>/, `<encrypt>${large}</encrypt>`);
    assert.equal((await bench.call('query', {}, { outer })).code, 'JPGT100001');
  });

  it('of whatever kind is answered, never trouble, and changes nothing', async () => {
    const bench = await paidOrder();
    const before = JSON.stringify(bench.provider.book.trades());
    const services = [
      'uniorder',
      'fkmPay',
      'query',
      'refund',
      'queryRefund',
      'revoke',
      'getUserRelation',
      'queryBaiTiaoFQ',
    ];
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.constantFrom('', '0', '-1', 'HARNESS0001', '&e;', '<a/>', '茶'),
    );
    const members = fc.dictionary(
      fc.constantFrom(...Object.keys({ ...ORDER, ...REFUND, token: '', tradeType: '', userId: '' })),
      text,
    );
    const broken = fc.record({ service: fc.constantFrom(...services), members, cut: fc.nat(400), flip: fc.nat(400) });
    await fc.assert(
      fc.asyncProperty(broken, async ({ service, members: given, cut, flip }) => {
        const damage = (body: string) => {
          const bytes = Buffer.from(body);
          const at = flip % bytes.length;
          bytes[at] = (bytes[at] ?? 0) ^ 1;
          return bytes.toString('latin1').slice(0, bytes.length - (cut % bytes.length));
        };
        const { response } = await bench.call(service, given, { outer: damage });
        assert.ok(response.status === 200 || response.status === 404);
      }),
      { numRuns: 150, seed: 1 },
    );
    assert.deepEqual(bench.troubles, []);
    assert.equal(JSON.stringify(bench.provider.book.trades()), before);
  });
});
