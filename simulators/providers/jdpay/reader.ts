import { createHash } from 'node:crypto';
import type { Facts } from '../../kernel/history';
import type { Tokens } from '../../kernel/keys';
import { fieldNames, formFieldNames } from '../../network/fields';
import type { Incoming, Outgoing } from '../../network/message';
import type { Reader, Reading } from '../../network/party';
import { SUCCESS } from './documents';
import { readFen } from './fields';
import { isHeard } from './notices';
import { cashierOf, FORM_PATHS } from './pages';
import { RECON_FILE_PATH, RECON_PATH } from './recon';
import { type CheckedRequest, checkRequest } from './requests';
import { readSealed, type SealedDesk } from './sealed';
import { PAYMENT_STATES, REFUND_STATES, TRADE_TYPES } from './views';
import type { Elements, Members } from './xml';

/** The neutral kind and, for orders, the product of each service. */
const SERVICES: ReadonlyMap<string, { readonly kind: string; readonly product?: string }> = new Map([
  ['/service/uniorder', { kind: 'payment.create', product: 'qr' }],
  ['/service/fkmPay', { kind: 'payment.create', product: 'code' }],
  ['/service/query', { kind: 'payment.query' }],
  ['/service/refund', { kind: 'refund.create' }],
  ['/service/queryRefund', { kind: 'refund.query' }],
  ['/service/revoke', { kind: 'payment.close' }],
  ['/service/getUserRelation', { kind: 'user.read' }],
  ['/service/cancelUserRelation', { kind: 'user.forget' }],
  ['/service/queryBaiTiaoFQ', { kind: 'instalments.read' }],
  [RECON_PATH, { kind: 'bill.ask' }],
]);

/** Members that differ in every repetition of the same wish. */
const PASSING: readonly string[] = ['sign', 'tradeTime', 'expireTime'];

/** A short digest of content, so that judges can tell same from other without seeing it. */
const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

const LONGEST_FACT = 128;

/** What strangers write is kept short in the history. */
const clip = (text: string | undefined): string | undefined =>
  text === undefined || text.length <= LONGEST_FACT ? text : `${text.slice(0, LONGEST_FACT)}…`;

const pathOf = ({ target }: Incoming) => target.split('?')[0] ?? '';

const STATES: ReadonlyMap<string | undefined, string> = new Map([
  [PAYMENT_STATES.created, 'open'],
  [PAYMENT_STATES.processing, 'open'],
  [PAYMENT_STATES.paid, 'paid'],
  [PAYMENT_STATES.failed, 'failed'],
  [PAYMENT_STATES.closed, 'closed'],
]);

const REFUNDS: ReadonlyMap<string | undefined, string> = new Map([
  [REFUND_STATES.processing, 'processing'],
  [REFUND_STATES.success, 'success'],
  [REFUND_STATES.failed, 'closed'],
  [REFUND_STATES.again, 'abnormal'],
]);

/** An amount as a fact: whole fen where it is one, else what was written instead. */
const amountFacts = (text: string | undefined): Facts => {
  const amountFen = readFen(text);
  return { amountFen, amountText: amountFen === undefined ? clip(text) : undefined };
};

