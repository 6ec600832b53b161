import { isDeepStrictEqual } from 'node:util';
import { AlipaySdk, type AlipaySdkConfig, type IRequestParams } from 'alipay-sdk';
import { z } from 'zod';
import { beijingDateTime, signingNow } from '../../../kernel/time';
import { type GatewayResult, resultSchema } from './answers';
import { mayReplace } from './certificates';

const DOWNLOAD = 'alipay.open.app.alipaycert.download';

const sealSchema = z.looseObject({ alipay_cert_sn: z.string().optional(), sign: z.string() });

/** An answer that names a certificate which this client does not know. */
class OtherCertificate extends Error {
  override name = 'OtherCertificate';

  constructor(
    readonly sn: string,
    readonly raw: string,
    readonly signature: string,
  ) {
    super(`the answer is signed with certificate ${sn}, which is not known yet`);
  }
}

/**
 * The public SDK, which checks the answer's signature, but neither the number of the certificate that it names nor that
 * what it returns is what was signed: of two objects of one name it verifies one and returns the other.
 */
class CheckingSdk extends AlipaySdk {
  override checkResponseSign(raw: string, key: string, signature: string, traceId: string): void {
    const { alipayCertSn } = this.config;
    const { alipay_cert_sn: named, [key]: returned } = sealSchema.parse(JSON.parse(raw));
    if (alipayCertSn && named !== undefined && named !== alipayCertSn) {
      throw new OtherCertificate(named, raw, signature);
    }
    super.checkResponseSign(raw, key, signature, traceId);
    if (!isDeepStrictEqual(JSON.parse(this.getSignStr(raw, key)), returned)) {
      throw new Error('the answer says something else than what was signed');
    }
  }
}

/** What a client is built from: keys in one of the two modes (sheet 1.7). */
export interface GatewayKeys {
  readonly appId: string;
  readonly privateKey: string;
  readonly keyType: 'PKCS1' | 'PKCS8';
  readonly alipayPublicKey?: string;
  readonly appCert?: string;
  readonly alipayCert?: string;
  readonly alipayRootCert?: string;
}

const envelopeKey = (method: string) => `${method.replaceAll('.', '_')}_response`;

/** The current time as the gateway wants it; the SDK alone would write the time zone of the process (requirement B19). */
const timestamp = () => beijingDateTime(signingNow());

/** The gateway through the unmodified SDK, with verified answers and certificates that may rotate. */
export class GatewayClient {
  /** SDKs by certificate number, the newest last; in key mode one without a number. */
  readonly #sdks = new Map<string, CheckingSdk>();
  readonly #pages: AlipaySdk;
  #probe: Promise<void> | undefined;

  constructor(
    readonly keys: GatewayKeys,
    /** Where servers call, and where payers' browsers go. */
    readonly addresses: { readonly api: string; readonly pages: string },
    readonly timeoutMs: number,
  ) {
    this.#add(this.#open(keys.alipayCert));
    this.#pages = new AlipaySdk({ ...this.#config(keys.alipayCert), gateway: addresses.pages });
  }

  /** The signed address of a page method, for the payer's browser. */
  pageAddress(method: string, parameters: IRequestParams): string {
    return this.#pages.pageExecute(method, 'GET', { ...parameters, timestamp: timestamp() });
  }

  /** The signed text of an order that an app of the platform hands to the wallet's app. */
  appOrder(method: string, parameters: IRequestParams): string {
    return this.#newest().sdkExecute(method, { ...parameters, timestamp: timestamp() });
  }

  /**
   * Calls a method; what comes back has been verified, byte for byte as it was received.
   * @throws whatever the SDK throws: no answer, or none that can be believed.
   */
  async call(method: string, parameters: IRequestParams): Promise<GatewayResult> {
    try {
      const result = await this.#newest().exec(
        method,
        { ...parameters, timestamp: timestamp() },
        { validateSign: true },
      );
      return resultSchema.parse(result);
    } catch (error) {
      if (!(error instanceof OtherCertificate)) throw error;
      const { sn, raw, signature } = error;
      // The answer is in hand: it is verified again, not asked for again.
      (await this.#learn(sn)).checkResponseSign(raw, envelopeKey(method), signature, '');
      const envelope = z.record(z.string(), z.unknown()).parse(JSON.parse(raw));
      return resultSchema.parse(envelope[envelopeKey(method)]);
    }
  }

