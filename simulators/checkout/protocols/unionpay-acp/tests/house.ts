import { createHash, sign } from 'node:crypto';
import { fiveYears, mintCertificate } from '../../../../kernel/certificates';
import { processMint, type RsaKeyPair } from '../../../../kernel/keys';
import type { Fields } from '../message';

export const NAMED = 'C=CN, CN=041@8310000000083040@中国银联股份有限公司@00016495';

/** A key with its certificate. */
export interface Holder {
  readonly pair: RsaKeyPair;
  readonly pem: string;
}

interface Wish {
  readonly issuer?: { readonly subject: string; readonly pair: RsaKeyPair };
  readonly authority?: boolean;
  /** By how much its five years begin later, in milliseconds. */
  readonly shiftMs?: number;
}

let serials = 0x1000000001;

/** Mints a certificate for a role's key; issued by itself unless somebody else is named. */
export async function minted(
  role: string,
  subject: string,
  { issuer, authority, shiftMs = 0 }: Wish = {},
): Promise<Holder> {
  const pair = await processMint.rsa(`unionpay-test/${role}`);
  serials += 1;
  const request = {
    subject,
    issuer: issuer?.subject ?? subject,
    serial: serials.toString(16).toUpperCase(),
    subjectKey: pair,
    issuerKey: issuer?.pair ?? pair,
    ...fiveYears(Date.now() + shiftMs),
    ...(authority ? { authority } : {}),
  };
  return { pair, pem: (await mintCertificate(request)).pem };
}

/** A house as the protocol describes it: root, middle and the one that signs, minted for the test. */
export async function openHouse() {
  const [ROOT, MIDDLE] = ['CN=Root', 'CN=Middle'];
  const root = await minted('root', ROOT, { authority: true });
  const middle = await minted('middle', MIDDLE, { issuer: { subject: ROOT, pair: root.pair }, authority: true });
  const by = { subject: MIDDLE, pair: middle.pair };
  return { root, middle, by, signer: await minted('signer', NAMED, { issuer: by }) };
}
export type House = Awaited<ReturnType<typeof openHouse>>;

const textOf = (fields: Fields) =>
  Object.keys(fields)
    .filter((name) => name !== 'signature' && fields[name] !== '')
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&');

/** Seals a message with a holder's key and certificate, as version 5.1.0 does. */
export function sealed(fields: Fields, { pair, pem }: Holder): Fields {
  const named = { ...fields, signPubKeyCert: pem.trim().replaceAll('\n', '\r\n') };
  const digest = createHash('sha256').update(textOf(named)).digest('hex');
  return { ...named, signature: sign('sha256', Buffer.from(digest), pair.privateKey).toString('base64') };
}

/** Pairs as an answer has them: not percent-encoded. */
export const raw = (fields: Fields): string =>
  Object.entries(fields)
    .map((pair) => pair.join('='))
    .join('&');
