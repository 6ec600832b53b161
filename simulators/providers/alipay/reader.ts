import { createHash } from 'node:crypto';
import type { Facts } from '../../kernel/history';
import type { Tokens } from '../../kernel/keys';
import { fieldNames, formFieldNames } from '../../network/fields';
import type { Incoming, Outgoing } from '../../network/message';
import type { Reader, Reading } from '../../network/party';
import { readAnswer } from './answers';
import { namesBill } from './bills/download';
import { answerKey, seenContent } from './content-encryption';
import { type Content, member, readPrice, textAt } from './fields';
import { namesGateway, parametersOf } from './gateway';
import { noticeFacts, stateWord } from './notice-facts';
import type { Parameters } from './parameters';
import { type CheckedRequest, checkRequest, type SignatureDesk, signTypeOf } from './signature';
import { namesV3, v3Call } from './v3/call';
import { checkV3 } from './v3/check';
import { type SeenAnswer, seenAnswer } from './v3/seen';

/** The neutral kind and, for orders, the product of each method. */
const METHODS: ReadonlyMap<string | undefined, { kind: string; product?: string; browser?: true }> = new Map([
  ['alipay.trade.page.pay', { kind: 'payment.create', product: 'page', browser: true }],
  ['alipay.trade.wap.pay', { kind: 'payment.create', product: 'wap', browser: true }],
  ['alipay.trade.precreate', { kind: 'payment.create', product: 'precreate' }],
  ['alipay.trade.create', { kind: 'payment.create', product: 'create' }],
  ['alipay.trade.pay', { kind: 'payment.create', product: 'code' }],
  ['alipay.trade.query', { kind: 'payment.query' }],
  ['alipay.trade.close', { kind: 'payment.close' }],
  ['alipay.trade.cancel', { kind: 'payment.cancel' }],
  ['alipay.trade.refund', { kind: 'refund.create' }],
  ['alipay.trade.fastpay.refund.query', { kind: 'refund.query' }],
  ['alipay.data.dataservice.bill.downloadurl.query', { kind: 'bill.ask' }],
  ['alipay.open.app.alipaycert.download', { kind: 'keys.read' }],
]);

/** A short digest of content, so that judges can tell same from other without seeing it. */
const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

const LONGEST_FACT = 128;

/** What strangers write is kept short in the history. */
const clip = (text: string | undefined): string | undefined =>
  text === undefined || text.length <= LONGEST_FACT ? text : `${text.slice(0, LONGEST_FACT)}…`;

const amountText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? clip(String(value)) : undefined;

/** What an order or a call asks for, without the parameters that differ in every repetition. */
function contentDigest(parameters: Parameters): string {
  const names = ['method', 'biz_content', 'notify_url', 'return_url'];
  return digest(names.map((name) => parameters.text(name) ?? '').join('\n'));
}

/** Everything the harness needs to read Alipay's messages, whoever handles them. */
export class AlipayReader implements Reader {
  readonly notices: Reader;

  constructor(
    readonly provider: string,
    readonly desk: SignatureDesk,
    readonly tokens: Tokens,
  ) {
    this.notices = {
      request: (message) => noticeFacts(message, provider, desk, tokens),
      answer: (_message, _reading, { status, body }) => ({
        acknowledged: status === 200 && Buffer.from(body).toString('latin1') === 'success',
      }),
    };
  }

  request(message: Incoming): Reading {
    if (namesBill(message)) return this.#billReading(message);
    if (namesV3(message)) {
      const call = v3Call(message);
      return this.#callReading(call.parameters, () => checkV3(call, this.desk));
    }
    if (!namesGateway(message))
      return { from: 'payer', kind: 'page.wallet', facts: { fields: formFieldNames(message) }, canonical: false };
    return this.#callReading(parametersOf(this.desk, message), (parameters) => checkRequest(parameters, this.desk));
  }

