import type { Proof } from '../engine/trade';
import type { Register } from './register';
import { signMethodOf, signWithSecret, verifiesWithKey, versionOf } from './signature';

/** True when the kept signature of an order's request still verifies with the key of whoever asked (rule SEC-004). */
export function provesOrder(register: Register, { signed, signature, key }: Proof): boolean {
  const [version, method, holder] = key.split('/');
  const bytes = Buffer.from(signed, 'base64');
  const [spoken, how] = [versionOf(version), signMethodOf(method)];
  if (!spoken || !how) return false;
  if (how === '01') {
    const certificate = register.certificate(holder);
    return certificate !== undefined && verifiesWithKey(bytes, signature, spoken, certificate.publicKey);
  }
  const secret = register.merchant(holder)?.secret;
  return secret !== undefined && signWithSecret(bytes, how, secret) === signature;
}
