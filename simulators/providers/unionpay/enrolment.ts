import type { KeyMint } from '../../kernel/keys';
import { pem } from '../../kernel/keys';
import type { Random } from '../../kernel/random';
import type { Applicant, Enrolment } from '../contract';
import { type Authority, type Holder } from './certificates';
import type { Merchant, Register } from './register';

/** What signing up needs. */
export interface EnrolmentDesk {
  readonly register: Register;
  readonly authority: Authority;
  readonly keys: KeyMint;
  readonly random: Random;
  readonly apiOrigin: string;
  /** Where payers' browsers post their orders. */
  readonly pageOrigin: () => string;
}

/** Everything that a merchant with a certificate of its own keeps. */
export interface MerchantKit {
  readonly merchant: Merchant;
  /** Its signing certificate with its key, which is handed out as PKCS#12. */
  readonly holder: Holder;
}

/** `777290058` and six digits: what test merchants' numbers look like (sheet 11). */
const merchantNumber = ({ random }: EnrolmentDesk, owner: string) =>
  `777290058${random.stream(`merchant/${owner}`).digits(6)}`;

/** Under which name the mint keeps the key of whoever signs. */
export const keyRole = (owner: string): string => `unionpay/merchant/${owner}`;

/** Who signs, as certificates of merchants write it (sheet 11). */
const subjectOf = (merId: string) => `C=CN, O=Hutong simulation, CN=041@${merId}:SIGN@00000001`;

function opened(desk: EnrolmentDesk, { owner, name }: Applicant, role = owner): Merchant {
  const secret = desk.keys.secret(`${keyRole(role)}/secret`, 32);
  const merchant = { merId: merchantNumber(desk, role), owner, name, secret };
  desk.register.addMerchant(merchant);
  return merchant;
}

async function certified({ authority, register }: EnrolmentDesk, owner: string, merchants: readonly Merchant[]) {
  const [first] = merchants;
  if (!first) throw new Error(`${owner} signs up for no merchant; expected at least one`);
  const holder = await authority.issue(keyRole(owner), subjectOf(first.merId));
  const { certId, certificate, pair } = holder;
  const merIds = new Set(merchants.map(({ merId }) => merId));
  const { notAfter } = certificate;
  register.addCertificate({ certId, owner, merIds, publicKey: pair.publicKey, notAfter });
  return holder;
}

/**
 * Signs up a platform: each of its merchants gets a number of its own, is paid directly and is named in every request; the
 * platform signs for all of them with one certificate. Whether one certificate may speak for several numbers of
 * accessType 0 is from memory.
 */
export async function enrolPlatform(
  desk: EnrolmentDesk,
  platform: Applicant,
  applicants: readonly Applicant[],
): Promise<Enrolment> {
  const merchants = applicants.map((applicant) => opened(desk, applicant, `${applicant.owner} of ${platform.owner}`));
  const { certId, pair } = await certified(desk, platform.owner, merchants);
  const { root, middle } = desk.authority;
  return {
    connection: {
      origin: desk.apiOrigin,
      pageOrigin: desk.pageOrigin(),
      certId,
      privateKey: pem.privatePkcs8(pair),
      rootCertificate: root.certificate.pem,
      middleCertificate: middle.certificate.pem,
      merIds: merchants.map(({ merId }) => merId),
    },
    payees: Object.fromEntries(merchants.map(({ owner, merId }) => [owner, merId])),
  };
}

/** Signs up one merchant for itself, with a certificate of its own, as a client's quick start expects it. */
export async function enrolDirect(desk: EnrolmentDesk, applicant: Applicant): Promise<MerchantKit> {
  const merchant = opened(desk, applicant);
  return { merchant, holder: await certified(desk, applicant.owner, [merchant]) };
}
