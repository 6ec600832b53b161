import assert from 'node:assert/strict';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { type Certificate, fiveYears, mintCertificate } from '../../../kernel/certificates';
import { KeyMint, pem, type RsaKeyPair, signRsa } from '../../../kernel/keys';
import type { Fen } from '../../../kernel/money';
import { HOUR_MS, signingNow } from '../../../kernel/time';
import type { RefundRef, StartRequest } from '../protocol';
import { WechatPayV3 } from '.';

const API_V3_KEY = 'k'.repeat(32);
const PUBLIC_KEY_ID = 'PUB_KEY_ID_0000000000000000000000000000001';
const NOW = Date.parse('2026-11-24T09:00:00+08:00');
const PAYMENT = { attemptNo: 'A-0001', payee: '1600000001' };
const REFUND: RefundRef = {
  ...PAYMENT,
  refundNo: 'R-1',
  amountFen: 100 as Fen,
  totalFen: 12850 as Fen,
  notifyUrl: 'https://pay.example/notify',
};
const START: StartRequest = {
  ...PAYMENT,
  product: 'native',
  amountFen: 12850 as Fen,
  description: '一壶龙井',
  payBy: NOW + HOUR_MS,
  notifyUrl: 'https://pay.example/notify',
  returnUrl: 'https://pay.example/return?order=1&x=a b',
  payerIp: '203.0.113.7',
  now: NOW,
};
const PAID = {
  sp_appid: 'wx1',
  sp_mchid: '1900000001',
  sub_mchid: PAYMENT.payee,
  out_trade_no: PAYMENT.attemptNo,
  trade_state: 'SUCCESS',
  transaction_id: '4200000001',
  success_time: '2026-11-24T09:00:00+08:00',
  amount: { total: 12850, payer_total: 12850 },
};

/** What the gateway answers next. */
interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  /** The serial that it names; the usual one otherwise. */
  readonly serial?: string;
  /** How far its date is off, in seconds. */
  readonly skew?: number;
  readonly unsigned?: boolean;
  /** What becomes of the signing headers on their way. */
  readonly turned?: (headers: Record<string, string>) => Record<string, string>;
  /** Sent instead of a body, and never signed. */
  readonly file?: Buffer;
}

const now = (skew = 0) => String(Math.floor(signingNow() / 1000) + skew);

function seal(plaintext: string, aad: string, key = API_V3_KEY) {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(aad));
  const bytes = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { algorithm: 'AEAD_AES_256_GCM', nonce, associated_data: aad, ciphertext: bytes.toString('base64') };
}

