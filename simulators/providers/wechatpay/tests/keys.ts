import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import { decrypt } from '../encryption';
import { isSigned, openBench, type Reply } from './bench';
import { order } from './calls';

const CERTIFICATES = '/v3/certificates';

describe('keys of the gateway', () => {
  const certificatesOf = ({ json }: Reply, apiV3Key: string): X509Certificate[] =>
    json.data.map((entry: { encrypt_certificate: Parameters<typeof decrypt>[0] }) => {
      const opened = decrypt(entry.encrypt_certificate, apiV3Key);
      assert.ok(opened);
      return new X509Certificate(opened);
    });

  it('publishes certificates under the merchant’s own key, two while one takes over from the other', async () => {
    const bench = await openBench();
    const { direct, partner, provider } = bench;
    const serials = async () => {
      const reply = await bench.call(direct, 'GET', `${CERTIFICATES}?algorithm_type=RSA`);
      assert.ok(isSigned(provider, reply));
      const listed = reply.json.data.map((entry: { serial_no: string }) => entry.serial_no);
      const opened = certificatesOf(reply, direct.apiV3Key);
      assert.deepEqual(
        opened.map(({ serialNumber }) => serialNumber),
        listed,
      );
      return { listed, signedWith: reply.headers.get('wechatpay-serial') };
    };
    const [{ encrypt_certificate: sealed }] = (await bench.call(direct, 'GET', CERTIFICATES)).json.data;
    assert.equal(sealed.associated_data, 'certificate');
    assert.equal(decrypt(sealed, partner.apiV3Key), undefined);

    const [first] = (await serials()).listed;
    await provider.rotateKeys(false);
    const overlap = await serials();
    assert.equal(overlap.listed.length, 2);
    assert.equal(overlap.signedWith, first, 'the old one signs until the new one is activated');
    await provider.rotateKeys(true);
    const after = await serials();
    assert.deepEqual(after.listed, overlap.listed, 'the old one stays published');
    assert.equal(after.signedWith, overlap.listed[1]);
    await provider.rotateKeys(false);
    assert.deepEqual((await serials()).listed[0], overlap.listed[1], 'a further one ends the overlap');
  });

  it('answers with the key that the request names: the public key, or a certificate', async () => {
    for (const [chosen, signedWith] of [
      ['active-certificate', 1],
      ['named-certificate', 0],
    ] as const) {
      const bench = await openBench({ answersDuringRotation: chosen });
      const { signers } = bench.provider;
      const [old] = signers.certificates();
      await bench.provider.rotateKeys(false);
      await bench.provider.rotateKeys(true);
      const ask = async (serial: string | null) => {
        const headers = { 'Wechatpay-Serial': serial };
        return (await bench.call(bench.direct, 'GET', CERTIFICATES, undefined, { headers })).headers.get(
          'wechatpay-serial',
        );
      };
      assert.equal(await ask(signers.publicKey.serial), signers.publicKey.serial);
      assert.equal(await ask(null), signers.active().serial);
      assert.equal(await ask(old?.serial ?? ''), signers.certificates()[signedWith]?.serial);
    }
  });

  it('has no certificates for a merchant that has only the public key, and signs with that key unasked', async () => {
    for (const [code, status] of [
      ['RESOURCE_NOT_EXISTS', 404],
      ['SYSTEM_ERROR', 500],
    ] as const) {
      const bench = await openBench({ certificatesForPublicKeyMerchants: code });
      bench.provider.register.change(bench.direct.mchid, { publicKeyOnly: true });
      const keys = await bench.call(bench.direct, 'GET', CERTIFICATES);
      assert.deepEqual([keys.status, keys.json.code], [status, code]);
      const placed = await bench.call(bench.direct, 'POST', '/v3/pay/transactions/native', order(bench, 'PUBLIC-1'));
      assert.match(placed.headers.get('wechatpay-serial') ?? '', /^PUB_KEY_ID_\d{31}$/);
      assert.ok(isSigned(bench.provider, placed));
    }
  });

  it('has no certificates of other algorithms', async () => {
    const bench = await openBench();
    const ask = async (type: string) =>
      (await bench.call(bench.direct, 'GET', `${CERTIFICATES}?algorithm_type=${type}`)).json;
    assert.equal((await ask('SM2')).code, 'RESOURCE_NOT_EXISTS');
    assert.equal((await ask('ALL')).data.length, 1);
    assert.equal((await ask('DSA')).code, 'PARAM_ERROR');
  });
});