const textsOf = (elements: Elements): Members =>
  Object.fromEntries(
    Object.entries(elements).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

/** Everything the harness needs to read JD Pay's messages, whoever handles them. */
export class JdPayReader implements Reader {
  readonly notices: Reader;

  constructor(
    readonly provider: string,
    readonly desk: SealedDesk,
    readonly tokens: Tokens,
  ) {
    this.notices = {
      request: (message) => this.#notice(message),
      answer: (_message, _reading, { status, body }) => ({ acknowledged: isHeard(status, body, 'ok') }),
    };
  }

  request(message: Incoming): Reading {
    const path = pathOf(message);
    const service = SERVICES.get(path);
    if (service && message.method === 'POST') return this.#call(message, service);
    if (FORM_PATHS.includes(path) && message.method === 'POST') return this.#order(message);
    if (path === RECON_FILE_PATH) return this.#billReading(message);
    return { from: 'payer', kind: 'page.wallet', facts: { fields: formFieldNames(message) }, canonical: false };
  }

  answer(message: Incoming, reading: Reading, answer: Outgoing): Facts {
    if (FORM_PATHS.includes(pathOf(message))) return cashierFacts(answer);
    if (!SERVICES.has(pathOf(message)) || message.method !== 'POST') return {};
    const { account } = checkRequest(message, 'xml', this.desk);
    const { state, result, elements } = readSealed(answer.body, this.desk, account);
    const { code } = textsOf(result);
    const sealed = { signature: state, fields: fieldNames({ result }, elements) };
    if (code !== SUCCESS) {
      const absent = code === 'RFND000003' && reading.kind === 'payment.query';
      return { ...sealed, error: code ?? 'unreadable', state: absent ? 'absent' : undefined };
    }
    return { ...sealed, ...viewFacts(textsOf(elements ?? {}), reading.kind) };
  }

  /** What a request or a form says, in neutral words. */
  #facts(kind: string, checked: CheckedRequest, content: string, product?: string): Facts {
    const { state, account, members = {}, elements = {} } = checked;
    const isMoney = kind === 'payment.create' || kind === 'refund.create';
    return {
      signature: state,
      caller: account?.agent,
      payee: account && isMoney ? this.desk.register.owner(account.merchant) : undefined,
      product,
      ...(isMoney ? amountFacts(members['amount']) : {}),
      currency: isMoney ? clip(members['currency']) : undefined,
      refund: kind.startsWith('refund.') ? clip(members['tradeNum']) : undefined,
      bill: dayIn(members['billDate']),
      code: members['token'] === undefined ? undefined : this.tokens.token(members['token']),
      application: clip(members['version']),
      content: digest(content),
      fields: fieldNames(elements),
    };
  }

  #call(message: Incoming, { kind: usual, product }: { readonly kind: string; readonly product?: string }): Reading {
    const checked = checkRequest(message, 'xml', this.desk);
    const { account, members = {} } = checked;
    const ofRefund = usual === 'payment.query' && members['tradeType'] === TRADE_TYPES.refund;
    const kind = ofRefund ? 'refund.query' : usual;
    const trade = kind.startsWith('refund.') || kind === 'payment.close' ? members['oTradeNum'] : members['tradeNum'];
    const facts = this.#facts(kind, checked, contentOf(pathOf(message), members), product);
    return { from: account?.agent ?? 'stranger', kind, trade: clip(trade), facts };
  }

  /** The order that a payer's browser brings. */
  #order(message: Incoming): Reading {
    const checked = checkRequest(message, 'form', this.desk);
    const { members = {} } = checked;
    const content = contentOf('saveOrder', members);
    const facts = this.#facts('payment.create', checked, content, cashierOf(message));
    return { from: 'payer', kind: 'payment.create', trade: clip(members['tradeNum']), facts };
  }

  /** A download proves nothing of its sender; its address names whose bill it is. */
  #billReading({ url }: Incoming): Reading {
    const { searchParams } = new URL(url);
    const account = this.desk.register.account(searchParams.get('merchant') ?? '');
    const bill = dayIn(searchParams.get('billDate') ?? undefined);
    return { from: account?.agent ?? 'stranger', kind: 'bill.fetch', facts: { bill } };
  }

  /** A notice that JD Pay, or a forger in its name, sends. */
  #notice({ body }: Incoming): Reading {
    const { state, account, result, elements } = readSealed(body, this.desk);
    const members = textsOf(elements ?? {});
    const { tradeNum, oTradeNum, tradeType, amount, status, merchant, version } = members;
    const isPayment = tradeType === TRADE_TYPES.payment;
    const facts: Facts = {
      signature: state,
      readable: tradeNum !== undefined,
      notice: elements && `${tradeType}/${merchant}/${tradeNum}`,
      fields: fieldNames({ result }, elements),
      state: isPayment ? (STATES.get(status) ?? `unknown:${status}`) : undefined,
      refund: isPayment ? undefined : clip(tradeNum),
      refundState: isPayment ? undefined : REFUNDS.get(status),
      ...amountFacts(amount),
      payee: merchant === undefined ? undefined : this.desk.register.owner(merchant),
      application: clip(version),
      caller: account?.agent,
    };
    const trade = isPayment || elements === undefined ? tradeNum : oTradeNum;
    const kind = isPayment || elements === undefined ? 'notice.payment' : 'notice.refund';
    return { from: this.provider, kind, trade: clip(trade), facts };
  }
}

/** A day as the harness writes it. */
const dayIn = (text: string | undefined): string | undefined =>
  clip(text?.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'));

/** What a call asks for, without the members that differ in every repetition. */
function contentOf(path: string, members: Members): string {
  const lasting = Object.entries(members).filter(([name]) => !PASSING.includes(name));
  return [path, ...lasting.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`)].join('\n');
}

/** The cashier's key in an address is drawn anew for each order, not for each repetition. */
function cashierFacts({ headers, body }: Outgoing): Facts {
  const location = headers.get('location');
  if (location !== null) return { handedOut: digest(location.slice(location.indexOf('?') + 1)) };
  return { error: /<code>([^<]*)<\/code>/.exec(Buffer.from(body).toString('utf8'))?.[1] ?? 'unknown' };
}

function viewFacts(members: Members, kind: string): Facts {
  const { tradeNum, amount, status, orderId, qrCode } = members;
  if (kind === 'payment.query') return { state: STATES.get(status) ?? `unknown:${status}`, ...amountFacts(amount) };
  if (kind === 'payment.create') {
    const handedOut = qrCode ?? orderId;
    return {
      state: status === undefined ? undefined : STATES.get(status),
      handedOut: handedOut === undefined ? undefined : digest(handedOut),
      ...amountFacts(amount),
    };
  }
  if (!kind.startsWith('refund.') || status === undefined) return {};
  return { refund: clip(tradeNum), refundState: REFUNDS.get(status), ...amountFacts(amount) };
}
