import type { AxiosInstance } from 'axios';
import { checkoutParts } from '../checkout/config';
import { noticeFits } from '../checkout/notice-fits';
import { override } from '../checkout/protocols/override';
import type { PaymentProtocol, ProtocolFactory } from '../checkout/protocols/protocol';
import { WechatPayV3 } from '../checkout/protocols/wechatpay-v3';
import type { ProviderParts } from '../providers/contract';
import type { Trade } from '../providers/engine/trade';
import type { Defect } from './defect';
import { refundsAgain } from './refund';

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

/** Does not care when a message was signed. */
class TimelessWechatPay extends WechatPayV3 {
  protected override distrust(headers: Headers, body: string): string | undefined {
    const reason = super.distrust(headers, body);
    return reason === 'stale' ? undefined : reason;
  }
}

/** An adapter that takes a notice for a replay as soon as it has seen its number. */
function onceOnly(protocol: PaymentProtocol): PaymentProtocol {
  const seen = new Set<string>();
  return override(protocol, {
    readNotice: async (notice) => {
      const reading = await protocol.readNotice(notice);
      if (!reading.ok) return reading;
      if (seen.has(reading.noticeId)) return { ok: false, reason: 'replayed' };
      seen.add(reading.noticeId);
      return reading;
    },
  });
}

/** Adapters of which each tries the others on a notice that it cannot read. */
function whicheverFits(): (protocol: PaymentProtocol, provider: string) => PaymentProtocol {
  const all = new Map<string, PaymentProtocol>();
  return (protocol, provider) => {
    all.set(provider, protocol);
    return override(protocol, {
      readNotice: async (notice) => {
        for (const each of [protocol, ...all.values()]) {
          const reading = await each.readNotice(notice);
          if (reading.ok) return reading;
        }
        return { ok: false, reason: 'nobody can read it' };
      },
    });
  };
}

/** Compares a notice with its order as if it had arrived at the right address. */
const atAnyAddress: typeof noticeFits = (content, target) => {
  const provider = target.attempt?.route.provider ?? target.provider;
  const application = content.kind === 'paid' ? content.application : target.application;
  return noticeFits(content, { ...target, provider, application });
};

/** Keeps the last trade in hand until another comes. */
const oneBehind: ProviderParts['writing'] = (write) => {
  let inHand: Trade | undefined;
  return (trade) => {
    if (inHand) write(inHand);
    inHand = trade;
  };
};

/** A platform that writes beside what became of a notice the secrets that it read it with. */
function notingKeys(): Defect['parts'] {
  let last = '';
  const noted = (name: keyof typeof checkoutParts.protocols, secret: string): Record<string, ProtocolFactory> => {
    const open = checkoutParts.protocols[name];
    if (!open) throw new Error(`no adapter speaks "${name}"`);
    return {
      [name]: (connection, now) => {
        const protocol = open(connection, now);
        const readNotice: PaymentProtocol['readNotice'] = (notice) => {
          last = String(connection[secret]).replaceAll('\n', '');
          return protocol.readNotice(notice);
        };
        return override(protocol, { readNotice });
      },
    };
  };
  const protocols = {
    ...checkoutParts.protocols,
    ...noted('wechatpay-v3', 'apiV3Key'),
    ...noted('alipay-openapi', 'privateKey'),
    ...noted('sim-profile', 'privateKey'),
  };
  return { checkout: { protocols, recordAs: (outcome) => `${outcome} (with ${last})` } };
}

/** The same message without what signs it: headers, or a form parameter. */
async function withoutSignature(request: Request): Promise<Request> {
  const { url, method } = request;
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()]) if (name.includes('sign')) headers.delete(name);
  const body = (await request.text()).replace(/(^|&)(sign|signMsg|hmac)=[^&]*/, '');
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
  {
    id: 'believes-old-notices',
    check: 'SEC-003/window-kept',
    reason: 'out-of-window-accepted',
    level: 'timing',
    what: { en: 'Does not look when a notice was signed', zh: '不核对通知的签名时间' },
    parts: speaking((connection) => new TimelessWechatPay(connection)),
  },
  {
    id: 'provider-forgets-the-window',
    check: 'SEC-003/window-kept',
    reason: 'out-of-window-accepted',
    level: 'timing',
    what: { en: 'The provider does not look when a request was signed', zh: '支付机构不核对请求的签名时间' },
    parts: { providers: { believe: (found) => (found === 'stale' ? 'valid' : found) } },
  },
  {
    id: 'takes-one-signature-for-another',
    check: 'SEC-003/elsewhere-refused',
    reason: 'replay-elsewhere-accepted',
    level: 'wire',
    what: {
      en: 'The provider accepts a good signature whatever it was made for',
      zh: '支付机构只看签名真实，不看其所签内容',
    },
    parts: { providers: { believe: (found) => (found === 'invalid' ? 'valid' : found) } },
  },
  {
    id: 'reads-notices-at-any-address',
    check: 'SEC-003/elsewhere-refused',
    reason: 'misdirected-believed',
    level: 'wire',
    subtle: true,
    what: {
      en: 'Reads a notice by whatever protocol it fits, wherever it arrives',
      zh: '无论通知到达哪个地址，均按能解读的协议处理',
    },
    parts: { checkout: { wrapProtocol: whicheverFits(), noticeFits: atAnyAddress } },
  },
  {
    id: 'acts-on-every-copy',
    check: 'SEC-003/replay-has-no-effect',
    reason: 'replay-moved-money-again',
    level: 'logic',
    subtle: true,
    what: { en: 'The provider gives money back for each copy of a request', zh: '支付机构收到一份请求副本就退一次款' },
    parts: refundsAgain,
  },
  {
    id: 'takes-every-repeat-for-a-replay',
    check: 'SEC-003/retry-is-understood',
    reason: 'retry-taken-for-a-replay',
    level: 'wire',
    what: { en: 'Refuses a notice whose number it has seen before', zh: '凡编号出现过的通知一律拒绝' },
    parts: { checkout: { wrapProtocol: onceOnly } },
  },
  {
    id: 'acknowledges-before-it-stores',
    check: 'SEC-004/acknowledged-is-stored',
    reason: 'acknowledged-not-stored',
    level: 'timing',
    subtle: true,
    what: {
      en: 'The provider writes each order down when the next one comes',
      zh: '支付机构直到下一笔订单到来才写入上一笔',
    },
    parts: { providers: { writing: oneBehind } },
  },
  {
    id: 'stores-without-the-signature',
    check: 'SEC-004/stored-with-its-signature',
    reason: 'stored-without-proof',
    level: 'logic',
    what: { en: 'The provider keeps what was asked and not who signed it', zh: '支付机构只存请求内容，不存签名' },
    parts: {
      providers: {
        writing:
          (write) =>
          ({ proof: _, ...trade }) =>
            write(trade),
      },
    },
  },
  {
    id: 'notes-the-key-beside-each-notice',
    check: 'SEC-005/run-is-clean',
    reason: 'secret-in-run',
    level: 'logic',
    what: { en: 'Writes down with which key a notice was opened', zh: '记录通知时一并写下解密所用的密钥' },
    parts: notingKeys(),
  },
];
