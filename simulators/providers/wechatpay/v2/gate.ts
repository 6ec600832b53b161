import type { Context } from 'hono';
import { randomHex } from '../../../kernel/keys';
import { answer, type Incoming, incoming } from '../../../network/message';
import type { SignatureState } from '../../contract';
import type { Gate } from '../api';
import { WechatError } from '../errors';
import type { Account, Register } from '../register';
import { isSignedV2, SIGN_TYPES, type SignType, signV2 } from './sign';
import { type Members, readXml, writeXml } from './xml';

/** A v2 message as it arrived: whose it is, and whether the signature is theirs. */
export interface CheckedV2 {
  readonly state: SignatureState;
  readonly members?: Members;
  readonly account?: Account;
  /** Undefined for a type that nobody has. */
  readonly type?: SignType;
}

/** A v2 request that passed the gate. */
export interface AdmittedV2 {
  readonly account: Account;
  readonly members: Members;
  readonly type: SignType;
}

/** A refusal of the outer layer, without signature: the message itself is at fault. */
export class UnreadableV2 extends Error {
  override name = 'UnreadableV2';
}

/** A refusal of the inner layer: code and text, and members that this endpoint adds to its refusals. */
export class RefusedV2 extends Error {
  override name = 'RefusedV2';

  constructor(
    readonly code: string,
    text: string,
    readonly more: Members = {},
  ) {
    super(text);
  }
}

export const UNREADABLE = {
  notXml: 'XML格式错误',
  notPosted: '请使用post方法',
  wrongSignature: '签名错误',
  unknownType: 'sign_type参数错误',
} as const;

const checked = new WeakMap<Incoming, CheckedV2>();

/** Checks a v2 message once: members, account by `mch_id`, then the signature under that account's key. */
export function checkV2(message: Incoming, register: Register, smallLetters: boolean): CheckedV2 {
  const known = checked.get(message);
  if (known) return known;
  const result = check(message, register, smallLetters);
  checked.set(message, result);
  return result;
}

function check(message: Incoming, register: Register, smallLetters: boolean): CheckedV2 {
  const members = readXml(message.body);
  if (!members) return { state: 'missing' };
  const account = register.account(members['mch_id'] ?? '');
  const named = members['sign_type'] || 'MD5';
  const type = SIGN_TYPES.find((each) => each === named);
  if (!members['sign']) return { state: 'missing', members, account, type };
  if (account?.apiV2Key === undefined) return { state: 'unknown-key', members, account, type };
  const valid = type !== undefined && isSignedV2(members, account.apiV2Key, type, smallLetters);
  return { state: valid ? 'valid' : 'invalid', members, account, type };
}

/** Lets a v2 request in. @throws UnreadableV2 in the words of the gateway. */
async function admitV2(gate: Gate, context: Context): Promise<AdmittedV2> {
  const message = await incoming(context.req.raw);
  if (message.method !== 'POST') throw new UnreadableV2(UNREADABLE.notPosted);
  const smallLetters = gate.choose('v2SignInSmallLetters') === 'accepted';
  const { state, members, account, type } = checkV2(message, gate.register, smallLetters);
  if (message.tooLarge || !members) throw new UnreadableV2(UNREADABLE.notXml);
  if (!type) throw new UnreadableV2(UNREADABLE.unknownType);
  if (gate.believe(state) !== 'valid' || !account) throw new UnreadableV2(UNREADABLE.wrongSignature);
  return { account, members, type };
}

const respond = (members: Members, status = 200) => answer(status, { 'Content-Type': 'text/plain' }, writeXml(members));

/** The outer layer alone, unsigned, as everything that cannot be attributed gets it. */
const unreadable = (text: string) => respond({ return_code: 'FAIL', return_msg: text });

/** An answer with both layers, signed as the request was; members that are empty are left out. */
function signedAnswer({ account, members: asked, type }: AdmittedV2, members: Members): Response {
  const { appid = '', mch_id = '', sub_appid = '', sub_mch_id = '', device_info = '' } = asked;
  const who = { appid, mch_id, sub_appid, sub_mch_id, device_info, nonce_str: randomHex(16) };
  const all = Object.entries<string>({ return_code: 'SUCCESS', return_msg: 'OK', ...who, ...members });
  const filled = Object.fromEntries(all.filter(([, value]) => value !== ''));
  return respond({ ...filled, sign: signV2(filled, account.apiV2Key ?? '', type) });
}

/** v3's names of what v2 spells otherwise (sheet 5.3). */
const V2_NAMES: Readonly<Record<string, string>> = {
  ORDER_NOT_EXIST: 'ORDERNOTEXIST',
  RESOURCE_NOT_EXISTS: 'ORDERNOTEXIST',
  NO_AUTH: 'NOAUTH',
  NOT_ENOUGH: 'NOTENOUGH',
  MCH_NOT_EXISTS: 'MCHID_NOT_EXIST',
  SYSTEM_ERROR: 'SYSTEMERROR',
  ORDER_CLOSED: 'ORDERCLOSED',
};

function refused(admitted: AdmittedV2, error: RefusedV2 | WechatError): Response {
  const code = V2_NAMES[error.code] ?? error.code;
  const more = error instanceof RefusedV2 ? error.more : {};
  return signedAnswer(admitted, { result_code: 'FAIL', err_code: code, err_code_des: error.message, ...more });
}

/** Answers one kind of v2 request; always 200, whatever is wrong (sheet 1.3). */
export function answeredV2(gate: Gate, handle: (admitted: AdmittedV2) => Members) {
  return async (context: Context): Promise<Response> => {
    let admitted: AdmittedV2;
    try {
      admitted = await admitV2(gate, context);
    } catch (error) {
      if (error instanceof UnreadableV2) return unreadable(error.message);
      throw error;
    }
    try {
      return signedAnswer(admitted, { result_code: 'SUCCESS', ...handle(admitted) });
    } catch (error) {
      if (error instanceof UnreadableV2) return unreadable(error.message);
      if (error instanceof RefusedV2 || error instanceof WechatError) return refused(admitted, error);
      throw error;
    }
  };
}
