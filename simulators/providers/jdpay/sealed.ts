import type { SignatureState } from '../contract';
import type { Profile } from '../profile';
import { openDocument } from './container';
import type { Account, Register } from './register';
import { cutSignature } from './requests';
import { fitsText } from './signature';
import type { Signers } from './signers';
import { type Elements, membersOf, readXml } from './xml';

/** What the harness reads JD Pay's own messages with. */
export interface SealedDesk {
  readonly register: Register;
  readonly signers: Signers;
  readonly profile: Profile;
}

/** An answer or a notice as the harness sees it. */
export interface SealedDocument {
  /** `missing` also where there is no inner document at all. */
  readonly state: SignatureState;
  readonly account?: Account;
  /** What the outer document says of the whole. */
  readonly result: Elements;
  /** The inner document. */
  readonly elements?: Elements;
}

/** Reads what JD Pay, or somebody in its name, sends. @param known Whose answer it is, where that is known. */
export function readSealed(bytes: Uint8Array, desk: SealedDesk, known?: Account): SealedDocument {
  const outer = readXml(Buffer.from(bytes).toString('utf8'));
  const members = outer && membersOf(outer);
  const said = outer?.['result'];
  const result = typeof said === 'object' && !Array.isArray(said) ? (said as Elements) : {};
  if (!members || members['encrypt'] === undefined) return { state: 'missing', result };
  const account = desk.register.account(members['merchant']);
  if (!account || (known && account !== known)) return { state: 'unknown-key', result };
  const text = openDocument(account.desKey, members['encrypt']);
  const parts = text === undefined ? undefined : cutSignature(text);
  const elements = parts && readXml(parts.rest);
  if (!parts || !elements) return { state: 'invalid', account, result };
  const { rest, signature } = parts;
  if (!signature) return { state: 'missing', account, result, elements };
  const fits = desk.signers.all().some(({ publicKey }) => fitsText(rest, signature, publicKey));
  return { state: fits ? 'valid' : 'invalid', account, result, elements };
}