  /** True when the parameters of a notice or a return carry a fitting signature of Alipay (sheet 3.3). */
  async verifies(values: Readonly<Record<string, string>>): Promise<boolean> {
    const named = values['alipay_cert_sn'];
    if (named !== undefined && this.keys.alipayCert !== undefined && !this.#sdks.has(named)) {
      const known = await this.#learn(named).catch(() => undefined);
      if (!known) return false;
    }
    if (this.#fits(values)) return true;
    // A notice does not name its key: the current one is asked for, once, whoever waits for it.
    await this.refresh().catch(() => undefined);
    return this.#fits(values);
  }

  /** Finds out with which certificate Alipay signs now, and fetches it when it is new. */
  async refresh(): Promise<void> {
    const sn = [...this.#sdks.keys()].at(-1);
    if (!sn) return;
    this.#probe ??= this.call(DOWNLOAD, { bizContent: { alipay_cert_sn: sn } })
      .then(() => undefined)
      .finally(() => {
        this.#probe = undefined;
      });
    await this.#probe;
  }

  /** Whether Alipay signs the number of its certificate is not known, so both ways fit; the number only picks the key. */
  #fits(values: Readonly<Record<string, string>>): boolean {
    const { alipay_cert_sn: named, ...unnamed } = values;
    const chosen = this.#sdks.get(named ?? '');
    const sdks = named !== undefined && chosen ? [chosen] : [...this.#sdks.values()];
    return sdks.some((sdk) => {
      try {
        return sdk.checkNotifySignV2(values) || (named !== undefined && sdk.checkNotifySignV2(unnamed));
      } catch {
        // Text that is not a signature at all counts as one that does not fit.
        return false;
      }
    });
  }

  /** A client for a certificate: one that is known, or one that is fetched and leads to the configured root. */
  async #learn(sn: string): Promise<CheckingSdk> {
    const known = this.#sdks.get(sn);
    if (known) return known;
    const { alipayCert, alipayRootCert } = this.keys;
    if (alipayCert === undefined || alipayRootCert === undefined) throw new Error('key mode knows no certificates');
    // Signed with the key that is asked for, this one answer can only be judged by what it brings.
    const parameters = { bizContent: { alipay_cert_sn: sn }, timestamp: timestamp() };
    const answer = resultSchema.parse(await this.#newest().exec(DOWNLOAD, parameters));
    const downloaded = Buffer.from(z.string().parse(answer['alipay_cert_content']), 'base64').toString('utf8');
    const sdk = this.#open(downloaded);
    if (sdk.config.alipayCertSn !== sn || !mayReplace(alipayCert, downloaded, alipayRootCert)) {
      throw new Error(`certificate ${sn} is not one of Alipay's`);
    }
    return this.#add(sdk);
  }

  #add(sdk: CheckingSdk): CheckingSdk {
    this.#sdks.set(sdk.config.alipayCertSn ?? '', sdk);
    return sdk;
  }

  #newest(): CheckingSdk {
    const sdk = [...this.#sdks.values()].at(-1);
    if (!sdk) throw new Error('a gateway client without keys');
    return sdk;
  }

  #open(alipayCert: string | undefined): CheckingSdk {
    return new CheckingSdk(this.#config(alipayCert));
  }

  #config(alipayCert: string | undefined): AlipaySdkConfig {
    const { appId, privateKey, keyType, alipayPublicKey, appCert, alipayRootCert } = this.keys;
    const keys =
      alipayCert === undefined
        ? { alipayPublicKey }
        : { appCertContent: appCert, alipayPublicCertContent: alipayCert, alipayRootCertContent: alipayRootCert };
    return {
      appId,
      privateKey,
      keyType,
      gateway: this.addresses.api,
      timeout: this.timeoutMs,
      camelcase: false,
      ...keys,
    };
  }
}
