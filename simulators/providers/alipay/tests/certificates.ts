import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { certificateSn, pemBlocks, rootBundleSn } from '../certificates';
import type { CertificateFiles, MerchantKit } from '../enrolment';
import { type Bench, call, DIRECT, isSealed, openBench, signedByHand } from './bench';
import { sdkFor } from './sdk-client';
import { type V3Wish, v3IsSealed, v3Send } from './v3-bench';

const QUERY = 'alipay.trade.query';
const DOWNLOAD = 'alipay.open.app.alipaycert.download';
const NOTHING = { out_trade_no: 'NOTHING' };

describe('Alipay: certificate mode', () => {
  let bench: Bench;
  let kit: MerchantKit;
  let files: CertificateFiles;

  before(async () => {
    bench = await openBench();
    kit = await bench.provider.enrolDirect(DIRECT, { mode: 'certificate' });
    if (!kit.certificates) throw new Error('certificate mode comes without certificates');
    files = kit.certificates;
  });
  after(() => assert.deepEqual(bench.troubles, []));

  it('numbers certificates and the root bundle as the SDK does', () => {
    const { config } = sdkFor(kit, bench.origin);
    assert.equal(certificateSn(files.appCert), config.appCertSn);
    assert.equal(certificateSn(files.alipayCert), config.alipayCertSn);
    assert.equal(rootBundleSn(files.alipayRootCert), config.alipayRootCertSn);
  });

  it('bundles roots as the real file does: one to skip first, a long serial, an empty line between (PHP2, FZL)', () => {
    const roots = pemBlocks(files.alipayRootCert).map((pem) => new X509Certificate(pem));
    assert.deepEqual(
      roots.map(({ publicKey }) => publicKey.asymmetricKeyType),
      ['ec', 'rsa', 'rsa'],
    );
    assert.equal(rootBundleSn(files.alipayRootCert).split('_').length, 2);
    assert.equal(files.alipayRootCert.trim().split('\n\n').length, 3);
    assert.ok(roots[2] && BigInt(`0x${roots[2].serialNumber}`) > 2n ** 128n);
    // Some clients write a serial of 128 bits or more in hexadecimal, where it would give another number.
    for (const pem of [files.appCert, files.alipayCert]) {
      assert.ok(BigInt(`0x${new X509Certificate(pem).serialNumber}`) < 2n ** 127n);
    }
  });

  it('names its certificate exactly when the request named one (A8)', async () => {
    const reply = await call(bench, signedByHand(kit, QUERY, NOTHING));
    assert.equal(reply.certSn, certificateSn(files.alipayCert));
    assert.ok(isSealed(bench, kit, reply));
    assert.match(
      reply.text,
      /^\{"alipay_trade_query_response":\{.*\},"alipay_cert_sn":"[0-9a-f]{32}","sign":"[^"]+"\}$/,
    );
    const unnamed = await call(bench, signedByHand(kit, QUERY, NOTHING, { app_cert_sn: '' }));
    assert.deepEqual([unnamed.certSn, unnamed.body['sub_code']], [undefined, 'isv.missing-app-cert-sn']);
  });

  it('hands out a new certificate with its chain before and after it signs (trap 26)', async () => {
    await bench.provider.rotateKeys(false);
    const before = await call(bench, signedByHand(kit, QUERY, NOTHING));
    assert.equal(before.certSn, certificateSn(files.alipayCert));
    await bench.provider.rotateKeys(true);
    const { certSn = '', ...after } = await call(bench, signedByHand(kit, QUERY, NOTHING));
    assert.notEqual(certSn, before.certSn);
    assert.ok(isSealed(bench, kit, { ...after, certSn }));
    for (const sn of [certSn, before.certSn]) {
      const download = await call(bench, signedByHand(kit, DOWNLOAD, { alipay_cert_sn: sn }));
      const chain = pemBlocks(Buffer.from(download.body['alipay_cert_content'] ?? '', 'base64').toString());
      const [leaf, issuer] = chain.map((pem) => new X509Certificate(pem));
      assert.ok(leaf && issuer && leaf.verify(issuer.publicKey) && chain[0]);
      assert.equal(certificateSn(chain[0]), sn);
      const roots = pemBlocks(files.alipayRootCert).map((pem) => new X509Certificate(pem));
      assert.ok(roots.some((root) => issuer.checkIssued(root) && issuer.verify(root.publicKey)));
    }
    const unknown = await call(bench, signedByHand(kit, DOWNLOAD, { alipay_cert_sn: 'f'.repeat(32) }));
    assert.equal(unknown.body['sub_code'], 'isv.alipay-cert-not-exist');
    assert.equal((await call(bench, signedByHand(kit, DOWNLOAD, {}))).body['sub_code'], 'isv.alipay-cert-not-exist');
  });

  it('answers a download without a version, as one official client sends it, unless a setting says no', async () => {
    const named = { alipay_cert_sn: certificateSn(files.alipayCert) };
    const ask = async (target: Bench, own: MerchantKit) =>
      (await call(target, signedByHand(own, DOWNLOAD, named, { version: '' }))).body;
    assert.equal((await ask(bench, kit))['code'], '10000');
    const strict = await openBench({ settings: { versionInCertificateDownload: 'required' } });
    const own = await strict.provider.enrolDirect(DIRECT, { mode: 'certificate' });
    assert.equal((await ask(strict, own))['sub_code'], 'isv.missing-version');
  });

  it('names its certificate in the HTTP style, too, and wants both of the caller’s numbers (sheet 7.2, 7.3)', async () => {
    const fresh = await openBench();
    const own = await fresh.provider.enrolDirect(DIRECT, { mode: 'certificate' });
    await fresh.provider.rotateKeys(false);
    await fresh.provider.rotateKeys(true);
    const target = '/v3/alipay/open/app/alipaycert/download';
    const { sn } = fresh.provider.signers.active();
    const reply = await v3Send(fresh, own, { target, body: JSON.stringify({ alipay_cert_sn: sn }) });
    assert.equal(reply.headers.get('alipay-sn'), sn);
    assert.ok(v3IsSealed(fresh, own, reply));
    assert.match(
      Buffer.from(String(reply.body['alipay_cert_content']), 'base64').toString(),
      /^-----BEGIN CERTIFICATE/,
    );
    const code = async (wish: Partial<V3Wish>) => (await v3Send(fresh, own, { target, ...wish })).body['code'];
    assert.equal(await code({ members: { app_cert_sn: undefined } }), 'missing-app-cert-sn');
    assert.equal(await code({ headers: { 'alipay-root-cert-sn': 'x' } }), 'invalid-alipay-root-cert-sn');
    assert.equal(await code({ headers: { 'alipay-root-cert-sn': '' } }), 'missing-alipay-root-cert-sn');
    assert.deepEqual(fresh.troubles, []);
  });
});
