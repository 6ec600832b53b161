import { z } from 'zod';
import { scanProfile } from '../../codes/xscan/profile';
import type { SandboxGateway } from '../../providers/sandbox';
import type { Journal } from '../journal';
import type { Seam } from '../seam';
import { closeDay, closeDayRequest } from './close-day';
import { decode, decodeRequest, encode, encodeRequest, resolve, resolveRequest } from './codes';
import { faultRequest, planFault } from './faults';
import { notify, notifyRequest } from './notify';
import { gatewayNamed, orderView, pay, payRequest } from './pay';
import { payerCode, payerCodeRequest } from './payer-code';
import { expectRefund, refundRequest } from './refund';
import { ControlError, readJson } from './requests';

/** What the control port works on. */
export interface ControlDesk {
  readonly gateways: ReadonlyMap<string, SandboxGateway>;
  readonly people: readonly string[];
  readonly seam: Seam;
  readonly journal?: Journal;
  /** The document of the sandbox as it stands now. */
  readonly document: () => unknown;
  /** Writes key files and the document anew. */
  readonly rewrite: () => void;
}

/** One thing that the control port can do: what programs call, and what its page says about it. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly says: { readonly en: string; readonly zh: string };
  /** A query to copy. */
  readonly query?: string;
  /** Set where the wire is a profile of ours: its name, which the answer carries. */
  readonly profile?: string;
  /** A body to copy. */
  readonly example?: Readonly<Record<string, unknown>>;
  readonly handle: (desk: ControlDesk, request: Request, url: URL) => Promise<unknown>;
}

const rotateRequest = z.strictObject({ gateway: z.string(), activate: z.boolean().default(false) });
const resetRequest = z.strictObject({ what: z.enum(['events', 'orders', 'all']).default('all') });

async function rotate(desk: ControlDesk, { gateway, activate }: z.infer<typeof rotateRequest>) {
  await gatewayNamed(desk.gateways, gateway).provider.rotateKeys(activate);
  desk.journal?.rotation(gateway, activate);
  desk.rewrite();
  return { gateway, activated: activate };
}

function reset(desk: ControlDesk, what: z.infer<typeof resetRequest>['what']) {
  if (what !== 'orders') desk.seam.live.clear();
  if (what !== 'events') {
    for (const { provider } of desk.gateways.values()) provider.book.clear();
    desk.journal?.clearTrades();
  }
  return { cleared: what };
}

/** The numbers that an address asks for, comma after comma; all when it asks for none. */
export const tradesIn = (url: URL) => url.searchParams.get('trade')?.split(',').filter(Boolean) ?? [];

async function events({ seam }: ControlDesk, url: URL) {
  const wanted = tradesIn(url);
  const after = url.searchParams.get('after') ?? '0';
  if (!/^\d{1,15}$/.test(after))
    throw new ControlError(400, 'invalid', `after: found "${after}", expected the id of an event`);
  const list = await seam.live.list(Number(after));
  return { events: list.filter(({ trade }) => wanted.length === 0 || wanted.includes(trade ?? '')) };
}

function usage() {
  const { user, system } = process.cpuUsage();
  return { pid: process.pid, cpuMicroseconds: user + system, memory: process.memoryUsage() };
}

