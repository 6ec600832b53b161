import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSecureContext } from 'node:tls';
import { fiveYears, mintCertificate } from './certificates';
import { processMint } from './keys';
import { pkcs12 } from './pkcs12';

test('a key and its certificate can be read again with the password, and with no other', async () => {
  const pair = await processMint.rsa('pkcs12');
  const names = { subject: 'CN=测试', issuer: 'CN=测试', serial: '1001', subjectKey: pair, issuerKey: pair };
  const { pem } = await mintCertificate({ ...names, ...fiveYears(Date.now()) });
  for (const passphrase of ['000000', '', 'ein längeres, mit 汉字 darin']) {
    const pfx = pkcs12(pair, pem, passphrase);
    assert.doesNotThrow(() => createSecureContext({ pfx, passphrase }));
    assert.throws(() => createSecureContext({ pfx, passphrase: 'another' }), /mac verify failure/);
  }
});
