import type { SignatureState } from '../contract';
import type { Proof } from '../engine/trade';
import { fits, hmacOf, signedText, type Values } from './hmac';
import { isMessageType, requestOrder } from './layouts';
import { keyInForce, type Merchant, type Register } from './register';

/** A checked request; the merchant is known whenever its number was. */
export interface CheckedRequest {
  readonly state: SignatureState;
  readonly merchant?: Merchant;
}

/** Checks who signed a request: the merchant that it names, over its values in the order of its type. */
export function checkRequest(values: Values, register: Register): CheckedRequest {
  const merchant = register.merchant(values['merchantId']);
  if (!merchant) return { state: 'unknown-key' };
  const { hmac, type, version } = values;
  if (!hmac) return { state: 'missing', merchant };
  if (!isMessageType(type)) return { state: 'invalid', merchant };
  const text = signedText(values, requestOrder(type, version));
  return { state: fits(text, hmac, keyInForce(merchant)) ? 'valid' : 'invalid', merchant };
}

/** What a request leaves behind as a proof of who asked. */
export function proofOf(values: Values, { merchantId, signKeys }: Merchant): Proof | undefined {
  const { hmac, type, version } = values;
  if (!hmac || !isMessageType(type)) return undefined;
  const signed = Buffer.from(signedText(values, requestOrder(type, version))).toString('base64');
  return { signed, signature: hmac, key: `${merchantId} ${signKeys.length - 1}` };
}

/** True when a kept signature fits what was signed, under the key that it names. */
export function verifiesProof(register: Register, { signed, signature, key }: Proof): boolean {
  const [merchantId, index] = key.split(' ');
  const signKey = register.merchant(merchantId)?.signKeys[Number(index)];
  return signKey !== undefined && hmacOf(Buffer.from(signed, 'base64').toString('utf8'), signKey) === signature;
}
