import { verifyRsa } from '../../kernel/keys';
import type { SignatureState } from '../contract';
import type { Proof } from '../engine/trade';
import { type Profile, setting } from '../profile';
import { type BestPayError, errors } from './errors';
import { checkFields, type Field, type Values } from './fields';
import type { Form } from './form';
import { fits, type MacOrder, macText } from './mac';
import type { Merchant, Register } from './register';

/** What a request is checked against. */
export interface GateDesk {
  readonly register: Register;
  readonly profile: Profile;
}

/** The gate of the gateway. */
export interface Gate extends GateDesk {
  /** What is believed after the check; see the contract's parts. */
  readonly believe: (found: SignatureState) => SignatureState;
}

/** How one address checks what comes in. */
export interface Door {
  readonly fields: readonly Field[];
  /** What its callers call the merchant and the MAC. */
  readonly merchant: 'merchantId' | 'MERCHANTID';
  readonly mac: 'mac' | 'MAC';
  /** The texts over which a MAC may be made: clients differ in what they do with fields that they leave out. */
  readonly texts: (values: Values, profile: Profile) => readonly string[];
  readonly unknownMerchant: () => BestPayError;
  /** True where the trade key is asked for besides. */
  readonly password?: true;
}

/** A request that passed its door. */
export interface Admitted {
  readonly merchant: Merchant;
  readonly values: Values;
  readonly proof: Proof;
}

/** A text over given fields; what is not there is empty. */
export const textOf = (order: MacOrder, values: Values): string => macText(order, (name) => values.get(name));

/** What a check of a MAC found, the merchant whose key it is, and the text that it fits. */
export interface Checked {
  readonly state: SignatureState;
  readonly merchant?: Merchant;
  readonly text: string;
}

/** Checks the MAC of a request; the merchant's number names the key. */
export function checkMac(door: Door, { values }: Form, { register, profile }: GateDesk): Checked {
  const [merchant, given] = [register.merchant(values.get(door.merchant)), values.get(door.mac) ?? ''];
  const texts = door.texts(values, profile);
  const [text = ''] = texts;
  if (!merchant) return { state: 'unknown-key', text };
  if (given === '') return { state: 'missing', merchant, text };
  const fitting = texts.find((candidate) => fits(candidate, merchant.key, given));
  return fitting === undefined ? { state: 'invalid', merchant, text } : { state: 'valid', merchant, text: fitting };
}

/**
 * Lets a request in: its form, its fields, its merchant, its MAC, its password, in this order.
 * @throws BestPayError with what the gateway answers.
 */
export function admit(door: Door, form: Form, gate: Gate): Admitted {
  if (form.fault !== undefined) throw errors.parameters(form.fault);
  const { values } = form;
  checkFields(door.fields, values);
  const { state, merchant, text } = checkMac(door, form, gate);
  if (!merchant) throw door.unknownMerchant();
  if (gate.believe(state) !== 'valid') throw errors.mac(setting(gate.profile, 'macRefusal'));
  if (door.password && values.get('merchantPwd') !== merchant.password) throw errors.password();
  const proof = { signed: text, signature: values.get(door.mac) ?? '', key: merchant.merchantId };
  return { merchant, values, proof: { ...proof, signed: Buffer.from(text).toString('base64') } };
}

/** True when a kept MAC or signature fits what was digested, with the key of the merchant that it names. */
export function verifiesProof(register: Register, { signed, signature, key }: Proof): boolean {
  const [named = '', code] = key.split(' ');
  const text = Buffer.from(signed, 'base64').toString('utf8');
  // The newer platform's requests are signed with a key of their own.
  const institution = register.institution(code)?.institution;
  if (code !== undefined) return institution !== undefined && verifyRsa(text, signature, institution.publicKey);
  const merchant = register.merchant(named);
  return merchant !== undefined && fits(text, merchant.key, signature);
}

const plain = (order: MacOrder) => (values: Values) => [textOf(order, values)];

/** A refund digests its division, which clients leave out in two ways. */
function refundTexts(values: Values, profile: Profile): readonly string[] {
  const text = textOf('commonRefund', values);
  const absent = (values.get('ledgerDetail') ?? '') === '';
  return absent && setting(profile, 'absentLedgerInMac') === 'either' ? [text, `${text}null`] : [text];
}

/** The cashiers digest the payer's address, or do not. */
function cashierTexts(values: Values, profile: Profile): readonly string[] {
  const rule = setting(profile, 'clientAddressInMac');
  const [without, signed] = [textOf('cashier', values), textOf('cashierWithAddress', values)];
  if (!values.has('CLIENTIP') || rule === 'unsigned') return [without];
  return rule === 'signed' ? [signed] : [signed, without];
}

const call = (order: MacOrder, fields: readonly Field[], unknownMerchant: () => BestPayError): Door => ({
  fields,
  merchant: 'merchantId',
  mac: 'mac',
  texts: plain(order),
  unknownMerchant,
});

/** The door of a call between servers. */
export const callDoor = {
  plain: call,
  refund: (fields: readonly Field[]): Door => ({
    ...call('commonRefund', fields, errors.merchantUnknown),
    texts: refundTexts,
    password: true,
  }),
  reverse: (fields: readonly Field[]): Door => ({
    ...call('reverse', fields, errors.merchantUnknown),
    password: true,
  }),
};

/** The door of a cashier, to which payers' browsers bring the order. */
export const cashierDoor = (fields: readonly Field[]): Door => ({
  fields,
  merchant: 'MERCHANTID',
  mac: 'MAC',
  texts: cashierTexts,
  unknownMerchant: errors.merchantUnregistered,
});
