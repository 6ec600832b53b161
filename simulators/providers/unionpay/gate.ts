import { timingSafeEqual } from 'node:crypto';
import { signingNow } from '../../kernel/time';
import { answer, type Incoming } from '../../network/message';
import { charsetNamed } from '../charset';
import type { SignatureState } from '../contract';
import type { Proof } from '../engine/trade';
import { type Profile, setting } from '../profile';
import { checkFields, fieldOf } from './fields';
import { Refusal, refusals } from './refusals';
import type { Merchant, Register, Registered } from './register';
import { formSigned, signMethodOf, signWithSecret, verifiesWithKey, versionOf } from './signature';
import { type Seal, type Signers, sealed } from './signers';
import { type Fields, type Form, rawBytes, readForm, survives } from './wire';

/** What the gate works with. */
export interface Gate {
  readonly register: Register;
  readonly signers: Signers;
  readonly profile: Profile;
  /** What is believed after a signature was checked. */
  readonly believe: (found: SignatureState) => SignatureState;
}

/** A request that was let in. */
export interface Admitted {
  readonly fields: Fields;
  readonly merchant: Merchant;
  /** How its answer, and what follows from it, is sealed. */
  readonly seal: Seal;
  /** What proves who asked (rule SEC-004). */
  readonly proof: Proof;
}

/** What a check of a signature found, and whose it is. */
export interface Checked {
  readonly state: SignatureState;
  readonly certificate?: Registered;
  readonly merchant?: Merchant;
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Checks a request's signature over the bytes as they arrived (sheet 5). */
export function checkSignature({ register }: Pick<Gate, 'register'>, form: Form): Checked {
  const { fields } = form;
  const [version, method] = [versionOf(fields['version']), signMethodOf(fields['signMethod'])];
  const merchant = register.merchant(fields['merId']);
  const signature = fields['signature'];
  if (!signature) return { state: 'missing', merchant };
  if (!version || !method) return { state: 'invalid', merchant };
  if (method !== '01') {
    if (!merchant) return { state: 'unknown-key' };
    const fits = sameText(signature, signWithSecret(formSigned(form), method, merchant.secret));
    return { state: fits ? 'valid' : 'invalid', merchant };
  }
  const certificate = register.certificate(fields['certId']);
  const mayNot = !merchant || !certificate?.merIds.has(merchant.merId) || signingNow() > certificate.notAfter;
  if (!certificate || mayNot) return { state: 'unknown-key', merchant };
  const fits = verifiesWithKey(formSigned(form), signature, version, certificate.publicKey);
  return { state: fits ? 'valid' : 'invalid', certificate, merchant };
}

/** How an answer is sealed: as the request was, as far as that is known. */
export function sealOf({ register }: Pick<Gate, 'register'>, fields: Fields): Seal {
  const version = versionOf(fields['version']) ?? '5.1.0';
  const merchant = register.merchant(fields['merId']);
  const method = signMethodOf(fields['signMethod']) ?? '01';
  return method !== '01' && merchant ? { version, method, secret: merchant.secret } : { version, method: '01' };
}

/** The form of a request; one that is too large has no fields. */
export const formOf = ({ body, tooLarge }: Incoming): Form => readForm(tooLarge ? new Uint8Array() : body);

/**
 * Lets a request in that is readable, signed by whoever may speak for its merchant, and of the right form.
 * @throws Refusal 10 or 11.
 */
export function admit(gate: Gate, form: Form, required: readonly string[]): Admitted {
  const { fields, trouble } = form;
  if (trouble !== undefined) throw refusals.format(trouble);
  if (!versionOf(fields['version'])) throw refusals.format('version取值错误');
  if (!signMethodOf(fields['signMethod'])) throw refusals.format('signMethod取值错误');
  const { state, merchant } = checkSignature(gate, form);
  if (gate.believe(state) !== 'valid') throw refusals.signature();
  if (!merchant) throw refusals.signature();
  checkFields(fields, required, setting(gate.profile, 'awkwardReserved') === 'echoed');
  const { certId = '', signature = '', signMethod = '', version = '' } = fields;
  const signed = Buffer.from(formSigned(form)).toString('base64');
  const key = [version, signMethod, signMethod === '01' ? certId : merchant.merId].join('/');
  return { fields, merchant, seal: sealOf(gate, fields), proof: { signed, signature, key } };
}

/** What an answer repeats of its request (sheet 6). */
const ECHOED = [
  'version',
  'encoding',
  'signMethod',
  'txnType',
  'txnSubType',
  'bizType',
  'accessType',
  'merId',
  'orderId',
  'txnTime',
  'reqReserved',
];
const LONGEST_ECHO = 1024;

/** Only what comes back whole is repeated; a value that would read as other fields is left out. */
export function echo(fields: Fields): Fields {
  const kept = ECHOED.filter((name) => {
    const value = fields[name] ?? '';
    return value !== '' && value.length <= LONGEST_ECHO && survives(value) && !/[\r\n]/.test(value);
  });
  return Object.fromEntries(kept.map((name) => [name, fields[name] ?? '']));
}

/** What a refusal says. */
export const refused = ({ code: respCode, respMsg }: Refusal): Fields => ({ respCode, respMsg });

/** A signed answer: raw pairs, one line, never percent-encoded, and not of a form's type (sheet 2). */
export function rawAnswer(gate: Gate, form: Form, more: Fields): Response {
  const { charset, fields } = form;
  const version = versionOf(fields['version']) ?? '5.1.0';
  const seal = sealOf(gate, fields);
  const encoding = charsetNamed(fields['encoding']) ? fieldOf(fields, 'encoding') : 'UTF-8';
  const told = { ...echo(fields), version, encoding, signMethod: seal.method };
  const bytes = rawBytes(sealed({ ...told, ...more }, seal, gate.signers.active()), charset);
  const type = `text/html;charset=${charset === 'gbk' ? 'GBK' : 'UTF-8'}`;
  return answer(200, { 'Content-Type': type, 'Content-Length': String(bytes.byteLength) }, bytes);
}
