import { createHash } from 'node:crypto';
import type { Facts } from '../../kernel/history';
import type { Tokens } from '../../kernel/keys';
import { fieldNames, formFieldNames } from '../../network/fields';
import type { Incoming, Outgoing } from '../../network/message';
import type { Reader, Reading } from '../../network/party';
import { type Charset, decodeText } from '../charset';
import type { SignatureState } from '../contract';
import { type Profile, setting } from '../profile';
import { FILE_PATH } from './bills';
import { isAmount, malformed } from './fields';
import { gatewayAt } from './gate';
import { fits, signedText, type Values } from './hmac';
import { GENERAL_ANSWER, isMessageType, LAYOUTS, type MessageType, NOTICE } from './layouts';
import { keyInForce, type Register } from './register';
import { checkRequest } from './signature';
import { sentIn } from './text';

/** The neutral kind and, for orders, the product of each type of message. */
const KINDS: Readonly<Record<MessageType, { readonly kind: string; readonly product?: string }>> = {
  DirectPayConfirm: { kind: 'payment.create', product: 'direct' },
  WAPDirectPayConfirm: { kind: 'payment.create', product: 'wap' },
  CloudQuickPay: { kind: 'payment.create', product: 'code' },
  CloudTxnCancel: { kind: 'payment.cancel' },
  OrderQuery: { kind: 'payment.query' },
  OrderQueryCPS: { kind: 'payment.query' },
  OrderQueryByYPOS: { kind: 'payment.query' },
  OrderRefund: { kind: 'refund.create' },
  OrderRefundCPS: { kind: 'refund.create' },
  SIMReconQuery: { kind: 'bill.ask' },
};

/** A short digest of content, so that judges can tell same from other without seeing it. */
const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

const LONGEST_FACT = 128;

/** What strangers write is kept short in the history. */
const clip = (text: string | undefined): string | undefined =>
  text === undefined || text.length <= LONGEST_FACT ? text : `${text.slice(0, LONGEST_FACT)}…`;

const amountIn = (text: string | undefined): number | undefined =>
  text !== undefined && isAmount(text) ? Number(text) : undefined;

/** The answers to an order that wait for the payer, and mean neither yes nor no (requirement HB-04). */
const WAITING_CODES = ['CPS01134', 'PCC00225'];

/** The members of an answer, with the texts that were escaped in it. */
export function answerValues(bytes: Uint8Array, charset: Charset): Record<string, string> {
  const pairs = decodeText(bytes, charset)
    .split('&')
    .map((pair) => {
      const end = pair.indexOf('=');
      return end < 0 ? ([pair, ''] as const) : ([pair.slice(0, end), pair.slice(end + 1)] as const);
    });
  return Object.fromEntries(pairs.map(([name, text]) => [name, unescaped(name, text)]));
}

