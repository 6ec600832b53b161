import { BlockList, isIP } from 'node:net';
import type { Hono } from 'hono';
import { type Incoming, incoming } from '../../network/message';
import type { Trade } from '../engine/trade';
import { handOffPage, htmlAnswer, languageOf, refusalPage } from '../pages';
import type { Desk } from './desk';
import { initiator } from './notices';
import { H5_PATH, packageNo } from './orders';
import { WALLET } from './wallet';

/** The literal texts of the page's refusals (sheet 7); that of the address family is from older documents. */
export const H5_TEXTS = {
  noReferer: '商家参数格式有误，请联系商家解决',
  foreignDomain: '商家存在未配置的参数，请联系商家解决',
  expired: '支付请求已失效，请重新发起支付',
  insideWechat: '请在微信外打开订单，进行支付',
  altered: { ios: '签名验证失败', android: '系统繁忙' },
  address: '由于商家传入的H5交易参数有误',
  otherAddress: '网络环境未能通过安全验证，请稍后再试',
} as const;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

const privateNetworks = new BlockList();
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const) {
  privateNetworks.addSubnet(net, bits);
}
privateNetworks.addSubnet('fc00::', 7, 'ipv6');
privateNetworks.addSubnet('fe80::', 10, 'ipv6');

/** True when an order names an address that cannot be a payer's, as far as the profile says so. */
function isRefusedAddress(address: string, refused: string): boolean {
  if (refused === 'none') return false;
  const family = { 0: undefined, 4: 'ipv4', 6: 'ipv6' } as const;
  const kind = family[isIP(address) as 0 | 4 | 6];
  if (kind === undefined || loopback.check(address, kind)) return true;
  return refused === 'loopback-and-private' && privateNetworks.check(address, kind);
}

/** The host as it is written; the comparison is case-sensitive, and a URL parser would lower it. */
const hostOf = (url: string) => /^https?:\/\/([^/:?#]+)/.exec(url)?.[1] ?? '';

/** Prepay id and package as they were handed out, then at most one encoded way back. */
const QUERY = /^prepay_id=(?<prepayId>[^&]+)&package=(?<package>\d+)(?:&redirect_url=(?<back>[^&/:?]+))?$/;

/** What the page was opened with. */
interface Address {
  readonly trade: Trade;
  readonly prepayId: string;
  readonly back?: string;
}

/** Reads the page's address; undefined when it is not the one that was handed out. */
function readAddress(desk: Desk, message: Incoming): Address | undefined {
  const { prepayId = '', package: number, back } = QUERY.exec(message.target.slice(H5_PATH.length + 1))?.groups ?? {};
  const trade = desk.orders.byCode(prepayId);
  if (trade?.product !== 'h5' || packageNo(desk, prepayId) !== number) return undefined;
  return { trade, prepayId, back: back === undefined ? undefined : (new URLSearchParams(`u=${back}`).get('u') ?? '') };
}

function alteredText(headers: Headers): string {
  return /Android/i.test(headers.get('user-agent') ?? '') ? H5_TEXTS.altered.android : H5_TEXTS.altered.ios;
}

function addressFault(desk: Desk, trade: Trade, headers: Headers): string | undefined {
  const { choose } = desk.gate;
  const named = trade.extra?.['payer_client_ip'] ?? '';
  if (isRefusedAddress(named, choose('h5RefusedAddresses'))) return H5_TEXTS.address;
  const seen = headers.get('x-forwarded-for')?.split(',')[0]?.trim();
  if (seen === undefined || choose('h5AddressFamily') === 'ignored') return undefined;
  return isIP(seen) === isIP(named) ? undefined : H5_TEXTS.otherAddress;
}

/** Why the page does not lead on; undefined when it does. */
function fault(desk: Desk, { trade, prepayId, back }: Address, headers: Headers): string | undefined {
  const domains = initiator(desk.gate.register, trade)?.h5Domains ?? [];
  const referer = headers.get('referer');
  if (!referer) return H5_TEXTS.noReferer;
  if (!domains.includes(hostOf(referer))) return H5_TEXTS.foreignDomain;
  if (back !== undefined && !domains.includes(hostOf(back))) return H5_TEXTS.foreignDomain;
  if (/MicroMessenger/i.test(headers.get('user-agent') ?? '')) return H5_TEXTS.insideWechat;
  if (trade.credential !== prepayId || desk.orders.now() > trade.credentialUntil) return H5_TEXTS.expired;
  return addressFault(desk, trade, headers);
}

/** The link that opens the wallet's app on a phone; here it is shown, and the simulated wallet takes it as a code. */
function deepLink(desk: Desk, trade: Trade): string {
  const seconds = Math.floor(desk.orders.now() / 1000);
  const sign = desk.random.stream(`deeplink/${trade.credential}`).hex(32).toLowerCase();
  const rest = `package=${packageNo(desk, trade.credential)}&noncestr=${seconds}&sign=${sign}`;
  return `weixin://wap/pay?prepayid%3D${trade.credential}&${rest}`;
}

/** The H5 page of the phone's browser, which checks where the payer comes from and leads on to the wallet (sheet 7). */
export function mountH5(app: Hono, desk: Desk): void {
  app.get(H5_PATH, async (context) => {
    const message = await incoming(context.req.raw);
    const { headers } = message;
    const language = languageOf(headers);
    const address = readAddress(desk, message);
    const text = address ? fault(desk, address, headers) : alteredText(headers);
    if (address === undefined || text !== undefined)
      return htmlAnswer(refusalPage(language, WALLET[language], text ?? ''));
    const { trade, prepayId, back } = address;
    const href = `/sim/wallet?${new URLSearchParams({ code: prepayId, ...(back === undefined ? {} : { back }) })}`;
    return htmlAnswer(handOffPage(language, WALLET[language], href, deepLink(desk, trade)));
  });
}
