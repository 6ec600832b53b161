import { type Enrolment, providerParts } from '../contract';
import type { OpenSandboxGateway, WriteFile } from '../sandbox';
import { type Alipay, alipay } from '.';
import type { MerchantKit } from './enrolment';

/** The identifiers of the test buyers under one application. */
const buyers = ({ payers }: Alipay, appId: string): Record<string, string> =>
  Object.fromEntries(payers.people.map((person) => [person, payers.identifier(person, appId)]));

/** Alipay's own files of certificate mode, as paths. */
interface Roots {
  readonly alipayCert: string;
  readonly alipayRootCert: string;
}

/** The demonstration platform, in certificate mode, and its sub-merchants. */
function partner({ connection, payees }: Enrolment, roots: Roots, write: WriteFile): Record<string, unknown> {
  const { appId, privateKey = '', keyType, appCert = '', aesKey } = connection as Record<string, string>;
  return {
    appId,
    privateKey: write('partner-private-key.pem', privateKey),
    keyType,
    aesKey,
    certMode: { appCert: write('partner-certificate.crt', appCert), ...roots },
    subMerchantId: Object.values(payees)[0],
    subMerchantIds: payees,
  };
}

function settings(
  provider: Alipay,
  kit: MerchantKit,
  platform: Enrolment,
  origin: string,
  write: WriteFile,
): Record<string, unknown> {
  const { app, privateKeyPkcs1, privateKeyPkcs8, alipayPublicKey = '', certificates, aesKey } = kit;
  const { signers } = provider;
  const buyerOpenIds = buyers(provider, app.appId);
  const roots = {
    alipayCert: write('alipay-certificate.crt', signers.active().issued.chain),
    alipayRootCert: write('alipay-roots.crt', signers.authority.rootBundle),
  };
  return {
    gateway: `${origin}/gateway.do`,
    appId: app.appId,
    sellerId: app.pid,
    buyerOpenId: Object.values(buyerOpenIds)[0],
    buyerOpenIds,
    privateKey: write('app-private-key-pkcs1.pem', privateKeyPkcs1),
    keyType: 'PKCS1',
    privateKeyPkcs8: write('app-private-key-pkcs8.pem', privateKeyPkcs8),
    alipayPublicKey: write('alipay-public-key.pem', alipayPublicKey),
    certMode: { appCert: write('app-certificate.crt', certificates?.appCert ?? ''), ...roots },
    aesKey,
    v3: true,
    partner: partner(platform, roots, write),
  };
}

/** Alipay in the sandbox: one direct merchant whose application takes either kind of key, and the demonstration platform. */
export const open: OpenSandboxGateway = async (context, { merchant, platform, shops }) => {
  const provider = (await alipay(context, providerParts)) as Alipay;
  const [kit, enrolment] = await Promise.all([
    provider.enrolDirect(merchant, { mode: 'either' }),
    provider.enrolPlatform(platform, shops),
  ]);
  return {
    provider,
    platform: enrolment,
    payees: () => [kit.app.pid, ...Object.values(enrolment.payees)],
    settings: (origin, write) => settings(provider, kit, enrolment, origin, write),
  };
};