/** Everything the control port can do, in the order of its page. */
export const ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'POST',
    path: '/sim/pay',
    says: {
      en: 'Pays an order as the payer. "outcome" may be paid, declined, needs-password or times-out; "payer" one of the test users.',
      zh: '以付款人身份支付订单。outcome 可为 paid、declined、needs-password、times-out；payer 为测试用户之一。',
    },
    example: { gateway: '{gateway}', out_trade_no: '{out_trade_no}', outcome: 'paid' },
    handle: async (desk, request) => pay(desk.gateways, desk.people, await readJson(request, payRequest)),
  },
  {
    method: 'POST',
    path: '/sim/payer-code',
    says: {
      en: 'Shows a code in a payer\'s wallet, for a merchant to read once. "behaviour" may be pays, needs-password, insufficient-balance or never-confirms; whoever is asked for a password answers with /sim/pay.',
      zh: '在付款人的钱包中显示一个付款码，供商户扫描一次。behaviour 可为 pays、needs-password、insufficient-balance、never-confirms；需要输入密码时，用 /sim/pay 作答。',
    },
    example: { gateway: '{gateway}', behaviour: 'pays' },
    handle: async (desk, request) => payerCode(desk.gateways, desk.people, await readJson(request, payerCodeRequest)),
  },
  {
    method: 'POST',
    path: '/sim/refund',
    says: {
      en: 'Says how the next refund of an order ends: "abnormal" when the payer\'s account is closed, "closed" when the merchant never has the money for it.',
      zh: '指定某订单下一笔退款的结局：abnormal 表示付款人账户已注销、无法原路退回；closed 表示商户资金始终不足、退款关闭。',
    },
    example: { gateway: '{gateway}', out_trade_no: '{out_trade_no}', ends: 'abnormal' },
    handle: async (desk, request) => expectRefund(desk.gateways, await readJson(request, refundRequest)),
  },
  {
    method: 'POST',
    path: '/sim/notify',
    says: {
      en: 'Sends the notification of a paid order again at once, or that of a refund with "out_refund_no". With "forgery" it is one that a receiver must refuse, for example signed-with-another-key.',
      zh: '立即重新发送已支付订单的通知；给出 out_refund_no 时为退款通知。给出 forgery 时发送接收方必须拒绝的通知，例如 signed-with-another-key。',
    },
    example: { gateway: '{gateway}', out_trade_no: '{out_trade_no}' },
    handle: async (desk, request) => notify(desk.gateways, desk.seam, await readJson(request, notifyRequest)),
  },
  {
    method: 'POST',
    path: '/sim/close-day',
    says: {
      en: 'Closes a day in Beijing: its bills can be had at once, instead of the next morning. Today may be closed, and again after further orders.',
      zh: '结束某个北京时间的自然日：其账单立即可取，无需等到次日上午。当日亦可结束，此后仍可再次生成。',
    },
    example: { gateway: '{gateway}', bill_date: '{bill_date}' },
    handle: async (desk, request) => closeDay(desk.gateways, await readJson(request, closeDayRequest)),
  },
  {
    method: 'POST',
    path: '/sim/emvco/encode',
    says: {
      en: 'Writes a merchant-presented EMVCo code with its checksum; with an amount it is for one order.',
      zh: '生成带校验码的 EMVCo 商户出示码；给出金额时为单笔订单码。',
    },
    example: {
      merchant_name: 'HARNESS SHOP',
      merchant_city: 'HANGZHOU',
      mcc: '5411',
      amount: '12.34',
      bill_no: 'B0001',
    },
    handle: async (_desk, request) => encode(await readJson(request, encodeRequest)),
  },
  {
    method: 'POST',
    path: '/sim/emvco/decode',
    says: {
      en: 'Reads an EMVCo code of either mode; a wrong checksum, length or order is refused with what was found and expected.',
      zh: '识读任一模式的 EMVCo 码；校验码、长度或顺序有误时拒绝，并说明所见与应有。',
    },
    example: { payload: '{payload}' },
    handle: async (_desk, request) => decode(await readJson(request, decodeRequest)),
  },
  {
    method: 'POST',
    path: '/v0/resolve',
    profile: scanProfile.profile,
    says: {
      en: 'Says whose code a text is, and which network it goes to: by exact tables, never by guessing. A profile of this project.',
      zh: '说明一个码属于谁、应走哪个网络：仅按精确码表，不作猜测。本项目自定档案。',
    },
    example: { code: '130123456789012345' },
    handle: async (desk, request) => resolve(await readJson(request, resolveRequest), desk.gateways.keys(), Date.now()),
  },
  {
    method: 'GET',
    path: '/sim/orders',
    query: '?gateway={gateway}',
    says: {
      en: 'The latest orders of a gateway, ?gateway=…, the newest first.',
      zh: '某网关的最近订单（?gateway=…），新的在前。',
    },
    handle: async (desk, _request, url) => {
      const { provider } = gatewayNamed(desk.gateways, url.searchParams.get('gateway') ?? '');
      return { orders: provider.book.trades().slice(-100).reverse().map(orderView) };
    },
  },
  {
    method: 'GET',
    path: '/sim/events',
    says: {
      en: 'What went over the wire, the newest first; ?trade=… for some orders only, ?after=ID for what came later.',
      zh: '网络报文，新的在前；?trade=… 只看某些订单，?after=ID 只看其后的报文。',
    },
    handle: async (desk, _request, url) => events(desk, url),
  },
  {
    method: 'POST',
    path: '/sim/rotate-keys',
    says: {
      en: 'Publishes a new certificate beside the old one; with "activate": true the newest one signs from now on.',
      zh: '在旧证书之外发布一张新证书；activate 为 true 时，从此由最新证书签名。',
    },
    example: { gateway: '{gateway}', activate: false },
    handle: async (desk, request) => rotate(desk, await readJson(request, rotateRequest)),
  },
  {
    method: 'POST',
    path: '/sim/faults',
    says: {
      en: 'Plans a fault for requests to a gateway or for its notifications: lose, refuse, delay (delayMs), duplicate (copies), reorder, corrupt, corrupt-answer, lose-answer; "kind" and "times" narrow it down.',
      zh: '为发往网关的请求或其通知安排故障：lose、refuse、delay（delayMs）、duplicate（copies）、reorder、corrupt、corrupt-answer、lose-answer；可用 kind 与 times 限定范围。',
    },
    example: { fault: 'lose-answer', gateway: '{gateway}', meets: 'requests', kind: 'payment.create', times: 1 },
    handle: async (desk, request) => {
      const fault = await readJson(request, faultRequest);
      gatewayNamed(desk.gateways, fault.gateway);
      return planFault(desk.seam.network.faults, fault);
    },
  },
  {
    method: 'GET',
    path: '/sim/faults',
    says: { en: 'The faults that are planned.', zh: '已安排的故障。' },
    handle: async ({ seam }) => ({ faults: seam.network.faults.pending() }),
  },
  {
    method: 'DELETE',
    path: '/sim/faults',
    says: { en: 'Lifts every fault.', zh: '撤销全部故障。' },
    handle: async ({ seam }) => {
      seam.network.faults.clear();
      return { faults: [] };
    },
  },
  {
    method: 'POST',
    path: '/sim/reset',
    says: {
      en: 'Forgets the events, the orders of all gateways, or both; keys and accounts stay.',
      zh: '清除报文记录、各网关的订单，或两者；密钥与账户保留。',
    },
    example: { what: 'all' },
    handle: async (desk, request) => reset(desk, (await readJson(request, resetRequest)).what),
  },
  {
    method: 'GET',
    path: '/sim/document',
    says: {
      en: 'Settings for clients of every gateway, as --json FILE writes them.',
      zh: '各网关客户端的配置，与 --json FILE 写出的相同。',
    },
    handle: async (desk) => desk.document(),
  },
  {
    method: 'GET',
    path: '/sim/process',
    says: {
      en: 'Processor time and memory of this sandbox, for measurements.',
      zh: '本沙箱进程的处理器时间与内存，供测量之用。',
    },
    handle: async () => usage(),
  },
];
