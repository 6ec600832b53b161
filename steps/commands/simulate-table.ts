import type { Language } from '../../simulators/providers/pages';
import type { Sandbox } from '../../simulators/sandbox/sandbox';

const WORDS = {
  en: {
    title: 'Sandbox of payment gateways. Everything is simulated; no money moves.',
    shop: 'Demonstration shop',
    live: 'What goes over the wire',
    control: 'Control, with commands to copy',
    document: 'Settings for clients',
    state: 'Keys and orders are kept in',
    payers: 'Test payers',
    pay: 'To pay an order as the payer:',
    code: 'To get the code that a payer shows at a counter:',
    bill: 'To end a day, so that its bill can be fetched:',
    secret: 'kept out of logs; see',
    stop: 'Ctrl-C ends it.',
    fresh: 'All keys were minted for this run and go with it; --state DIR keeps them.',
  },
  zh: {
    title: '支付网关沙箱。一切均为模拟，不产生真实资金往来。',
    shop: '演示商店',
    live: '网络报文',
    control: '控制台（含可复制的命令）',
    document: '客户端配置',
    state: '密钥与订单保存于',
    payers: '测试付款人',
    pay: '以付款人身份支付订单：',
    code: '获取付款人在收银台出示的付款码：',
    bill: '结束某一日，以便下载当日账单：',
    secret: '不写入日志，见',
    stop: '按 Ctrl-C 结束。',
    fresh: '所有密钥均为本次运行新生成，随之消失；--state DIR 可保留。',
  },
} as const;

/** What surrounds the sandbox and is told with it. */
export interface TableOptions {
  readonly language: Language;
  readonly documentFile?: string;
  readonly stateFolder?: string;
}

/** Terminals show Chinese characters two columns wide. */
const width = (text: string) =>
  [...text].reduce((sum, character) => sum + (/[\u2e80-\uffef]/.test(character) ? 2 : 1), 0);
const padded = (text: string, columns: number) => text + ' '.repeat(Math.max(1, columns - width(text)));

/** A terminal's text is kept in logs, so it only says where a secret is. */
const SECRETS = new Set(['apiV3Key', 'apiV2Key', 'aesKey']);
/** What programs ask for in a payer's place is in the document. */
const HOOKS = new Set(['payHook', 'codeHook', 'billHook']);
/** Whole lists are in the document; the table has the first of each. */
const LISTS = new Set(['openids', 'sp_openids', 'sub_mchids', 'buyerOpenIds', 'subMerchantIds']);

/** The members of a gateway's settings: what a person copies. */
function lines(settings: object, secretPlace: string, prefix = ''): Array<readonly [string, string]> {
  return Object.entries(settings).flatMap(([name, value]): Array<readonly [string, string]> => {
    if (HOOKS.has(name) || name === 'payers' || LISTS.has(name)) return [];
    if (SECRETS.has(name)) return [[`${prefix}${name}`, secretPlace]];
    if (typeof value !== 'object' || value === null) return [[`${prefix}${name}`, String(value)]];
    return lines(value, secretPlace, `${prefix}${name}.`);
  });
}

const NAME_COLUMNS = 36;
const row = ([name, value]: readonly [string, string]) => `  ${padded(name, NAME_COLUMNS)}${value}`;

/** Says where everything is, for people. */
export function table(sandbox: Sandbox, { language, documentFile, stateFolder }: TableOptions): string {
  const words = WORDS[language];
  const { document, shop, live, control } = sandbox;
  const gateways = Object.entries(document).flatMap(([name, entry]) =>
    typeof entry === 'string' ? [] : [[name, entry] as const],
  );
  const [first = ''] = gateways.map(([name]) => name);
  const payers = gateways[0]?.[1]['payers'] as readonly string[] | undefined;
  const places: Array<readonly [string, string]> = [
    [words.shop, shop],
    [words.live, live],
    [words.control, control],
    [words.payers, (payers ?? []).join(', ')],
    ...(documentFile === undefined ? [] : [[words.document, documentFile] as const]),
    ...(stateFolder === undefined ? [] : [[words.state, stateFolder] as const]),
  ];
  const ask = (path: string, body: object) =>
    `  curl ${control}${path} -H 'Content-Type: application/json' -d '${JSON.stringify({ gateway: first, ...body })}'`;
  return [
    words.title,
    '',
    ...places.map(row),
    ...gateways.flatMap(([name, settings]) => [
      '',
      name,
      ...lines(settings, `${words.secret} ${control}/sim/document`).map(row),
    ]),
    '',
    words.pay,
    ask('/sim/pay', { out_trade_no: 'YOUR-NUMBER' }),
    words.code,
    ask('/sim/payer-code', {}),
    words.bill,
    ask('/sim/close-day', { bill_date: 'YYYY-MM-DD' }),
    '',
    ...(stateFolder === undefined ? [words.fresh] : []),
    words.stop,
  ].join('\n');
}
