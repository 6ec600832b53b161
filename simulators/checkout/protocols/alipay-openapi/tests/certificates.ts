import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { fiveYears, mintCertificate } from '../../../../kernel/certificates';
import { pem, processMint, type RsaKeyPair } from '../../../../kernel/keys';
import { DAY_MS, signingNow } from '../../../../kernel/time';
import { AlipayOpenApi } from '..';
import { APPLICATION, type Bench, failed, NOTICE, noticeBody, openBench, PAYMENT, readNotice, SUCCESS } from './bench';

describe('Alipay for the checkout: certificates', () => {
  let bench: Bench;
  let protocol: AlipayOpenApi;

  before(async () => {
    bench = await openBench();
  });
  after(() => bench.gateway.close());
  beforeEach(() => {
    bench.gateway.answers.clear();
    bench.gateway.calls.length = 0;
    protocol = bench.keyMode();
  });

  const read = (body: string) => readNotice(protocol, body);

  const ROOT = 'C=CN, O=Test, OU=Authority, CN=Root';
  const CLASS = 'C=CN, O=Test, OU=Authority, CN=Class 2';
  let root: RsaKeyPair;
  let authority: RsaKeyPair;
  let files: { readonly root: string; readonly issuer: string };
  let serial = 0x2000000000000000n;

  async function certificate(
    subject: string,
    subjectKey: RsaKeyPair,
    issuer = CLASS,
    issuerKey = authority,
    more = {},
  ) {
    serial += 1n;
    const request = {
      subject,
      issuer,
      serial: serial.toString(16),
      subjectKey,
      issuerKey,
      ...fiveYears(signingNow()),
      ...more,
    };
    const { pem: text } = await mintCertificate(request);
    const parsed = new X509Certificate(text);
    const names = parsed.issuer.split('\n').reverse().join(',');
    const sn = createHash('md5')
      .update(`${names}${BigInt(`0x${parsed.serialNumber}`)}`)
      .digest('hex');
    return { text, sn, key: subjectKey };
  }
  const ALIPAY = 'C=CN, O=Test, CN=Alipay';
  const content = ({ text }: { text: string }, chain = files.issuer) => ({
    body: { ...SUCCESS, alipay_cert_content: Buffer.from(`${text}${chain}`).toString('base64') },
  });
  const ABSENT = failed('ACQ.TRADE_NOT_EXIST');
  const DOWNLOAD = 'alipay.open.app.alipaycert.download';

  before(async () => {
    [root, authority] = [await processMint.rsa('test/root'), await processMint.rsa('test/authority')];
    const [top, issuer] = [
      await certificate(ROOT, root, ROOT, root, { authority: true }),
      await certificate(CLASS, authority, ROOT, root, { authority: true }),
    ];
    files = { root: top.text, issuer: issuer.text };
  });

  async function certificateMode() {
    const known = await certificate(ALIPAY, bench.gateway.key);
    const own = await certificate('C=CN, O=Test, CN=2021000000000001', bench.app);
    protocol = new AlipayOpenApi({
      baseUrl: bench.gateway.origin,
      appId: APPLICATION,
      privateKey: pem.privatePkcs8(bench.app),
      keyType: 'PKCS8',
      appCert: own.text,
      alipayCert: `${known.text}${files.issuer}`,
      alipayRootCert: files.root,
    });
    return { known, own };
  }

  it('names its certificates, and learns a new one of Alipay’s once (trap 26, B18)', async () => {
    const { known, own } = await certificateMode();
    const fresh = await certificate(ALIPAY, bench.stranger);
    bench.gateway.script(
      'alipay.trade.query',
      { ...ABSENT, certSn: known.sn },
      { ...ABSENT, certSn: fresh.sn, key: fresh.key },
    );
    bench.gateway.script(DOWNLOAD, { ...content(fresh), certSn: fresh.sn, key: fresh.key });
    for (let i = 0; i < 3; i += 1) assert.equal((await protocol.query(PAYMENT)).kind, 'absent');
    assert.deepEqual(
      bench.gateway.calls.map(({ method }) => method?.split('.').at(-1)),
      ['query', 'query', 'download', 'query'],
    );
    assert.ok(bench.gateway.calls.every((call) => call['app_cert_sn'] === own.sn && call['alipay_root_cert_sn']));
    assert.ok((await read(noticeBody(NOTICE, fresh.key))).ok);
    assert.ok((await read(noticeBody(NOTICE, known.key))).ok);
  });

  it('takes no certificate that is not Alipay’s under the same root', async () => {
    const { known } = await certificateMode();
    const expired = { notBefore: signingNow() - 3 * DAY_MS, notAfter: signingNow() - DAY_MS };
    const others = [
      await certificate('C=CN, O=Test, CN=2021000000000009', bench.stranger),
      await certificate(ALIPAY, bench.stranger, ALIPAY, bench.stranger),
      await certificate(ALIPAY, bench.stranger, CLASS, bench.stranger),
      await certificate(ALIPAY, bench.stranger, CLASS, authority, { authority: true }),
      await certificate(ALIPAY, bench.stranger, CLASS, authority, expired),
    ];
    for (const other of others) {
      bench.gateway.script('alipay.trade.query', { ...ABSENT, certSn: other.sn, key: other.key });
      bench.gateway.script(DOWNLOAD, { ...content(other), certSn: other.sn, key: other.key });
      assert.equal((await protocol.query(PAYMENT)).kind, 'unanswered');
      assert.equal((await read(noticeBody(NOTICE, other.key))).ok, false);
    }
    const fresh = await certificate(ALIPAY, bench.stranger);
    for (const download of [
      content(known),
      content(fresh, ''),
      failed('isv.alipay-cert-not-exist', '40002'),
      { body: SUCCESS },
    ]) {
      bench.gateway.script('alipay.trade.query', { ...ABSENT, certSn: fresh.sn, key: fresh.key });
      bench.gateway.script(DOWNLOAD, { ...download, certSn: fresh.sn, key: fresh.key });
      assert.equal((await protocol.query(PAYMENT)).kind, 'unanswered');
    }
  });

  it('takes notices that name the certificate, whether its number was signed or not', async () => {
    const { known } = await certificateMode();
    bench.gateway.script(DOWNLOAD, failed('isv.alipay-cert-not-exist', '40002'));
    const named = { alipay_cert_sn: known.sn };
    assert.ok((await read(noticeBody({ ...NOTICE, ...named }, bench.gateway.key))).ok);
    assert.ok((await read(noticeBody(NOTICE, bench.gateway.key, named))).ok);
    const unknown = { alipay_cert_sn: 'f'.repeat(32) };
    assert.equal((await read(noticeBody({ ...NOTICE, ...unknown }, bench.gateway.key))).ok, false);
    assert.equal((await read(noticeBody(NOTICE, bench.gateway.key, unknown))).ok, false);
  });

  it('asks for the current certificate when a notice does not fit', async () => {
    const { known } = await certificateMode();
    const fresh = await certificate(ALIPAY, bench.stranger);
    const asked = { body: { ...SUCCESS, alipay_cert_content: '' }, certSn: fresh.sn, key: fresh.key };
    bench.gateway.script(DOWNLOAD, asked, { ...content(fresh), certSn: fresh.sn, key: fresh.key });
    assert.ok((await read(noticeBody(NOTICE, fresh.key))).ok);
    assert.equal(bench.gateway.calls[0]?.['biz_content'], JSON.stringify({ alipay_cert_sn: known.sn }));
  });
});
