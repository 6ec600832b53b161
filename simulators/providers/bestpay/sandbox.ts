import { type Enrolment, providerParts } from '../contract';
import type { OpenSandboxGateway, WriteFile } from '../sandbox';
import { type BestPay, bestpay } from '.';
import type { Merchant } from './register';

/** The demonstration platform: its own number, and a file with the keys of each of its merchants. */
function partner({ connection, payees }: Enrolment, write: WriteFile): Record<string, unknown> {
  const { merchantId, merchants } = connection;
  const keys = write('partner-merchants.json', `${JSON.stringify(merchants, null, 2)}\n`);
  return { merchantId, merchantIds: payees, merchants: keys };
}

function settings(
  { merchantId, key, password }: Merchant,
  platform: Enrolment,
  origin: string,
  write: WriteFile,
): Record<string, unknown> {
  return {
    gateway: origin,
    placeOrder: `${origin}/barcode/placeOrder`,
    queryOrder: `${origin}/query/queryOrder`,
    commonRefund: `${origin}/refund/commonRefund`,
    reverse: `${origin}/reverse/reverse`,
    payWeb: `${origin}/payWeb.do`,
    payWap: `${origin}/payWap.do`,
    merchantId,
    key,
    merchantPwd: password,
    partner: partner(platform, write),
  };
}

/** BestPay in the sandbox: one merchant for itself, and the demonstration platform. */
export const open: OpenSandboxGateway = async (context, { merchant, platform, shops }) => {
  const provider = (await bestpay(context, providerParts)) as BestPay;
  const own = provider.enrolDirect(merchant);
  const enrolment = await provider.enrolPlatform(platform, shops);
  return {
    provider,
    platform: enrolment,
    payees: () => [own.merchantId, ...Object.values(enrolment.payees)],
    settings: (origin, write) => settings(own, enrolment, origin, write),
  };
};
