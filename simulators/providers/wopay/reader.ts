import { createHash } from 'node:crypto';
import type { Facts } from '../../kernel/history';
import { fieldNames, formFieldNames, queryOf } from '../../network/fields';
import type { Incoming, Outgoing } from '../../network/message';
import type { Reader, Reading } from '../../network/party';
import { type Charset, decodeText } from '../charset';
import type { SignatureState } from '../contract';
import type { Profile } from '../profile';
import { FILE_PATH } from './bills';
import { amountIn, type Call, callAt, RESULTS } from './gate';
import { isHeard } from './notices';
import { keyInForce, type Register } from './register';
import { checkRequest, isSealed, type Values } from './signature';
import { sentIn } from './text';

/** The neutral kind of each request. */
const KINDS: Readonly<Record<Call, string>> = {
  order: 'payment.create',
  query: 'payment.query',
  refund: 'refund.create',
  file: 'bill.ask',
};

const STATES: ReadonlyMap<string | undefined, string> = new Map([
  ['0', 'open'],
  ['1', 'paid'],
  ['2', 'closed'],
  ['3', 'refunded'],
]);

/** A short digest of content, so that judges can tell same from other without seeing it. */
const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

const LONGEST_FACT = 128;

/** What strangers write is kept short in the history. */
const clip = (text: string | undefined): string | undefined =>
  text === undefined || text.length <= LONGEST_FACT ? text : `${text.slice(0, LONGEST_FACT)}…`;

/** The members of an answer, one a line. */
export function answerValues(bytes: Uint8Array, charset: Charset): Record<string, string> {
  const pairs = decodeText(bytes, charset)
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => {
      const end = line.indexOf('=');
      return end < 0 ? [line, ''] : [line.slice(0, end), line.slice(end + 1)];
    });
  return Object.fromEntries(pairs);
}

/** A bar inside a value makes the signed text say something else with other members: such a message is not well signed. */
const isBarred = (values: Values) => Object.values(values).some((text) => text.includes('|'));

/** Everything the harness needs to read WoPay's messages, whoever handles them. */
export class WopayReader implements Reader {
  readonly notices: Reader;

  constructor(
    readonly provider: string,
    readonly register: Register,
    readonly profile: Profile,
  ) {
    this.notices = {
      request: (message) => this.#notice(message),
      answer: (_message, _reading, { status, body }) => ({ acknowledged: isHeard(profile, status, body) }),
    };
  }

  request(message: Incoming): Reading {
    if (message.target.startsWith(FILE_PATH)) {
      const [merNo] = message.target.slice(FILE_PATH.length).split('/');
      return { from: this.register.merchant(merNo)?.heldBy ?? 'stranger', kind: 'bill.fetch', facts: {} };
    }
    const call = callAt(message.target);
    if (!call)
      return { from: 'payer', kind: 'page.wallet', facts: { fields: formFieldNames(message) }, canonical: false };
    const { values, charset } = sentIn(message);
    const { state, merchant } = checkRequest(values, charset, this.register);
    const { signMsg: _, reqTime: __, merReqTime: ___, ...content } = values;
    const isOrder = call === 'order';
    const facts: Facts = {
      signature: state === 'valid' && isBarred(values) ? 'invalid' : state,
      caller: merchant?.heldBy,
      payee: isOrder ? merchant?.owner : undefined,
      product: isOrder ? (values['tranType'] === '20102' ? 'bank' : 'gateway') : undefined,
      amountFen: amountIn(values['amount']),
      amountText: clip(values['amount']),
      // The messages write fen and name no currency; there is no other.
      currency: values['amount'] === undefined ? undefined : 'CNY',
      refund: call === 'refund' ? clip(values['refundReqJournl']) : undefined,
      bill: clip(values['billDate']?.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')),
      content: digest(JSON.stringify(content)),
      fields: fieldNames(queryOf(message), values),
    };
    // An order comes with the payer's browser.
    const from = isOrder ? 'payer' : (merchant?.heldBy ?? 'stranger');
    return { from, kind: KINDS[call], trade: clip(values['orderNo']), facts };
  }

  answer(message: Incoming, reading: Reading, answer: Outgoing): Facts {
    if (reading.kind.startsWith('page.')) return {};
    if (reading.kind === 'bill.fetch') return { file: createHash('sha256').update(answer.body).digest('hex') };
    const call = callAt(message.target);
    if (!call || call === 'order') return this.#orderAnswer(answer);
    const { values: asked, charset } = sentIn(message);
    const values = answerValues(answer.body, charset);
    const sealed = { fields: fieldNames(values), signature: this.#sealOf(values, asked['merNo'], charset) };
    const result = values[RESULTS[call]];
    if (result !== 'SUCCESS') {
      return { ...sealed, error: result || 'unreadable', state: result === 'SIM0010' ? 'absent' : undefined };
    }
    const state = values['orderState'];
    return {
      ...sealed,
      state: call === 'query' ? (STATES.get(state) ?? `unknown:${clip(state)}`) : undefined,
      refundState: call === 'refund' ? 'success' : undefined,
      refund: values['refundReqJournl'],
      amountFen: amountIn(values['payAmount'] || values['amount']),
      amountText: values['payAmount'] || values['amount'],
      file: values['fileDigest'],
    };
  }

  #orderAnswer({ headers, body }: Outgoing): Facts {
    const location = headers.get('location');
    if (location !== null) return { handedOut: digest(location) };
    return { error: /SIM\d{4}/.exec(Buffer.from(body).toString('utf8'))?.[0] ?? 'unknown' };
  }

  #sealOf(values: Values, merNo: string | undefined, charset: Charset): SignatureState {
    const merchant = this.register.merchant(merNo);
    if (!values['signMsg']) return 'missing';
    if (!merchant) return 'unknown-key';
    return isSealed(values, keyInForce(merchant), charset) && !isBarred(values) ? 'valid' : 'invalid';
  }

  #notice(message: Incoming): Reading {
    const { values, charset } = sentIn(message);
    const { orderNo, payJnlno, amount, transRst, merNo } = values;
    const facts: Facts = {
      signature: this.#sealOf(values, merNo, charset),
      readable: orderNo !== undefined && payJnlno !== undefined,
      notice: clip(payJnlno),
      fields: fieldNames(values),
      state: transRst === '1' ? 'paid' : transRst === '0' ? 'open' : `unknown:${clip(transRst)}`,
      amountFen: amountIn(amount),
      amountText: clip(amount),
      payee: merNo === undefined ? undefined : this.register.owner(merNo),
      // No message of this protocol names an application.
      application: '',
    };
    return { from: this.provider, kind: 'notice.payment', trade: clip(orderNo), facts };
  }
}
