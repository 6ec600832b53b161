import { pem } from '../../kernel/keys';
import { pkcs12 } from '../../kernel/pkcs12';
import { type Enrolment, providerParts } from '../contract';
import type { OpenSandboxGateway, WriteFile } from '../sandbox';
import { type BestPay, bestpay } from '.';
import { PROFILE_HEADER } from './bills';
import type { MerchantKit } from './enrolment';
import { SDK_PATH } from './mapi/envelope';
import { H5_PATH } from './mapi/gateway';
import type { Merchant } from './register';

/** The demonstration platform: its own number, and a file with the keys of each of its merchants. */
function partner({ connection, payees }: Enrolment, write: WriteFile): Record<string, unknown> {
  const { merchantId, merchants } = connection;
  const keys = write('partner-merchants.json', `${JSON.stringify(merchants, null, 2)}\n`);
  return { merchantId, merchantIds: payees, merchants: keys };
}

/** The password of the file with the merchant's key; it guards nothing that is not minted here. */
const P12_PASSWORD = '000000';

/** The newer platform, as far as this project has a profile of it. */
async function mapi(
  { platformKeys }: BestPay,
  { merchant, pair, certificate }: MerchantKit,
): Promise<(origin: string, write: WriteFile) => Record<string, unknown>> {
  await platformKeys.active();
  return (origin, write) => ({
    baseUrl: `${origin}/mapi`,
    sdkRequest: `${origin}${SDK_PATH}?BESTPAY_MAPI_VERSION=1.0`,
    cashier: `${origin}${H5_PATH}`,
    profile: PROFILE_HEADER['X-Sim-Profile'],
    institutionCode: merchant.institution?.code,
    merchantNo: merchant.institution?.code,
    privateKey: write('mapi-private-key.pem', pem.privatePkcs8(pair)),
    p12: write('mapi.p12', pkcs12(pair, certificate, P12_PASSWORD)),
    p12Password: P12_PASSWORD,
    bestpayPublicKey: write('mapi-bestpay-public-key.pem', pem.publicSpki(platformKeys.signing())),
  });
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
  const kit = await provider.enrolDirect(merchant);
  const enrolment = await provider.enrolPlatform(platform, shops);
  const newer = await mapi(provider, kit);
  const { merchant: own } = kit;
  return {
    provider,
    platform: enrolment,
    payees: () => [own.merchantId, ...Object.values(enrolment.payees)],
    settings: (origin, write) => ({ ...settings(own, enrolment, origin, write), mapi: newer(origin, write) }),
  };
};
