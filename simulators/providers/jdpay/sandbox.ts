import { pem } from '../../kernel/keys';
import { type Enrolment, providerParts } from '../contract';
import type { OpenSandboxGateway, WriteFile } from '../sandbox';
import { type JdPay, jdpay } from '.';
import type { MerchantKit } from './enrolment';

interface Keys {
  readonly desKey: string;
  readonly privateKey: string;
}

/** The merchants of the demonstration platform, each with its own number and keys. */
function partner({ connection, payees }: Enrolment, write: WriteFile): Record<string, unknown> {
  const merchants = connection['merchants'] as Readonly<Record<string, Keys>>;
  const entries = Object.entries(payees).map(([owner, merchant]) => {
    const { desKey = '', privateKey = '' } = merchants[merchant] ?? {};
    const file = `partner-${owner.replaceAll(/[^a-z0-9]+/g, '-')}-private-key.pem`;
    return [owner, { merchant, desKey, merchantPrivateKey: write(file, privateKey) }];
  });
  return Object.fromEntries(entries);
}

function settings(
  { signers }: JdPay,
  { account, desKey, privateKeyPkcs1, privateKeyPkcs8 }: MerchantKit,
  platform: Enrolment,
  origin: string,
  write: WriteFile,
): Record<string, unknown> {
  return {
    // One address serves the paths of all three hosts.
    baseUrl: origin,
    merchant: account.merchant,
    desKey,
    md5Key: account.md5Key,
    merchantPrivateKey: write('merchant-private-key.pem', privateKeyPkcs8),
    merchantPrivateKeyPkcs1: write('merchant-private-key-pkcs1.pem', privateKeyPkcs1),
    jdPublicKey: write('jd-public-key.pem', pem.publicSpki(signers.active())),
    partner: partner(platform, write),
  };
}

/** JD Pay in the sandbox: one merchant for itself, and the merchants of the demonstration platform. */
export const open: OpenSandboxGateway = async (context, { merchant, platform, shops }) => {
  const provider = (await jdpay(context, providerParts)) as JdPay;
  const [kit, enrolment] = await Promise.all([provider.enrolDirect(merchant), provider.enrolPlatform(platform, shops)]);
  return {
    provider,
    platform: enrolment,
    payees: () => [kit.account.merchant, ...Object.values(enrolment.payees)],
    settings: (origin, write) => settings(provider, kit, enrolment, origin, write),
  };
};
