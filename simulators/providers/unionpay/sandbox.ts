import { pem } from '../../kernel/keys';
import { pkcs12 } from '../../kernel/pkcs12';
import { type Enrolment, providerParts } from '../contract';
import type { OpenSandboxGateway, WriteFile } from '../sandbox';
import { type UnionPay, unionpay } from '.';
import type { Holder } from './certificates';
import type { MerchantKit } from './enrolment';
import { PATHS } from './gateway';

/** The password of every test merchant's file (sheet 11). */
const PASSWORD = '000000';

const fileOf = ({ pair, certificate }: Holder) => pkcs12(pair, certificate.pem, PASSWORD);

/** The demonstration platform's certificate, and the numbers of its merchants. */
function partner({ connection, payees }: Enrolment, write: WriteFile): Record<string, unknown> {
  const { certId, privateKey = '' } = connection as Record<string, string>;
  const merIds = Object.values(payees);
  return { certId, privateKey: write('partner-private-key.pem', privateKey), merId: merIds[0], merIds: payees };
}

function settings(
  { signers }: UnionPay,
  { merchant, holder }: MerchantKit,
  platform: Enrolment,
  origin: string,
  write: WriteFile,
): Record<string, unknown> {
  const { root, middle } = signers.authority;
  return {
    urlPrefix: origin,
    fileUrl: `${origin}${PATHS.file}`,
    merId: merchant.merId,
    certId: holder.certId,
    pfx: write('merchant.pfx', fileOf(holder)),
    pfxPassword: PASSWORD,
    privateKey: write('merchant-private-key.pem', pem.privatePkcs8(holder.pair)),
    certificate: write('merchant.cer', holder.certificate.pem),
    secret: merchant.secret,
    rootCertificate: write('root.cer', root.certificate.pem),
    middleCertificate: write('middle.cer', middle.certificate.pem),
    /** For version 5.0.0, whose messages only name it. */
    signCertificate: write('signer.cer', signers.active().certificate.pem),
    signCertId: signers.active().certId,
    partner: partner(platform, write),
  };
}

/** UnionPay in the sandbox: one merchant with a certificate of its own, and the demonstration platform. */
export const open: OpenSandboxGateway = async (context, { merchant, platform, shops }) => {
  const provider = (await unionpay(context, providerParts)) as UnionPay;
  const [kit, enrolment] = await Promise.all([provider.enrolDirect(merchant), provider.enrolPlatform(platform, shops)]);
  return {
    provider,
    platform: enrolment,
    payees: () => [kit.merchant.merId, ...Object.values(enrolment.payees)],
    settings: (origin, write) => settings(provider, kit, enrolment, origin, write),
  };
};
