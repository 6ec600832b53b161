import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { signRsa } from '../../../kernel/keys';
import { encodeText, formText } from '../../charset';
import type { MerchantKit } from '../enrolment';
import {
  type Bench,
  call,
  DIRECT,
  encoded,
  isSealed,
  openBench,
  privateKeyOf,
  type RawRequest,
  readReply,
  send,
  sendRaw,
  signatureOf,
  signedByHand,
  type Values,
} from './bench';

const PRECREATE = 'alipay.trade.precreate';
let orders = 0;
function order(): Values {
  orders += 1;
  return { out_trade_no: `LAYOUT_${orders}`, total_amount: '1.00', subject: '一壶龙井' };
}

/** Splits parameters as a client does: these names in the query, the others in the body. */
function split(values: Values, inQuery: readonly string[]): { query: Values; body: Values } {
  const entries = Object.entries(values);
  const pick = (wanted: boolean) => Object.fromEntries(entries.filter(([name]) => inQuery.includes(name) === wanted));
  return { query: pick(true), body: pick(false) };
}

const COMMON = ['app_id', 'method', 'charset', 'sign_type', 'timestamp', 'version', 'format', 'notify_url', 'sign'];
const EXTRAS = { format: 'json', alipay_sdk: 'some-sdk', notify_url: 'https://shop.example/n' };

