import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { answer, type Incoming } from '../../network/message';
import { SCENES } from '../personal/receipts';
import { PROFILE_HEADER, scanProfile } from './profile';

/** Who signed a message, and its seal. */
const MEMBER_HEADER = 'X-Sim-Member';
const SEAL_HEADER = 'X-Sim-Seal';

/** What a check of a seal found. */
export type SealState = 'valid' | 'missing' | 'unknown-key' | 'invalid';

/** The secret that a member shares with the switch; undefined for somebody who is no member. */
export type SecretOf = (member: string) => string | undefined;

const sealOf = (secret: string, ...parts: readonly string[]) =>
  createHmac('sha256', secret).update(parts.join('\n')).digest('hex');

function equal(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** A request of the profile, sealed by a member, or by the switch with the secret of the member that it is for. */
export function sealedRequest(
  method: 'GET' | 'POST',
  url: string,
  member: string,
  secret: string,
  body?: unknown,
): Request {
  const text = body === undefined ? '' : JSON.stringify(body);
  const { pathname, search } = new URL(url);
  const headers = {
    'Content-Type': 'application/json',
    [PROFILE_HEADER]: scanProfile.profile,
    [MEMBER_HEADER]: member,
    [SEAL_HEADER]: sealOf(secret, method, `${pathname}${search}`, text),
  };
  return new Request(url, { method, headers, ...(method === 'GET' ? {} : { body: text }) });
}

/** Checks the seal of a request, and says which member it speaks for. */
export function checkSeal(
  message: Incoming,
  secretOf: SecretOf,
): { readonly state: SealState; readonly member?: string } {
  const [member, seal] = [MEMBER_HEADER, SEAL_HEADER].map((name) => message.headers.get(name) ?? undefined);
  if (member === undefined || seal === undefined) return { state: 'missing' };
  const secret = secretOf(member);
  if (secret === undefined) return { state: 'unknown-key' };
  const text = message.method === 'GET' ? '' : Buffer.from(message.body).toString('utf8');
  return equal(sealOf(secret, message.method, message.target, text), seal)
    ? { state: 'valid', member }
    : { state: 'invalid' };
}

/** An answer of the profile; with a secret it is sealed. */
export function profileAnswer(status: number, body: unknown, secret?: string): Response {
  const text = JSON.stringify(body);
  const seal: Record<string, string> =
    secret === undefined ? {} : { [SEAL_HEADER]: sealOf(secret, String(status), text) };
  return answer(
    status,
    { 'Content-Type': 'application/json; charset=utf-8', [PROFILE_HEADER]: scanProfile.profile, ...seal },
    text,
  );
}

/** True when an answer carries the seal of the secret that both sides share. */
export const isSealed = (status: number, headers: Headers, text: string, secret: string): boolean =>
  equal(sealOf(secret, String(status), text), headers.get(SEAL_HEADER) ?? '');

/** What is wrong with a request: its status, a word for programs, and what was found and expected. */
export class ScanError extends Error {
  override name = 'ScanError';

  constructor(
    readonly status: 400 | 401 | 404 | 409 | 413,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

export const errorAnswer = ({ status, code, message }: ScanError, secret?: string): Response =>
  profileAnswer(status, { error: { code, detail: message } }, secret);

const member = z.string().min(1).max(64);
const amountFen = z.int().positive();
const ref = z.string().min(1).max(64);

/** The bodies of the profile (barcodes sheet §5), each with every member that it may have. */
export const BODIES = {
  look: z.strictObject({ code: z.string().min(1).max(4_296), wallet: member.optional() }),
  pay: z.strictObject({
    memberRef: ref,
    payeeScheme: member,
    orderRef: ref,
    amountFen,
    merchantName: z.string().max(128),
    scene: z.enum(SCENES).optional(),
  }),
  charge: z.strictObject({
    memberRef: ref,
    payerScheme: member,
    orderRef: ref,
    amountFen,
    code: z.string().min(1).max(512),
    merchantName: z.string().max(128),
  }),
  credit: z.strictObject({
    switchTxnId: ref,
    payerScheme: member,
    orderRef: ref,
    amountFen,
    scene: z.enum(SCENES).optional(),
  }),
  debit: z.strictObject({
    switchTxnId: ref,
    payeeScheme: member,
    code: z.string().min(1).max(512),
    amountFen,
    merchantName: z.string().max(128),
  }),
  result: z.strictObject({
    switchTxnId: ref,
    state: z.enum(['PAID', 'FAILED', 'REVERSED']),
    memberRef: ref.optional(),
    payerScheme: member.optional(),
  }),
  reverse: z.strictObject({ switchTxnId: ref }),
  refund: z.strictObject({ refundOf: ref, refundNo: ref, amountFen }),
  return: z.strictObject({ refundOf: ref, memberRef: ref.optional(), refundNo: ref, amountFen }),
} as const;

export type BodyName = keyof typeof BODIES;
export type BodyOf<N extends BodyName> = z.infer<(typeof BODIES)[N]>;

/** Reads the body of a request. @throws ScanError that says what was found and expected, and where. */
export function readBody<N extends BodyName>(message: Incoming, name: N): BodyOf<N> {
  if (message.tooLarge) throw new ScanError(413, 'too-large', 'the body has more than 1 MiB');
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(message.body).toString('utf8'));
  } catch {
    throw new ScanError(400, 'not-json', 'found a body that is not JSON, expected an object');
  }
  const result = BODIES[name].safeParse(value);
  if (result.success) return result.data as BodyOf<N>;
  const issues = result.error.issues.map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`);
  throw new ScanError(400, 'invalid', issues.join('; '));
}
