import type { Incoming } from '../../network/message';
import type { Gate } from './api';
import { sensitiveErrors } from './errors';
import { must, object, text } from './field-forms';
import type { Field } from './fields';
import { namedKey, openField } from './sensitive';

/** The documents by which a payer may be named (sheet 1.2). */
const DOCUMENTS = [
  'IDCARD',
  'HONGKONG_MACAO',
  'HONGKONG_MACAO_RESIDENT',
  'TAIWAN_RESIDENT',
  'FOREIGN_RESIDENT',
  'OVERSEA_PASSPORT',
  'PHONE_NUMBER',
];

const ENCRYPTED = { number: '证件号', name: '证件姓名' } as const;
const LONGEST_CIPHERTEXT = 1024;

/** The payer's real name and document, in the member of a body that tells of the payer. */
export const identityFields = (payer: string): readonly Field[] => [
  object(`${payer}/identity`, '实名信息'),
  text(`${payer}/identity/type`, '证件类型', 32, { ...must, oneOf: DOCUMENTS }),
  ...Object.entries(ENCRYPTED).map(([name, zh]) => text(`${payer}/identity/${name}`, zh, LONGEST_CIPHERTEXT, must)),
];

/**
 * Opens a payer's identity, once its table has been checked. Whether it is the payer's own nobody checks: test users have
 * no documents. Nothing of it is kept.
 * @param payer Where the payer stands, as a JSON pointer.
 * @throws WechatError NO_AUTH where merchants may not use it, PARAM_ERROR when it cannot be opened.
 */
export function checkIdentity(gate: Gate, message: Incoming, payer: string, identity: unknown): void {
  if (typeof identity !== 'object' || identity === null) return;
  if (gate.choose('payerIdentity') === 'refused') throw sensitiveErrors.notPermitted();
  const signer = namedKey(gate.signers, message);
  const values = identity as Readonly<Record<string, unknown>>;
  for (const [name, zh] of Object.entries(ENCRYPTED)) {
    openField(signer, String(values[name]), { pointer: `${payer}/identity/${name}`, zh });
  }
}