const BOUNDARY = 'BOUNDARY';
const part = (head: string, value: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n${value}\r\n`;
const multipart = (values: Values, files: string): RawRequest => ({
  headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  body: `${Object.entries(values)
    .map(([name, value]) => part(`name="${name}"`, value))
    .join('')}${files}--${BOUNDARY}--\r\n`,
});

/** How each client lays a request on the wire (sheet 1.2). */
const LAYOUTS: Readonly<Record<string, (signed: Values) => RawRequest>> = {
  'common parameters in the query, the others in the body (NODE, JAVA, PHP2, PY, EASY)': (signed) => {
    const { query, body } = split(signed, COMMON);
    return { query: encoded(query), body: encoded(body) };
  },
  'everything in the query of a GET (FZL, pages)': (signed) => ({ query: encoded(signed) }),
  'everything in the body (SMW)': (signed) => ({ body: encoded(signed) }),
  'charset in the query, everything in the body, charset again (GOP)': (signed) => ({
    query: 'charset=utf-8',
    body: encoded(signed),
  }),
  'multipart with a file that nobody signs (NODE with files)': (signed) => {
    const { query, body } = split(signed, COMMON);
    const file = part('name="image"; filename="a name=\\"sign\\".png"', '\0\x01--BOUND');
    return { query: encoded(query), ...multipart(body, file) };
  },
  'the same parameter twice with one value': (signed) => ({ query: encoded(signed), body: encoded(signed) }),
};

describe('Alipay: the layouts of requests', () => {
  let bench: Bench;
  let kit: MerchantKit;

  before(async () => {
    bench = await openBench({ sockets: true });
    kit = await bench.provider.enrolDirect(DIRECT, { mode: 'key' });
  });
  after(async () => {
    await bench.close();
    assert.deepEqual(bench.troubles, []);
  });

  const codeOf = async (request: RawRequest): Promise<string | undefined> => {
    const { body } = await readReply(await sendRaw(bench, request));
    return body['sub_code'] ?? body['code'];
  };

  for (const [layout, lay] of Object.entries(LAYOUTS)) {
    it(`takes ${layout}`, async () => {
      const reply = await readReply(await sendRaw(bench, lay(signedByHand(kit, PRECREATE, order(), EXTRAS))));
      assert.equal(reply.body['code'], '10000');
      assert.ok(isSealed(bench, kit, reply));
      // A parameter that was added on the way is part of what must be signed.
      const { sign, ...unsigned } = signedByHand(kit, PRECREATE, order(), EXTRAS);
      assert.equal(await codeOf(lay({ ...unsigned, sign: sign ?? '', prod_code: 'X' })), 'isv.invalid-signature');
    });
  }

  it('takes a request target in absolute form (PY)', async () => {
    const { query, body } = split(signedByHand(kit, PRECREATE, order()), COMMON);
    const text = encoded(body);
    const { host, port } = new URL(bench.origin);
    const answer = await new Promise<string>((resolve, reject) => {
      const pieces: Buffer[] = [];
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          `POST http://openapi.alipay.com/gateway.do?${encoded(query)} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n` +
            `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
        );
      });
      socket.on('data', (piece) => pieces.push(piece));
      socket.on('end', () => resolve(Buffer.concat(pieces).toString('utf8')));
      socket.on('error', reject);
    });
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.match(answer, /"alipay_trade_precreate_response":\{"code":"10000"/);
  });

  it('takes empty values, whether they were signed or not, and says which it was', async () => {
    const { sign: leftOut, ...values } = signedByHand(kit, PRECREATE, order(), { notify_url: '' });
    const text = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
    const signed = signRsa(text.map(([name, value]) => `${name}=${value}`).join('&'), privateKeyOf(kit));
    assert.notEqual(leftOut, signed);
    for (const sign of [leftOut ?? '', signed])
      assert.equal((await call(bench, { ...values, sign })).body['code'], '10000');
    const seen = bench.history.events().flatMap(({ facts }) => facts['emptyValues'] ?? []);
    assert.deepEqual(seen, ['left-out', 'signed']);
  });

  it('takes biz_content byte for byte: spaces, escapes, order and numbers as the caller wrote them', async () => {
    const text = `{ "subject" : "\\u4e00\\u58f6 \\"\\/\\"" ,\n\t"total_amount":9.00, "out_trade_no": "SPACES_1" }`;
    assert.equal((await call(bench, signedByHand(kit, PRECREATE, text))).body['code'], '40004');
    const clean = text.replace('\\/', '');
    assert.equal((await call(bench, signedByHand(kit, PRECREATE, clean))).body['code'], '10000');
    const trade = bench.provider.book.byOutTradeNo(kit.app.pid, 'SPACES_1');
    assert.deepEqual([trade?.description, trade?.amountFen], ['一壶 ""', 900]);
    const long = '{"out_trade_no":202611240900001234567890,"total_amount":"1.00","subject":"x"}';
    assert.equal(
      (await call(bench, signedByHand(kit, PRECREATE, long))).body['out_trade_no'],
      '202611240900001234567890',
    );
  });

  it('takes and answers GBK, named in any case', async () => {
    for (const charset of ['GBK', 'gbk']) {
      const { sign: _utf8, ...values } = signedByHand(kit, PRECREATE, order(), { charset });
      const entries = Object.entries(values);
      const bytes = encodeText(
        entries
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map((pair) => pair.join('='))
          .join('&'),
        'gbk',
      );
      const sign = signRsa(bytes, privateKeyOf(kit));
      const body = formText([...entries, ['sign', sign]], 'gbk');
      const response = await sendRaw(bench, { body });
      assert.equal(response.headers.get('content-type'), 'text/html;charset=GBK');
      assert.match(new TextDecoder('gbk').decode(await response.arrayBuffer()), /"code":"10000"/);
      const unsigned = await sendRaw(bench, { body: body.replace('LAYOUT', 'LAYOUX') });
      const text = new TextDecoder('gbk').decode(await unsigned.arrayBuffer());
      assert.match(text, /验签出错.*\\"subject\\":\\"一壶龙井/);
    }
    for (const charset of ['UTF-8', 'utf-8', 'Utf-8']) {
      assert.equal((await call(bench, signedByHand(kit, PRECREATE, order(), { charset }))).body['code'], '10000');
    }
  });

  it('takes SHA-1 signatures from old applications only, and answers as it was asked', async () => {
    const old = await bench.provider.enrolDirect({ ...DIRECT, owner: 'merchant:other' }, { mode: 'key', legacy: true });
    const sha1 = { sign_type: 'RSA' };
    const reply = await call(bench, signedByHand(old, PRECREATE, order(), sha1));
    assert.equal(reply.body['code'], '10000');
    assert.equal(isSealed(bench, old, reply), false);
    const refused = await call(bench, signedByHand(kit, PRECREATE, order(), sha1));
    assert.equal(refused.body['sub_code'], 'isv.invalid-signature-type');
    assert.ok(isSealed(bench, kit, refused));
  });

  it('lets the query win where query and body disagree, as a setting (traps 4 and 5)', async () => {
    const wins = async (rule: string, ...[query, body]: [Values, Values]) => {
      const strict = await openBench({ settings: { conflictingParameters: rule } });
      const own = await strict.provider.enrolDirect(DIRECT, { mode: 'key' });
      const values = { ...signedByHand(own, PRECREATE, order()), ...body };
      const signed = { ...values, sign: signatureOf(own, { ...values, ...(rule === 'body-wins' ? body : query) }) };
      const answer = await readReply(await send(strict, query, { ...signed, ...body }));
      return answer.body['sub_code'] ?? answer.body['code'];
    };
    const conflict: [Values, Values] = [{ charset: 'UTF-8' }, { charset: 'utf-8' }];
    assert.equal(await wins('query-wins', ...conflict), '10000');
    assert.equal(await wins('body-wins', ...conflict), '10000');
    assert.equal(await wins('refused', ...conflict), 'isv.invalid-signature');
    // What the client signed with the body's spelling does not fit the query's.
    const values = signedByHand(kit, PRECREATE, order());
    const reply = await readReply(await send(bench, { charset: 'UTF-8' }, values));
    assert.equal(reply.body['sub_code'], 'isv.invalid-signature');

    const strict = await openBench({ settings: { charsetInQuery: 'strict' } });
    const own = await strict.provider.enrolDirect(DIRECT, { mode: 'key' });
    const hidden = await call(strict, signedByHand(own, PRECREATE, order()));
    assert.equal(hidden.body['sub_code'], 'isv.invalid-signature');
    assert.match(hidden.body['sub_msg'] ?? '', /charset/);
    const shown = await readReply(await send(strict, { charset: 'utf-8' }, signedByHand(own, PRECREATE, order())));
    assert.equal(shown.body['code'], '10000');
  });
});