  #callReading(parameters: Parameters, check: (parameters: Parameters) => CheckedRequest): Reading {
    const method = METHODS.get(parameters.text('method'));
    if (!method) return { from: 'stranger', kind: 'unknown', facts: {} };
    const { state, app, empties } = check(parameters);
    const content = seenContent(parameters, app);
    const { kind, product, browser } = method;
    const amount = member(content, kind === 'refund.create' ? 'refund_amount' : 'total_amount');
    const payee = textAt(content, 'sub_merchant.merchant_id') ?? textAt(content, 'seller_id') ?? app?.pid;
    const code = textAt(content, 'auth_code');
    const hasEmpty = parameters.names().some((name) => parameters.bytes(name)?.length === 0);
    const facts: Facts = {
      signature: state,
      caller: app?.owner,
      payee: kind === 'payment.create' && payee !== undefined ? this.desk.register.owner(payee) : undefined,
      product,
      amountFen: readPrice(amount),
      amountText: amountText(amount),
      currency: amount === undefined ? undefined : 'CNY',
      refund: clip(textAt(content, 'out_request_no')),
      code: code === undefined ? undefined : this.tokens.token(code),
      bill: kind === 'bill.ask' ? clip(textAt(content, 'bill_date')) : undefined,
      application: clip(parameters.text('app_id')),
      // A request for keys names a key, which differs from run to run.
      content: kind === 'keys.read' ? undefined : contentDigest(parameters),
      emptyValues: hasEmpty ? empties : undefined,
      fields: fieldNames(Object.fromEntries(parameters.names().map((name) => [name, ''])), { biz_content: content }),
    };
    const from = browser ? 'payer' : (app?.owner ?? 'stranger');
    return { from, kind, trade: clip(textAt(content, 'out_trade_no')), facts };
  }

  answer(message: Incoming, reading: Reading, answer: Outgoing): Facts {
    if (reading.kind.startsWith('page.') || reading.kind === 'unknown' || reading.kind === 'bill.fetch') return {};
    if (namesV3(message)) {
      const call = v3Call(message);
      const app = this.desk.register.app(call.parameters.text('app_id'));
      return this.#answerFacts(seenAnswer(call, app, answer, this.desk.signers.all()), reading.kind);
    }
    const location = answer.headers.get('location');
    if (location !== null) return { handedOut: digest(location.slice(location.indexOf('?') + 1)) };
    const parameters = parametersOf(this.desk, message);
    if (METHODS.get(parameters.text('method'))?.browser) {
      return { error: /<code>([^<]*)<\/code>/.exec(Buffer.from(answer.body).toString('latin1'))?.[1] ?? 'unknown' };
    }
    return this.#envelopeFacts(parameters, reading.kind, answer.body);
  }

  /** A download proves nothing of its sender; its address names whose bill it is. */
  #billReading({ url }: Incoming): Reading {
    const { searchParams } = new URL(url);
    const owner = this.desk.register.owner(searchParams.get('userId')?.slice(0, -4) ?? '');
    const bill = clip(searchParams.get('bizDates') ?? undefined);
    const from = owner.startsWith('unknown:') ? 'stranger' : owner;
    return { from, kind: 'bill.fetch', facts: { bill } };
  }

  #envelopeFacts(parameters: Parameters, kind: string, bytes: Uint8Array): Facts {
    const signers = this.desk.signers.all();
    const charset = parameters.charset ?? 'utf-8';
    const signType = signTypeOf(parameters) ?? 'RSA2';
    const app = this.desk.register.app(parameters.text('app_id'));
    const key = app && answerKey(parameters, app);
    const read = readAnswer(bytes, parameters.text('method'), signType, signers, charset, key);
    const code = textAt(read.body, 'code');
    const waits = code === '10003';
    const done = code === '10000' || waits;
    const error = done ? undefined : (textAt(read.body, 'sub_code') ?? code ?? 'unreadable');
    return this.#answerFacts({ ...read, error, waits }, kind);
  }

  #answerFacts({ body, sn, valid, error, waits }: SeenAnswer, kind: string): Facts {
    const known = sn === undefined || this.desk.signers.all().some((signer) => signer.sn === sn);
    const signature = !known ? 'unknown-key' : valid === undefined ? 'missing' : valid ? 'valid' : 'invalid';
    const key = sn === undefined ? 'public-key' : 'platform-certificate';
    const sealed = { fields: fieldNames(body), signature, key: signature === 'missing' ? undefined : key };
    const seen = this.#viewFacts(body, kind);
    if (error === undefined) return { ...sealed, ...seen, ...(waits ? { state: 'open' } : {}) };
    return { ...sealed, error, state: error === 'ACQ.TRADE_NOT_EXIST' ? 'absent' : undefined };
  }

  #viewFacts(body: Content, kind: string): Facts {
    const person = textAt(body, 'buyer_open_id') ?? textAt(body, 'buyer_user_id');
    const total = textAt(body, 'total_amount');
    // The buyer's app pays a created trade by its number; an answer about a payer's code has an amount beside it.
    const isHandedOut = kind === 'payment.create' && total === undefined;
    const code = isHandedOut ? (textAt(body, 'qr_code') ?? textAt(body, 'trade_no')) : undefined;
    const refunded = textAt(body, 'refund_amount');
    const moved = kind === 'refund.create' ? textAt(body, 'fund_change') : undefined;
    const succeeded = textAt(body, 'refund_status') === 'REFUND_SUCCESS' || moved === 'Y';
    const state = stateWord(textAt(body, 'trade_status'), textAt(body, 'send_pay_date') !== undefined);
    return {
      state: textAt(body, 'gmt_payment') === undefined ? state : 'paid',
      refund: textAt(body, 'out_request_no'),
      refundState: succeeded ? 'success' : moved === 'N' ? 'unchanged' : undefined,
      refundedFen: readPrice(member(body, 'refund_fee')),
      amountFen: readPrice(kind === 'refund.query' ? refunded : total),
      amountText: kind === 'refund.query' ? refunded : total,
      payer: person === undefined ? undefined : this.tokens.token(person),
      handedOut: code === undefined ? undefined : digest(code),
    };
  }
}
