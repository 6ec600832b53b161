import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { digestOf, signedBytes, signWithSecret } from '../signature';
import { readForm, readRaw, survives } from '../wire';
import { type Bench, openBench } from './bench';

/** The sheet's own vectors (sheet 5). */
const VECTOR =
  'accessType=0&backUrl=http://127.0.0.1:8080/notify/unionpay&bizType=000201&certId=69903319369&channelType=07&currencyCode=156&encoding=UTF-8&merId=777290058110097&orderId=HARNESS000000001&signMethod=01&txnAmt=1234&txnSubType=01&txnTime=20261122101112&txnType=01&version=5.1.0';
const fieldsOf = (text: string) =>
  Object.fromEntries(text.split('&').map((part) => part.split('=') as [string, string]));

describe('UnionPay: vectors of the sheet', () => {
  let bench: Bench;
  before(async () => {
    bench = await openBench();
  });

  it('hashes the sorted text of the sheet to what the sheet says', () => {
    const fields = { signature: 'x', empty: '', ...fieldsOf(VECTOR) };
    assert.equal(Buffer.from(signedBytes(fields, 'utf-8')).toString(), VECTOR);
    assert.equal(
      digestOf(signedBytes(fields, 'utf-8'), '5.1.0'),
      'ab33c141035a631d96fe9e3b123e77aef8ce0da29b7eea6a98a4ce50a96fd2c8',
    );
    const older = signedBytes({ ...fields, version: '5.0.0' }, 'utf-8');
    assert.equal(digestOf(older, '5.0.0'), '5ae4f8fd42cbc9b3d64378e506a42ac57c42f1f8');
  });

  it('signs with a secret as the sheet does', () => {
    const { certId: _, ...fields }: Record<string, string> = { ...fieldsOf(VECTOR), signMethod: '11' };
    const signed = signedBytes(fields, 'utf-8');
    assert.equal(
      signWithSecret(signed, '11', '88888888'),
      '98d1bf2d05be05a97295f1018ec14030aa1278c2d1ab46371ab75f75b8db0aaf',
    );
    assert.match(signWithSecret(signed, '12', '88888888'), /^[0-9a-f]{64}$/);
  });

  it('cuts raw answers outside of braces and brackets, at the first equals sign', () => {
    const text = 'a=1&b={x=1&y=2}&c=[p&q]&d=k=v+/==&e=line\r\nend&f=';
    const fields = { a: '1', b: '{x=1&y=2}', c: '[p&q]', d: 'k=v+/==', e: 'line\r\nend', f: '' };
    assert.deepEqual(readRaw(text), fields);
    for (const value of Object.values(fields)) assert.equal(survives(value), true, value);
    for (const value of ['a&b=c', '{', 'x}&y=1', '[']) assert.equal(survives(value), false, value);
  });

  it('reads forms in the charset that they name, and says what is wrong with them', () => {
    const gbk = readForm(Buffer.from('encoding=GBK&orderDesc=%B2%E8'));
    assert.deepEqual([gbk.charset, gbk.fields['orderDesc'], gbk.trouble], ['gbk', '茶', undefined]);
    assert.match(readForm(Buffer.from('encoding=UTF-8&a=1&a=2')).trouble ?? '', /repeated/);
    assert.match(readForm(Buffer.from('encoding=latin1&a=1')).trouble ?? '', /unknown/);
    assert.match(readForm(Buffer.from('encoding=UTF-8&a=%FF')).trouble ?? '', /encoding/);
  });

  it('has a chain of certificates as clients check it: root, middle, signer, small serials, back-dated (sheet 5)', () => {
    const { signers } = bench.provider;
    const { root, middle } = signers.authority;
    const own = signers.active();
    const [top, between, leaf] = [root, middle, own].map(({ certificate }) => new X509Certificate(certificate.pem));
    assert.ok(top && between && leaf);
    assert.ok(between.verify(top.publicKey) && leaf.verify(between.publicKey) && top.ca && between.ca && !leaf.ca);
    assert.match(leaf.subject, /CN=041@8310000000083040@中国银联股份有限公司@00016495/);
    for (const { certId, certificate } of [root, middle, own, bench.kit.holder]) {
      assert.ok(Number(certId) < 2 ** 53 && certId === String(Number.parseInt(certificate.serial, 16)), certId);
      assert.ok(certificate.notBefore <= Date.now() - 23 * 3_600_000);
    }
  });
});