function unescaped(name: string, text: string): string {
  if (!['message', 'reserved1', 'reserved2'].includes(name)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Everything the harness needs to read HeBao's messages, whoever handles them. */
export class HebaoReader implements Reader {
  readonly notices: Reader;

  constructor(
    readonly provider: string,
    readonly register: Register,
    readonly profile: Profile,
    readonly tokens: Tokens,
  ) {
    this.notices = {
      request: (message) => this.#notice(message),
      answer: (_message, _reading, { status, body }) => ({
        acknowledged: status === 200 && Buffer.from(body).toString('latin1') === 'SUCCESS',
      }),
    };
  }

  request(message: Incoming): Reading {
    if (message.target.startsWith(FILE_PATH)) {
      const [merchantId] = message.target.slice(FILE_PATH.length).split('/');
      return { from: this.register.merchant(merchantId)?.heldBy ?? 'stranger', kind: 'bill.fetch', facts: {} };
    }
    if (!gatewayAt(message.target))
      return { from: 'payer', kind: 'page.wallet', facts: { fields: formFieldNames(message) }, canonical: false };
    const { values } = sentIn(message);
    const { type } = values;
    if (!isMessageType(type)) return { from: 'stranger', kind: 'unknown', facts: {} };
    const { state, merchant } = checkRequest(values, this.register);
    const { kind, product } = KINDS[type];
    const { hmac: _, requestId: __, ...content } = values;
    const facts: Facts = {
      signature: state,
      caller: merchant?.heldBy,
      payee: kind === 'payment.create' ? merchant?.owner : undefined,
      product,
      amountFen: amountIn(values['amount']),
      amountText: clip(values['amount']),
      currency: values['currency'] === '00' ? 'CNY' : clip(values['currency']),
      refund: kind === 'refund.create' ? clip(values['requestId']) : undefined,
      bill: kind === 'bill.ask' ? clip(billDay(values['billDate'])) : undefined,
      content: digest(JSON.stringify(content)),
      code: values['userToken'] === undefined ? undefined : this.tokens.token(values['userToken']),
      fields: fieldNames(values),
    };
    return { from: merchant?.heldBy ?? 'stranger', kind, trade: clip(values['orderId']), facts };
  }

  answer(message: Incoming, reading: Reading, answer: Outgoing): Facts {
    if (reading.kind.startsWith('page.') || reading.kind === 'unknown') return {};
    if (reading.kind === 'bill.fetch') return { file: createHash('sha256').update(answer.body).digest('hex') };
    const { values: asked, charset } = sentIn(message);
    const values = answerValues(answer.body, charset);
    const { returnCode, payUrl, status, ordSts, mobile, fileDigest } = values;
    const waits = returnCode !== undefined && WAITING_CODES.includes(returnCode);
    const sealed = { fields: fieldNames(values), signature: this.#sealOf(values, asked['merchantId']) };
    if (returnCode !== '000000' && !waits) {
      return { ...sealed, error: returnCode || 'unreadable', state: returnCode === 'SIM0010' ? 'absent' : undefined };
    }
    const isRefund = reading.kind === 'refund.create';
    return {
      ...sealed,
      state: waits ? 'open' : isRefund ? undefined : this.#stateWord(status, ordSts, reading),
      refundState: isRefund && status === 'SUCCESS' ? 'success' : undefined,
      amountFen: amountIn(values['amount']),
      amountText: values['amount'],
      payer: mobile ? this.tokens.token(mobile) : undefined,
      handedOut: payUrl ? digest(payUrl) : undefined,
      file: fileDigest || undefined,
    };
  }

  #stateWord(status: string | undefined, words: string | undefined, { kind, facts }: Reading): string | undefined {
    if (kind === 'payment.create') return facts['product'] === 'code' ? 'paid' : undefined;
    if (kind !== 'payment.query') return undefined;
    if (status === 'SUCCESS' || words === '支付完成') return 'paid';
    if (status === setting(this.profile, 'waitingStatus') || words === '等待付款') return 'open';
    if (status === setting(this.profile, 'closedStatus') || words === '订单关闭') return 'closed';
    return `unknown:${clip(status ?? words)}`;
  }

  #sealOf(values: Values, merchantId: string | undefined): SignatureState {
    const { hmac, type } = values;
    const merchant = this.register.merchant(merchantId);
    if (!hmac) return 'missing';
    if (!merchant) return 'unknown-key';
    const order = isMessageType(type) ? LAYOUTS[type].answer : GENERAL_ANSWER;
    return fits(signedText(values, order), hmac, keyInForce(merchant)) && isWell(values, order) ? 'valid' : 'invalid';
  }

  #notice(message: Incoming): Reading {
    const merchantIn = (values: Values) => this.register.merchant(values['merchantId']);
    const { values } = sentIn(message);
    const merchant = merchantIn(values);
    const { hmac, orderId, payNo, amount, status, mobile } = values;
    const good =
      hmac && merchant && fits(signedText(values, NOTICE), hmac, keyInForce(merchant)) && isWell(values, NOTICE);
    const state: SignatureState = !hmac ? 'missing' : !merchant ? 'unknown-key' : good ? 'valid' : 'invalid';
    const facts: Facts = {
      signature: state,
      readable: orderId !== undefined && payNo !== undefined,
      notice: clip(payNo),
      fields: fieldNames(values),
      state: this.#stateWord(status, undefined, { from: '', kind: 'payment.query', facts: {} }),
      amountFen: amountIn(amount),
      amountText: clip(amount),
      payee: values['merchantId'] === undefined ? undefined : this.register.owner(values['merchantId']),
      payer: mobile ? this.tokens.token(mobile) : undefined,
      // No message of this protocol names an application.
      application: '',
    };
    return { from: this.provider, kind: 'notice.payment', trade: clip(orderId), facts };
  }
}

/** Forms belong to the signature, because values are signed without anything between them (requirement HB-03). */
const isWell = (values: Values, order: readonly string[]): boolean =>
  malformed(
    values,
    order.filter((name) => values[name]),
  ) === undefined;

const billDay = (text: string | undefined) => text?.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
