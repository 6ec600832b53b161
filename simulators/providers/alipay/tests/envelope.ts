import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { readAnswer, signedObject } from '../answers';
import { type Body, envelopeKey, envelopeText, type Seal } from '../envelope';
import { verify } from '../signature';
import { openBench } from './bench';

const METHOD = 'alipay.trade.query';
const KEY = envelopeKey(METHOD);

/** How each client cuts the signed text out of an answer, restated from the sheet's table (1.5). */
const CUTS: Readonly<Record<string, (text: string) => string | undefined>> = {
  NODE: (text) => {
    const rest = text.slice(text.indexOf(`${KEY}"`) + KEY.length + 1);
    const head = rest.slice(0, rest.lastIndexOf('"sign"'));
    return head.slice(head.indexOf('{'), head.lastIndexOf('}') + 1);
  },
  'JAVA, EASY': (text) => {
    const object = signedObject(text, KEY);
    const rest = text.slice(text.indexOf(KEY) + KEY.length + 2 + (object?.length ?? 0));
    return rest.includes(KEY) ? undefined : object;
  },
  PHP2: (text) => {
    const end = text.includes('"alipay_cert_sn"') ? '"alipay_cert_sn"' : '"sign"';
    return text.slice(text.indexOf(KEY) + KEY.length + 2, text.lastIndexOf(end) - 1);
  },
  FZL: (text) => {
    const start = text.indexOf('{', text.indexOf(KEY));
    let depth = 0;
    for (let i = start; i < text.length; i += 1) {
      if (text[i] === '{') depth += 1;
      if (text[i] === '}' && --depth === 0) return text.slice(start, i + 1);
    }
    return undefined;
  },
  GOP: (text) => {
    const end = text.includes(',"alipay_cert_sn":') ? ',"alipay_cert_sn":' : ',"sign":';
    return text.slice(text.indexOf('_response":') + 11, text.indexOf(end));
  },
  SMW: (text) => signedObject(text, KEY),
};

/** PY knows no certificate mode: the signature must follow the object at once. */
const cutPy = (text: string) => {
  const start = /"[a-zA-z_]+_response"\s*:\s*\{/.exec(text);
  const [end] = [...text.matchAll(/\}\s*,\s*"sign"\s*:\s*"/g)].slice(-1);
  return start && end ? text.slice(start.index + start[0].length - 1, end.index + 1) : undefined;
};

const NASTY = [
  '{',
  '}',
  '"sign":"x"',
  `"${KEY}":{"code":"10000"}`,
  KEY,
  ',"sign":',
  ',"alipay_cert_sn":"f"',
  'error_response',
  '\\',
  '\\"',
  '\u0000',
  '\ud800',
  '\u2028',
  '</script>',
  '茶',
  '&amp;',
];

const PLAIN = { noNullPrototype: true } as const;

describe('Alipay: the envelope of answers', () => {
  let seals: readonly Seal[];

  before(async () => {
    const { provider } = await openBench();
    const signer = provider.signers.active();
    const seal = { signer, signType: 'RSA2', charset: 'utf-8' } as const;
    seals = [
      { ...seal, withCertificate: false },
      { ...seal, withCertificate: true },
    ];
  });

  it('signs what every client cuts out, whatever the values say (traps 22 and 23, A7)', () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...NASTY), fc.string()), { maxLength: 4 });
    const value = text.map((pieces) => pieces.join(''));
    const list = fc.array(fc.record({ amount: value, fund_channel: value }, PLAIN), { maxLength: 2 });
    const body = fc.record({ code: value, sub_msg: value, out_trade_no: value, fund_bill_list: list }, PLAIN);
    fc.assert(
      fc.property(body, (content: Body) => {
        for (const seal of seals) {
          const answer = envelopeText(METHOD, content, seal);
          const signature = /"sign":"([A-Za-z0-9+/=]+)"\}$/.exec(answer)?.[1] ?? '';
          const cuts = seal.withCertificate ? CUTS : { ...CUTS, PY: cutPy };
          const objects = new Set(Object.values(cuts).map((cut) => cut(answer)));
          assert.equal(
            objects.size,
            1,
            [...Object.entries(cuts)].map(([who, cut]) => `${who}: ${cut(answer)}`).join('\n'),
          );
          const [object = ''] = objects;
          assert.ok(seal.signer && verify(object, signature, seal.signer.publicKey, 'RSA2'));
          assert.deepEqual(JSON.parse(object), content);
          assert.deepEqual(JSON.parse(answer)[KEY], content);
          assert.equal(/[\r\n]|^\s|^\ufeff/.test(answer), false);
        }
      }),
      { seed: 20261124, numRuns: 25 },
    );
  });

  it('reads as signed only what the signature covers, and nothing that stands beside it (trap 23)', () => {
    const [seal] = seals;
    assert.ok(seal?.signer);
    const signers = [seal.signer];
    const read = (text: string) => readAnswer(Buffer.from(text), METHOD, 'RSA2', signers, 'utf-8');
    const genuine = envelopeText(METHOD, { code: '10000', trade_status: 'WAIT_BUYER_PAY' }, seal);
    const forged = `"${KEY}":{"code":"10000","trade_status":"TRADE_SUCCESS"}`;
    assert.equal(read(genuine).valid, true);
    for (const text of [
      `{${forged},${genuine.slice(1)}`,
      genuine.replace(',"sign"', `,${forged},"sign"`),
      `${genuine.slice(0, -1)},${forged}}`,
      `${genuine.slice(0, -1)},${forged.replace('a', '\\u0061')}}`,
    ]) {
      assert.notEqual(read(text).valid, true, text);
    }
  });

  it('has a root for every method name, and the old one where there is none', () => {
    assert.equal(envelopeKey('alipay.trade.fastpay.refund.query'), 'alipay_trade_fastpay_refund_query_response');
    for (const name of [undefined, '', 'a b', '"', 'x'.repeat(129), '方法']) {
      assert.equal(envelopeKey(name), 'error_response');
    }
  });
});
