import { pem } from '../../kernel/keys';
import { type Enrolment, providerParts } from '../contract';
import type { OpenSandboxGateway, WriteFile } from '../sandbox';
import { type WechatPay, wechatpay } from '.';
import type { MerchantKit } from './enrolment';

/** The identifiers of the test buyers under one application. */
const buyers = ({ payers }: WechatPay, appid: string): Record<string, string> =>
  Object.fromEntries(payers.people.map((person) => [person, payers.identifier(person, appid)]));

/** The service provider behind the demonstration platform, and its sub-merchants. */
function partner(provider: WechatPay, { connection, payees }: Enrolment, write: WriteFile): Record<string, unknown> {
  const { appid, mchid, merchantSerial, merchantPrivateKey, apiV3Key, apiV2Key } = connection as Record<string, string>;
  const [subMchid] = Object.values(payees);
  const openids = buyers(provider, appid ?? '');
  return {
    sp_appid: appid,
    sp_mchid: mchid,
    sub_mchid: subMchid,
    sub_mchids: payees,
    sp_openid: Object.values(openids)[0],
    sp_openids: openids,
    merchantSerial,
    merchantPrivateKey: write('partner-private-key.pem', merchantPrivateKey ?? ''),
    apiV3Key,
    apiV2Key,
  };
}

function settings(
  provider: WechatPay,
  kit: MerchantKit,
  platform: Enrolment,
  origin: string,
  write: WriteFile,
): Record<string, unknown> {
  const { account, serial, privateKey, certificate, apiV3Key, apiV2Key } = kit;
  const [appid = ''] = account.appids;
  const { signers } = provider;
  const openids = buyers(provider, appid);
  return {
    baseUrl: origin,
    appid,
    mchid: account.mchid,
    openid: Object.values(openids)[0],
    openids,
    merchantSerial: serial,
    merchantPrivateKey: write('merchant-private-key.pem', privateKey),
    merchantCertificate: write('merchant-certificate.pem', certificate),
    platformSerial: signers.active().serial,
    platformCertificate: write('platform-certificate.pem', signers.active().certificate.pem),
    publicKeyId: signers.publicKey.serial,
    publicKey: write('public-key.pem', pem.publicSpki(signers.publicKey)),
    apiV3Key,
    apiV2Key,
    partner: partner(provider, platform, write),
  };
}

/** WeChat Pay in the sandbox: one direct merchant, and the demonstration platform as a service provider. */
export const open: OpenSandboxGateway = async (context, { merchant, platform, shops }) => {
  const provider = (await wechatpay(context, providerParts)) as WechatPay;
  const [kit, enrolment] = await Promise.all([provider.enrolDirect(merchant), provider.enrolPlatform(platform, shops)]);
  for (const mchid of [kit.account.mchid, String(enrolment.connection['mchid'])]) {
    provider.register.change(mchid, { noticesSignedWith: 'as-ordered' });
  }
  return {
    provider,
    platform: enrolment,
    payees: () => provider.register.accounts().map(({ mchid }) => mchid),
    settings: (origin, write) => settings(provider, kit, enrolment, origin, write),
  };
};
