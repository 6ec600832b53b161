import { generateKeyPairSync } from 'node:crypto';
import { repositoryFiles } from '../tree';
import type { Sabotage } from '.';

/** A repository with a private key in it, made on the spot. */
function withKey(): ReadonlyMap<string, string> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const text = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return new Map([...repositoryFiles(), ['tests/merchant.key', text]]);
}

/** Broken twins of the harness for rules of the theme "security". */
export const securitySabotage: readonly Sabotage[] = [
  {
    id: 'keeps-a-key-in-the-tree',
    check: 'SEC-005/tree-is-clean',
    reason: 'secret-in-tree',
    level: 'logic',
    what: { en: 'Has a private key among its files', zh: '代码库中存有一把私钥' },
    harness: { tree: withKey },
  },
];
