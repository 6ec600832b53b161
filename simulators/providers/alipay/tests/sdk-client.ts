import { AlipaySdk, type AlipaySdkConfig } from 'alipay-sdk';
import type { MerchantKit } from '../enrolment';

/** The unmodified SDK with a kit's settings. */
export function sdkFor(
  kit: MerchantKit,
  origin: string,
  keyType: 'PKCS1' | 'PKCS8' = 'PKCS8',
  more: Partial<AlipaySdkConfig> = {},
): AlipaySdk {
  const { certificates: files, alipayPublicKey } = kit;
  return new AlipaySdk({
    appId: kit.app.appId,
    privateKey: keyType === 'PKCS1' ? kit.privateKeyPkcs1 : kit.privateKeyPkcs8,
    keyType,
    gateway: `${origin}/gateway.do`,
    ...(files
      ? {
          appCertContent: files.appCert,
          alipayPublicCertContent: files.alipayCert,
          alipayRootCertContent: files.alipayRootCert,
        }
      : { alipayPublicKey }),
    ...more,
  });
}
