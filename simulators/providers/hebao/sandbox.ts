import { providerParts } from '../contract';
import type { OpenSandboxGateway, WriteFile } from '../sandbox';
import { type Hebao, hebao } from '.';
import { GATEWAY_PATHS } from './gate';
import { keyInForce, type Merchant } from './register';

/** A merchant's number and keys; the key is written to a file as all secrets are. */
function keysOf(merchant: Merchant, write: WriteFile, name: string): Record<string, unknown> {
  const { merchantId, nextKey } = merchant;
  const signKey = write(`${name}-sign-key.txt`, keyInForce(merchant));
  return {
    merchantId,
    signKey,
    ...(nextKey === undefined ? {} : { nextSignKey: write(`${name}-next-sign-key.txt`, nextKey) }),
  };
}

/** HeBao in the sandbox: the integrator's merchant, and those of the demonstration platform, each with its own key. */
export const open: OpenSandboxGateway = async (context, { merchant, platform, shops }) => {
  const provider = (await hebao(context, providerParts)) as Hebao;
  const { merchantId } = provider.enrolDirect(merchant);
  const enrolment = await provider.enrolPlatform(platform, shops);
  const current = (id: string): Merchant => {
    const found = provider.register.merchant(id);
    if (!found) throw new Error(`no merchant ${id}`);
    return found;
  };
  return {
    provider,
    platform: enrolment,
    payees: () => [merchantId, ...Object.values(enrolment.payees)],
    settings: (origin, write) => ({
      profile: 'hebao-sim-profile/0',
      gateway: `${origin}${GATEWAY_PATHS.ips}`,
      codeGateway: `${origin}${GATEWAY_PATHS.cps}`,
      ...keysOf(current(merchantId), write, 'merchant'),
      signType: 'MD5',
      partner: Object.entries(enrolment.payees).map(([owner, id]) => ({
        owner,
        ...keysOf(current(id), write, `partner-${id}`),
      })),
    }),
  };
};
