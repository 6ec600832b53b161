import type { Incoming } from '../../network/message';
import type { SignatureState } from '../contract';
import type { Proof } from '../engine/trade';
import { type Profile, setting } from '../profile';
import { open, openDocument } from './container';
import type { FaultName } from './faults';
import type { Account, Register } from './register';
import { fitsText, formText } from './signature';
import { type Elements, type Members, membersOf, readXml } from './xml';

/** What a request is checked against. */
export interface RequestDesk {
  readonly register: Register;
  readonly profile: Profile;
}

/** A request as it arrived: whose it is, what it says, and whether the signature is theirs. */
export interface CheckedRequest {
  readonly state: SignatureState;
  readonly account?: Account;
  /** The merchant's number as the request names it, for the refusal. */
  readonly named?: string;
  readonly members?: Members;
  /** All of the inner document, with what is nested in it. */
  readonly elements?: Elements;
  /** The text that the signature is about, as it was sent. */
  readonly signed?: string;
  readonly signature?: string;
  /** Why nothing of it can be read. */
  readonly fault?: FaultName;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

const SIGNATURE = /<sign>([^<]*)<\/sign>/g;

/** Cuts the one signature out of the text of a document as it was received, never out of a copy that was written anew. */
export function cutSignature(text: string): { readonly rest: string; readonly signature?: string } | undefined {
  const found = [...text.matchAll(SIGNATURE)];
  if (found.length > 1) return undefined;
  const [only] = found;
  if (!only) return { rest: text };
  const rest = `${text.slice(0, only.index)}${text.slice(only.index + only[0].length)}`;
  return { rest, signature: only[1] };
}

/** A document of several lines as one, without the blanks around each (DOC). */
const inOneLine = (text: string) =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .join('');

/** The texts that a signature over a document may be about. */
function signable(rest: string, profile: Profile): string[] {
  const joined = inOneLine(rest);
  const alsoJoined = joined !== rest && setting(profile, 'multiLineDocuments') === 'accepted';
  return alsoJoined ? [rest, joined] : [rest];
}

function checkDocument(inner: string, account: Account, { profile }: RequestDesk): CheckedRequest {
  const named = account.merchant;
  const parts = cutSignature(inner);
  if (!parts) return { state: 'invalid', named, fault: 'unreadable' };
  const { rest, signature } = parts;
  const texts = signable(rest, profile);
  const fitting = signature ? texts.find((text) => fitsText(text, signature, account.publicKey)) : undefined;
  // What is read is what was signed, and nothing beside it.
  const signed = fitting ?? rest;
  const elements = readXml(signed);
  const members = elements && membersOf(elements);
  if (!elements || !members) return { state: 'invalid', account, named, fault: 'unreadable' };
  const state = !signature ? 'missing' : fitting === undefined ? 'invalid' : 'valid';
  return { state, account, named, members, elements, signed, signature };
}

/** Checks the body of a service's request: outer document, account, container, inner document, signature (sheet 2.4). */
export function checkXml(bytes: Uint8Array, desk: RequestDesk): CheckedRequest {
  const text = textOf(bytes);
  const outer = text === undefined ? undefined : readXml(text);
  const { merchant, version, encrypt } = (outer && membersOf(outer)) ?? {};
  if (merchant === undefined || version === undefined || encrypt === undefined) {
    return { state: 'missing', named: merchant, fault: 'unreadable' };
  }
  const account = desk.register.account(merchant);
  if (!account) return { state: 'unknown-key', named: merchant, fault: 'unknown-merchant' };
  const inner = openDocument(account.desKey, encrypt);
  if (inner === undefined) return { state: 'invalid', named: merchant, account, fault: 'undecipherable' };
  return checkDocument(inner, account, desk);
}

/** Members that a form carries as they are. */
const PLAIN: readonly string[] = ['version', 'merchant', 'sign'];

function openedForm(form: ReadonlyMap<string, string>, { desKey }: Account): Members | undefined {
  const members: Record<string, string> = {};
  for (const [name, value] of form) {
    const opened = PLAIN.includes(name) || value === '' ? value : open(desKey, value);
    if (opened === undefined) return undefined;
    members[name] = opened;
  }
  return members;
}

/** Checks the form that a payer's browser posts: every member but three is sealed by itself (sheet 2.3). */
export function checkForm(bytes: Uint8Array, desk: RequestDesk): CheckedRequest {
  const pairs = [...new URLSearchParams(Buffer.from(bytes).toString('latin1'))];
  const form = new Map(pairs);
  const named = form.get('merchant');
  if (named === undefined || form.size !== pairs.length) return { state: 'missing', named, fault: 'unreadable' };
  const account = desk.register.account(named);
  if (!account) return { state: 'unknown-key', named, fault: 'unknown-merchant' };
  const members = openedForm(form, account);
  if (!members) return { state: 'invalid', account, named, fault: 'undecipherable' };
  const signature = form.get('sign');
  const base = { account, named, members, elements: members, signature };
  if (!signature) return { ...base, state: 'missing' };
  const conventions = setting(desk.profile, 'emptyFormValues') === 'either' ? ['left-out', 'kept'] : ['left-out'];
  const texts = conventions.map((convention) => formText(members, convention === 'kept' ? 'kept' : 'left-out'));
  const signed = texts.find((text) => fitsText(text, signature, account.publicKey));
  return { ...base, signed: signed ?? texts[0], state: signed === undefined ? 'invalid' : 'valid' };
}

const checkedOnce = new WeakMap<Incoming, CheckedRequest>();

/** Checks a message once for all who ask: the gate, and the harness that looks on. */
export function checkRequest(message: Incoming, kind: 'xml' | 'form', desk: RequestDesk): CheckedRequest {
  const known = checkedOnce.get(message);
  if (known) return known;
  const checked = message.tooLarge
    ? ({ state: 'missing', fault: 'unreadable' } as const)
    : (kind === 'form' ? checkForm : checkXml)(message.body, desk);
  checkedOnce.set(message, checked);
  return checked;
}

/** What a request leaves behind as a proof of who asked; undefined when it carries no signature. */
export function proofOf({ account, signed, signature }: CheckedRequest): Proof | undefined {
  if (!account || signed === undefined || !signature) return undefined;
  return { signed: Buffer.from(signed, 'utf8').toString('base64'), signature, key: account.merchant };
}

/** True when a kept signature fits what was signed, under the key of the merchant that it names. */
export function verifiesProof(register: Register, { signed, signature, key }: Proof): boolean {
  const account = register.account(key);
  return (
    account !== undefined && fitsText(Buffer.from(signed, 'base64').toString('utf8'), signature, account.publicKey)
  );
}
