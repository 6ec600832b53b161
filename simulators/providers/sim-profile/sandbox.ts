import { type Enrolment, providerParts } from '../contract';
import type { OpenSandboxGateway, WriteFile } from '../sandbox';
import type { OpenSimProvider } from '.';
import { type MerchantKit, providerKeys } from './enrolment';
import type { SimProvider } from './provider';

/** Settings that both kinds of merchant have. */
function shared({ desk, signers }: SimProvider, origin: string, write: WriteFile): Record<string, unknown> {
  const keys = Object.entries(providerKeys(signers)).map(([key, pem]) => [key, write(`provider-key-${key}.pem`, pem)]);
  return { baseUrl: origin, profile: desk.label, words: desk.design.words, providerKeys: Object.fromEntries(keys) };
}

/** The demonstration platform and the accounts into which it collects. */
function partner({ connection, payees }: Enrolment, write: WriteFile): Record<string, unknown> {
  const { appId, key, privateKey } = connection as Record<string, string>;
  return { appId, key, privateKey: write('partner-private-key.pem', privateKey ?? ''), payees };
}

/** Opens a provider of this ground for the sandbox: one direct merchant, and the demonstration platform. */
export const simSandbox =
  (open: OpenSimProvider): OpenSandboxGateway =>
  async (context, { merchant, platform, shops }) => {
    const provider = await open(context, providerParts);
    const [kit, enrolment]: [MerchantKit, Enrolment] = await Promise.all([
      provider.enrolDirect(merchant),
      provider.enrolPlatform(platform, shops),
    ]);
    return {
      provider,
      platform: enrolment,
      payees: () => provider.register.payees().map(({ account }) => account),
      settings: (origin, write) => ({
        ...shared(provider, origin, write),
        appId: kit.appId,
        key: kit.key,
        privateKey: write('app-private-key.pem', kit.privateKey),
        payee: kit.payees[0]?.account,
        presents: provider.design.presents.map(({ present }) => present),
        partner: partner(enrolment, write),
      }),
    };
  };