/** What a platform must get right with WeChat Pay, against a gateway that is made here (sheet 9 and 10b). */
describe('the adapter of WeChat Pay', () => {
  const mint = new KeyMint();
  let server: Server;
  let merchant: RsaKeyPair;
  let keys: Record<string, RsaKeyPair>;
  let certificates: Certificate[];
  let published: Certificate[];
  let answers: Answer[] = [];
  let asked: Array<{ line: string; body: string }> = [];

  before(async () => {
    merchant = await mint.rsa('merchant');
    const pairs = await Promise.all(['old', 'new', 'public'].map((role) => mint.rsa(role)));
    const [old = merchant, fresh = merchant, key = merchant] = pairs;
    const certificate = (subjectKey: RsaKeyPair, serial: string) =>
      mintCertificate({
        subject: 'CN=x',
        issuer: 'CN=x',
        serial,
        subjectKey,
        issuerKey: old,
        ...fiveYears(signingNow()),
      });
    certificates = await Promise.all([certificate(old, '5A01'), certificate(fresh, '5A02')]);
    published = certificates;
    keys = { [certificates[0]?.serial ?? '']: old, [certificates[1]?.serial ?? '']: fresh, [PUBLIC_KEY_ID]: key };
    server = createServer(
      (request, response) =>
        void reply(request).then(({ status, headers, text }) => response.writeHead(status, headers).end(text)),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => server.close());
  after(() => server.closeAllConnections());

  const signed = (
    body: string,
    { serial = certificates[0]?.serial ?? '', skew = 0 }: Answer = {},
  ): Record<string, string> => {
    const [timestamp, nonce] = [now(skew), randomBytes(8).toString('hex')];
    const signature = signRsa(`${timestamp}\n${nonce}\n${body}\n`, (keys[serial] ?? merchant).privateKey);
    return {
      'Wechatpay-Timestamp': timestamp,
      'Wechatpay-Nonce': nonce,
      'Wechatpay-Serial': serial,
      'Wechatpay-Signature': signature,
    };
  };

  async function reply(request: IncomingMessage) {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    asked.push({ line: `${request.method} ${request.url}`, body: Buffer.concat(pieces).toString('utf8') });
    const data = published.map(({ serial, pem: text }) => ({
      serial_no: serial,
      encrypt_certificate: seal(text, 'certificate'),
    }));
    const answer = request.url === '/v3/certificates' ? { body: { data } } : (answers.shift() ?? { status: 500 });
    const { status = 200, body, file, turned = (as) => as, unsigned = status >= 400 } = answer as Answer;
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = unsigned || file ? {} : turned(signed(text, answer));
    return { status, text: file ?? text, headers: { 'Content-Type': 'application/json', ...headers } };
  }

  /** An adapter that knows the old certificate and the public key. */
  const adapter = (...next: Answer[]) => {
    answers = next;
    asked = [];
    published = certificates;
    return new WechatPayV3({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      appid: 'wx1',
      mchid: PAID.sp_mchid,
      merchantSerial: '4C01',
      merchantPrivateKey: pem.privatePkcs8(merchant),
      apiV3Key: API_V3_KEY,
      platformKeys: {
        [certificates[0]?.serial ?? '']: certificates[0]?.pem ?? '',
        [PUBLIC_KEY_ID]: pem.publicSpki(keys[PUBLIC_KEY_ID] ?? merchant),
      },
    });
  };
  const refusal = (status: number, code: string): Answer => ({ status, body: { code, message: code } });

  it('orders for the merchant, in whole fen, the same again for the same attempt', async () => {
    const wechat = adapter({ body: { code_url: 'weixin://x' } }, { body: { code_url: 'weixin://y' } });
    const first = await wechat.start(START);
    assert.deepEqual(first, {
      kind: 'ready',
      handOff: { type: 'qr', content: 'weixin://x', until: NOW + 2 * HOUR_MS },
    });
    await wechat.start(START);
    const [one, two] = asked;
    assert.deepEqual(one, two);
    const { sp_mchid, sub_mchid, amount, time_expire } = JSON.parse(one?.body ?? '{}');
    assert.deepEqual(
      [sp_mchid, sub_mchid, amount.total, time_expire],
      [PAID.sp_mchid, PAYMENT.payee, 12850, '2026-11-24T10:00:00+08:00'],
    );
  });

  it('leaves an h5 address as it is, but for the encoded way back', async () => {
    const h5_url = 'https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1&package=1';
    const result = await adapter({ body: { h5_url } }).start({ ...START, product: 'h5' });
    assert.ok(result.kind === 'ready' && result.handOff.type === 'redirect');
    assert.equal(JSON.parse(asked[0]?.body ?? '{}').scene_info.payer_client_ip, START.payerIp);
    assert.equal(
      result.handOff.url,
      `${h5_url}&redirect_url=https%3A%2F%2Fpay.example%2Freturn%3Forder%3D1%26x%3Da%20b`,
    );
  });

  it('reads every state for what it is: refunded is paid, unpaid is open, unknown is open', async () => {
    const read = async (view: object) =>
      (await adapter({ body: { ...PAID, new_member: { a: 1 }, ...view } }).query(PAYMENT)).kind;
    assert.equal(await read({}), 'paid');
    assert.equal(await read({ trade_state: 'REFUND' }), 'paid');
    for (const trade_state of ['NOTPAY', 'USERPAYING', 'PAYERROR', 'ACCEPT', 'SOMETHING_NEW']) {
      assert.equal(await read({ trade_state, transaction_id: undefined }), 'open');
    }
    assert.equal(await read({ trade_state: 'CLOSED' }), 'closed');
    assert.equal(await read({ success_time: '2026-11-24T09:00:00' }), 'unanswered', 'a time without zone is no time');
    assert.equal(await read({ amount: { total: 128.5 } }), 'unanswered');
  });

  it('takes only what is verified for an answer, also without a body', async () => {
    const spoilt: Answer[] = [{ unsigned: true }, { skew: 302 }, { skew: -302 }, { serial: '5AFF' }];
    for (const how of spoilt) {
      assert.equal((await adapter({ body: PAID, ...how }).query(PAYMENT)).kind, 'unanswered', JSON.stringify(how));
      assert.equal((await adapter({ status: 204, ...how }).close(PAYMENT)).kind, 'unanswered', JSON.stringify(how));
    }
    assert.deepEqual(await adapter({ status: 204 }).close(PAYMENT), { kind: 'closed' });
    assert.equal(
      (await adapter({ body: PAID, serial: PUBLIC_KEY_ID }).query(PAYMENT)).kind,
      'paid',
      'either kind of key',
    );
  });

  it('takes no answer whose signing headers were spoilt on their way, and the next one as ever', async () => {
    const over = (serial: string | undefined, text: string) =>
      signRsa(text, (keys[serial ?? ''] ?? merchant).privateKey);
    const withSignature = (signature: string) => (as: Record<string, string>) => ({
      ...as,
      'Wechatpay-Signature': signature,
    });
    const spoilt: Record<string, NonNullable<Answer['turned']>> = {
      // Sheet 9, no. 1: probes, and other text that no decoder of base64 takes.
      'a probe': withSignature('WECHATPAY/SIGNTEST/abcdef'),
      'no base64': withSignature('%%'),
      // Sheet 9, no. 9: what a proxy takes away or mixes up.
      'signature and serial in each other’s place': (as) => ({
        ...as,
        'Wechatpay-Serial': as['Wechatpay-Signature'] ?? '',
        'Wechatpay-Signature': as['Wechatpay-Serial'] ?? '',
      }),
      // Sheet 8.2: a serial is the same text or another key.
      'a serial in small letters': (as) => ({ ...as, 'Wechatpay-Serial': as['Wechatpay-Serial']?.toLowerCase() ?? '' }),
      // Sheet 9, no. 11.
      milliseconds: (as) => {
        const [timestamp, serial] = [`${as['Wechatpay-Timestamp']}000`, as['Wechatpay-Serial']];
        const signature = over(serial, `${timestamp}\n${as['Wechatpay-Nonce']}\n\n`);
        return { ...as, 'Wechatpay-Timestamp': timestamp, 'Wechatpay-Signature': signature };
      },
      'no line for an empty body': (as) =>
        withSignature(over(as['Wechatpay-Serial'], `${as['Wechatpay-Timestamp']}\n${as['Wechatpay-Nonce']}\n`))(as),
    };
    for (const name of Object.keys(signed(''))) spoilt[`without ${name}`] = ({ [name]: _, ...rest }) => rest;
    for (const [what, turned] of Object.entries(spoilt)) {
      const wechat = adapter({ status: 204, turned }, { status: 204 });
      assert.equal((await wechat.close(PAYMENT)).kind, 'unanswered', what);
      assert.equal((await wechat.close(PAYMENT)).kind, 'closed', what);
    }
  });

  it('takes a bill file without a signature, but no other bytes, and no unsigned word on where it is', async () => {
    // Sheet 9, no. 2.
    const sums = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
    const file = Buffer.from(`\uFEFF交易时间\r\n${sums}\r\n\`0.0,\`0.00,\`0.00,\`0.00,\`0.00000,\`0.00,\`0.00\r\n`);
    const hash_value = createHash('sha1').update(file).digest('hex');
    const download_url = 'https://api.mch.weixin.qq.com/v3/billdownload/file?token=t';
    const body = { hash_type: 'SHA1', hash_value, download_url };
    assert.deepEqual(await adapter({ body }, { file }).bill('2026-11-24'), { kind: 'ready', rows: [] });
    assert.equal(asked[1]?.line, 'GET /v3/billdownload/file?token=t');
    const other = await adapter({ body }, { file: Buffer.concat([file, Buffer.from('\r\n')]) }).bill('2026-11-24');
    assert.ok(other.kind === 'unusable' && other.why === 'hash-differs');
    assert.equal((await adapter({ body, unsigned: true }, { file }).bill('2026-11-24')).kind, 'unanswered');
  });

  it('fetches a certificate that an answer names, and asks again', async () => {
    const serial = certificates[1]?.serial ?? '';
    const wechat = adapter({ body: PAID, serial }, { body: PAID, serial }, { body: PAID, serial });
    assert.equal((await wechat.query(PAYMENT)).kind, 'paid');
    assert.equal((await wechat.query(PAYMENT)).kind, 'paid');
    assert.deepEqual(
      asked.map(({ line }) => line.split('?')[0]?.split('/').at(-1)),
      ['A-0001', 'certificates', 'A-0001', 'A-0001'],
    );
  });

  it('believes no certificate under another serial', async () => {
    const serial = certificates[1]?.serial ?? '';
    const wechat = adapter({ body: PAID, serial }, { body: PAID, serial });
    published = [{ ...(certificates[0] as Certificate), serial }];
    assert.equal((await wechat.query(PAYMENT)).kind, 'unanswered');
  });

  it('takes 5xx, 429, 202 and silence for no answer', async () => {
    for (const answer of [
      refusal(500, 'SYSTEM_ERROR'),
      refusal(429, 'FREQUENCY_LIMITED'),
      refusal(503, 'SERVICE_UNAVAILABLE'),
      { status: 202, body: {} },
    ]) {
      assert.equal((await adapter(answer).start(START)).kind, 'unanswered');
      assert.equal((await adapter(answer).refund(REFUND)).kind, 'unanswered');
      assert.equal((await adapter(answer).query(PAYMENT)).kind, 'unanswered');
    }
  });

  it('takes a payer who is still asked for the password for neither a failure nor a payment', async () => {
    // Sheet 9, no. 8: told with 202.
    const body = { ...PAID, trade_state: 'USERPAYING', transaction_id: undefined, success_time: undefined };
    assert.deepEqual(await adapter({ status: 202, body }).query(PAYMENT), { kind: 'open' });
  });

  it('understands codes with and without underscores', async () => {
    for (const code of ['ORDER_NOT_EXIST', 'ORDERNOTEXIST']) {
      assert.deepEqual(await adapter(refusal(404, code)).query(PAYMENT), { kind: 'absent' });
      assert.deepEqual(await adapter(refusal(404, code)).close(PAYMENT), { kind: 'closed' });
    }
    for (const code of ['ORDER_PAID', 'ORDERPAID', 'TRADE_ERROR', 'RULELIMIT']) {
      assert.deepEqual(await adapter(refusal(400, code)).close(PAYMENT), { kind: 'paid' });
    }
    // Sheet 9, no. 7: a number that stands for another order is refused in one of two ways.
    for (const [status, code] of [
      [403, 'OUT_TRADE_NO_USED'],
      [400, 'INVALID_REQUEST'],
    ] as const) {
      assert.deepEqual(await adapter(refusal(status, code)).start(START), { kind: 'refused', code });
    }
  });

  it('sends the merchant number in the query of a query and in the body of a close', async () => {
    const wechat = adapter({ body: PAID }, { status: 204 });
    await wechat.query(PAYMENT);
    await wechat.close(PAYMENT);
    const [query, close] = asked;
    assert.match(query?.line ?? '', /\?sp_mchid=1900000001&sub_mchid=1600000001$/);
    assert.deepEqual(JSON.parse(close?.body ?? ''), { sp_mchid: '1900000001', sub_mchid: '1600000001' });
  });

  it('takes a refund for done only when it is; its total stays the order’s', async () => {
    const kinds: Record<string, string> = {
      PROCESSING: 'accepted',
      SUCCESS: 'done',
      ABNORMAL: 'abnormal',
      CLOSED: 'refused',
      NEW: 'accepted',
    };
    for (const [status, kind] of Object.entries(kinds)) {
      assert.equal((await adapter({ body: { status } }).refund(REFUND)).kind, kind, status);
      assert.deepEqual(JSON.parse(asked[0]?.body ?? '').amount, { refund: 100, total: 12850, currency: 'CNY' });
      assert.equal((await adapter({ body: { status } }).queryRefund(REFUND)).kind, kind, status);
    }
    assert.deepEqual(await adapter(refusal(403, 'NOT_ENOUGH')).refund(REFUND), { kind: 'refused', code: 'NOT_ENOUGH' });
    assert.deepEqual(await adapter(refusal(404, 'RESOURCE_NOT_EXISTS')).queryRefund(REFUND), { kind: 'absent' });
  });

  describe('notices', () => {
    const body = (
      content: object,
      event = 'TRANSACTION.SUCCESS',
      resource = seal(JSON.stringify(content), 'transaction'),
    ) => JSON.stringify({ id: 'n-1', event_type: event, resource_type: 'encrypt-resource', resource });
    const read = (text: string, headers: Record<string, string> = signed(text)) =>
      adapter().readNotice({ headers: new Headers(headers), body: text });
    const reasonOf = async (...given: Parameters<typeof read>) => {
      const reading = await read(...given);
      return reading.ok ? 'believed' : reading.reason;
    };

    it('are believed when signed by either kind of key, whatever order their members have', async () => {
      for (const serial of [certificates[0]?.serial ?? '', PUBLIC_KEY_ID]) {
        const text = body({ ...PAID, more: 1 });
        const reading = await read(text, signed(text, { serial }));
        assert.ok(reading.ok && reading.content.kind === 'paid');
        assert.deepEqual(
          [reading.noticeId, reading.content.amountFen, reading.content.payee],
          ['n-1', 12850, PAYMENT.payee],
        );
      }
      const spaced = JSON.stringify(JSON.parse(body(PAID)), null, 2);
      assert.equal(await reasonOf(spaced, signed(spaced)), 'believed');
    });

    it('are not believed when changed, rewritten, dated otherwise, unsigned or signed by somebody else', async () => {
      const text = body(PAID);
      assert.equal(await reasonOf(text.replace('n-1', 'n-2'), signed(text)), 'signature does not fit');
      assert.equal(await reasonOf(JSON.stringify(JSON.parse(text), null, 1), signed(text)), 'signature does not fit');
      for (const skew of [-302, 302]) assert.equal(await reasonOf(text, signed(text, { skew })), 'stale');
      for (const timestamp of ['now', `${now()}000`]) {
        assert.equal(await reasonOf(text, { ...signed(text), 'Wechatpay-Timestamp': timestamp }), 'stale');
      }
      const { 'Wechatpay-Serial': serial = '', 'Wechatpay-Signature': signature = '', ...rest } = signed(text);
      const swapped = { ...rest, 'Wechatpay-Serial': signature, 'Wechatpay-Signature': serial };
      assert.equal(await reasonOf(text, swapped), 'unknown key');
      assert.equal(await reasonOf(text, signed(text, { serial: '5AFF' })), 'unknown key');
      assert.equal(await reasonOf(text, { ...signed(text), 'Wechatpay-Serial': 'constructor' }), 'unknown key');
      for (const signature of ['WECHATPAY/SIGNTEST/abcdef', '%%', 'c2ln']) {
        assert.equal(
          await reasonOf(text, { ...signed(text), 'Wechatpay-Signature': signature }),
          'signature does not fit',
        );
      }
      for (const name of Object.keys(signed(text))) {
        const { [name]: _, ...rest } = signed(text);
        assert.equal(await reasonOf(text, rest), 'unsigned', name);
      }
    });

    it('are not read when tag, associated data, algorithm or key of the content do not fit', async () => {
      const content = JSON.stringify(PAID);
      const good = seal(content, 'transaction');
      const bytes = Buffer.from(good.ciphertext, 'base64');
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
      const spoilt = [
        { ...good, ciphertext: bytes.toString('base64') },
        { ...good, associated_data: 'refund' },
        { ...good, algorithm: 'AEAD_AES_128_GCM' },
        { ...good, ciphertext: '' },
        seal(content, 'transaction', 'x'.repeat(32)),
      ];
      for (const resource of spoilt) {
        const text = body(PAID, 'TRANSACTION.SUCCESS', resource);
        assert.match(await reasonOf(text, signed(text)), /^unreadable/);
      }
      const empty = body(PAID, 'TRANSACTION.SUCCESS', seal(content, ''));
      assert.equal(await reasonOf(empty, signed(empty)), 'believed', 'nothing need be associated');
    });

    it('do not make a payment of what they call unpaid or closed, whatever their event is called', async () => {
      for (const state of ['NOTPAY', 'CLOSED']) {
        const reading = await read(body({ ...PAID, trade_state: state }));
        assert.ok(reading.ok && reading.content.kind === 'nothing-new', state);
      }
    });

    it('are not believed when they are another service provider’s', async () => {
      const text = body({ ...PAID, sp_mchid: '1900000002' });
      assert.match(await reasonOf(text), /1900000002/);
    });

    it('of a new certificate are believed once it was fetched', async () => {
      const text = body(PAID);
      assert.equal(await reasonOf(text, signed(text, { serial: certificates[1]?.serial })), 'believed');
      assert.deepEqual(
        asked.map(({ line }) => line),
        ['GET /v3/certificates'],
      );
    });

    it('of refunds say what became of the money; other events say nothing', async () => {
      const states: Record<string, string> = { SUCCESS: 'done', ABNORMAL: 'abnormal', CLOSED: 'failed' };
      for (const [refund_status, state] of Object.entries(states)) {
        const content = { ...PAID, out_refund_no: 'R-1', refund_status, amount: { refund: 100, total: 12850 } };
        const reading = await read(body(content, `REFUND.${refund_status}`));
        assert.ok(reading.ok && reading.content.kind === 'refund');
        assert.deepEqual([reading.content.state, reading.content.amountFen], [state, 100]);
      }
      const other = await read(body(PAID, 'PAYSCORE.USER_OPEN_SERVICE'));
      assert.ok(other.ok && other.content.kind === 'nothing-new');
      const odd = await read(
        body({ ...PAID, out_refund_no: 'R-1', refund_status: 'NEW', amount: { refund: 1 } }, 'REFUND.NEW'),
      );
      assert.ok(odd.ok && odd.content.kind === 'nothing-new');
    });

    it('are thanked for with 204, and refused with an error that the gateway understands', async () => {
      const refused = adapter().noticeAnswer(false);
      assert.deepEqual([adapter().noticeAnswer(true).status, refused.status], [204, 400]);
      assert.deepEqual(await refused.json(), { code: 'FAIL', message: '失败' });
    });
  });
});
