import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { describe, it } from 'node:test';
import { Activity } from '../../../kernel/activity';
import { VirtualClock } from '../../../kernel/clock';
import { History } from '../../../kernel/history';
import { KeyMint, Tokens } from '../../../kernel/keys';
import { Random } from '../../../kernel/random';
import { open } from '../sandbox';

const applicant = (owner: string) => ({ owner, name: owner, domains: [] });

describe('JD Pay in the sandbox', () => {
  it('tells everything that a client needs, and tells the new key after a rotation', async () => {
    const clock = new VirtualClock(Date.parse('2026-11-24T09:00:00+08:00'), new Activity());
    const gateway = await open(
      {
        clock,
        history: new History(() => clock.now()),
        random: new Random('jdpay-sandbox'),
        keys: new KeyMint(),
        tokens: new Tokens('jdpay-sandbox'),
        people: ['li-na'],
        send: async () => new Response('ok'),
        pageOrigin: () => 'http://127.0.0.1:1',
        report: assert.ifError,
      },
      { merchant: applicant('merchant:own'), platform: applicant('platform'), shops: [applicant('merchant:tea')] },
    );
    const files = new Map<string, string>();
    const tell = () =>
      gateway.settings('http://127.0.0.1:1', (name, text) => {
        files.set(name, String(text));
        return name;
      }) as Record<string, string>;
    const { baseUrl, merchant = '', desKey = '', merchantPrivateKey = '', jdPublicKey = '' } = tell();
    assert.equal(baseUrl, 'http://127.0.0.1:1');
    assert.match(merchant, /^\d{12}$/);
    assert.equal(Buffer.from(desKey, 'base64').length, 24);
    assert.equal(createPrivateKey(files.get(merchantPrivateKey) ?? '').asymmetricKeyDetails?.modulusLength, 1024);
    const key = () => createPublicKey(files.get(jdPublicKey) ?? '');
    const before = key();
    assert.equal(gateway.payees().length, 2);
    await gateway.provider.rotateKeys(false);
    tell();
    assert.ok(before.equals(key()));
    await gateway.provider.rotateKeys(true);
    tell();
    assert.ok(!before.equals(key()));
    assert.match(gateway.provider.walletUrl('x'), /^http:\/\/127\.0\.0\.1:1\/sim\/wallet\?code=x$/);
  });
});
