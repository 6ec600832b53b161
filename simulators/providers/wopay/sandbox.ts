import { providerParts } from '../contract';
import type { OpenSandboxGateway, WriteFile } from '../sandbox';
import { type Wopay, wopay } from '.';
import { PATHS } from './gate';
import { keyInForce, type Merchant } from './register';

/** A merchant's number and keys; a key is written to a file as all secrets are. */
function keysOf(merchant: Merchant, write: WriteFile, name: string): Record<string, unknown> {
  const { merNo, nextKey } = merchant;
  const key = write(`${name}-key.txt`, keyInForce(merchant));
  return { merNo, key, ...(nextKey === undefined ? {} : { nextKey: write(`${name}-next-key.txt`, nextKey) }) };
}

/** WoPay in the sandbox: the integrator's merchant, and those of the demonstration platform, each with its own key. */
export const open: OpenSandboxGateway = async (context, { merchant, platform, shops }) => {
  const provider = (await wopay(context, providerParts)) as Wopay;
  const { merNo } = provider.enrolDirect(merchant);
  const enrolment = await provider.enrolPlatform(platform, shops);
  const current = (id: string): Merchant => {
    const found = provider.register.merchant(id);
    if (!found) throw new Error(`no merchant ${id}`);
    return found;
  };
  return {
    provider,
    platform: enrolment,
    payees: () => [merNo, ...Object.values(enrolment.payees)],
    settings: (origin, write) => ({
      profile: 'wopay-sim-profile/0',
      orderUrl: `${origin}${PATHS.order}?reqCharSet=UTF-8`,
      queryUrl: `${origin}${PATHS.query}?reqCharSet=UTF-8`,
      refundUrl: `${origin}${PATHS.refund}?reqCharSet=UTF-8`,
      ...keysOf(current(merNo), write, 'merchant'),
      signType: 'MD5',
      partner: Object.entries(enrolment.payees).map(([owner, id]) => ({
        owner,
        ...keysOf(current(id), write, `partner-${id}`),
      })),
    }),
  };
};
