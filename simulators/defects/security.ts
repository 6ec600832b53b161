import type { AxiosInstance } from 'axios';
import { checkoutParts } from '../checkout/config';
import { WechatPayV3 } from '../checkout/protocols/wechatpay-v3';
import type { Defect } from './defect';

/** Reads answers without verifying them. */
class UnverifyingWechatPay extends WechatPayV3 {
  protected override prepared(http: AxiosInstance): AxiosInstance {
    http.defaults.transformResponse = [(text: string) => (text === '' ? text : JSON.parse(text))];
    return http;
  }
}

/** Takes whatever key it has when the named one is unknown. */
class AnyKeyWechatPay extends WechatPayV3 {
  protected override distrust(headers: Headers, body: string): string | undefined {
    const reason = super.distrust(headers, body);
    if (reason !== 'unknown key') return reason;
    return Object.keys(this.keys).some((serial) => {
      const named = new Headers(headers);
      named.set('wechatpay-serial', serial);
      return super.distrust(named, body) === undefined;
    })
      ? undefined
      : reason;
  }
}

/** Keeps the keys that it started with. */
class UnrefreshingWechatPay extends WechatPayV3 {
  override async refreshKeys(): Promise<void> {}
}

/** The same message without what signs it: a header, or a form parameter. */
async function withoutSignature(request: Request): Promise<Request> {
  const { url, method } = request;
  const headers = new Headers(request.headers);
  headers.delete('wechatpay-signature');
  const body = (await request.text()).replace(/(^|&)sign=[^&]*/, '');
  return new Request(url, { method, headers, body });
}

const speaking = (wechatpay: (connection: Readonly<Record<string, unknown>>) => WechatPayV3): Defect['parts'] => ({
  checkout: { protocols: { ...checkoutParts.protocols, 'wechatpay-v3': wechatpay } },
});

/** Broken twins of the theme "security". */
export const securityDefects: readonly Defect[] = [
  {
    id: 'provider-trusts-every-request',
    check: 'SEC-001/requests-checked',
    reason: 'unsigned-request-accepted',
    level: 'wire',
    what: { en: 'The provider acts on requests whose signature does not fit', zh: '支付机构接受验签不通过的请求' },
    parts: { providers: { believe: (found) => (found === 'unknown-key' ? found : 'valid') } },
  },
  {
    id: 'skips-the-verification-of-answers',
    check: 'SEC-001/answers-checked',
    reason: 'unsigned-answer-believed',
    level: 'wire',
    what: { en: 'Reads answers of WeChat Pay without verifying them', zh: '不对微信支付的应答验签' },
    parts: speaking((connection) => new UnverifyingWechatPay(connection)),
  },
  {
    id: 'sends-notices-unsigned',
    check: 'SEC-001/everything-signed',
    reason: 'sent-without-signature',
    level: 'wire',
    what: { en: 'The provider sends notices without a signature', zh: '支付机构发送未签名的通知' },
    parts: { providers: { outgoing: withoutSignature } },
  },
  {
    id: 'takes-any-key-for-an-unknown-one',
    check: 'SEC-002/unknown-key-refused',
    reason: 'unknown-key-accepted',
    level: 'wire',
    subtle: true,
    what: {
      en: 'Tries its own keys when a notice names one that it does not know',
      zh: '遇到未知密钥标识时改用已有密钥',
    },
    parts: speaking((connection) => new AnyKeyWechatPay(connection)),
  },
  {
    id: 'provider-accepts-unknown-serials',
    check: 'SEC-002/unknown-key-refused',
    reason: 'unknown-key-accepted',
    level: 'wire',
    what: { en: 'The provider accepts requests that name a key nobody registered', zh: '支付机构接受未登记的密钥标识' },
    parts: { providers: { believe: (found) => (found === 'unknown-key' ? 'valid' : found) } },
  },
  {
    id: 'never-refreshes-keys',
    check: 'SEC-002/rotation-loses-nothing',
    reason: 'lost-in-rotation',
    level: 'timing',
    what: { en: 'Keeps the keys that it started with', zh: '从不更新平台密钥' },
    parts: speaking((connection) => new UnrefreshingWechatPay(connection)),
  },
];
