import { createHash } from 'node:crypto';
import type { Facts } from '../../kernel/history';
import type { Tokens } from '../../kernel/keys';
import { fieldNames, formFieldNames } from '../../network/fields';
import type { Incoming, Outgoing } from '../../network/message';
import type { Reader, Reading } from '../../network/party';
import { decodeText } from '../charset';
import type { SignatureState } from '../contract';
import type { TradeBook } from '../engine/book';
import { dayNamed } from './bills/file';
import { carried } from './certificates';
import { readTime } from './fields';
import { checkSignature, formOf, type Gate } from './gate';
import { frontProduct, PATHS, type Place } from './gateway';
import { signedBytes, signMethodOf, signWithSecret, verifiesWithKey, versionOf } from './signature';
import { type Fields, type Form, readRaw } from './wire';

/** What the harness needs to read messages: who may sign, and which payment a number of the house names. */
export interface ReadingDesk {
  readonly gate: Pick<Gate, 'register' | 'signers'>;
  readonly book: () => TradeBook;
  readonly tokens: Tokens;
  /** Whose card a number is of which only the ends are told; cards differ from run to run, people do not. */
  readonly holderOf: (masked: string) => string | undefined;
}

/** The neutral kind of each transaction, by its address, `txnType` and `txnSubType`. */
const KINDS: Readonly<Record<string, string>> = {
  'front 01/01': 'payment.create',
  'app 01/01': 'payment.create',
  'order 01/01': 'payment.create',
  'back 01/06': 'payment.create',
  'back 01/07': 'payment.create',
  'back 04/00': 'refund.create',
  'back 31/00': 'refund.create',
  'back 99/01': 'payment.cancel',
  'back 94/00': 'keys.read',
  'back 95/00': 'keys.read',
  'query 00/00': 'payment.query',
  // One message asks for the file and brings it.
  'file 76/01': 'bill.fetch',
};

/** A short digest of content, so that judges can tell same from other without seeing it. */
const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

const LONGEST_FACT = 128;
const clip = (text: string | undefined) =>
  text === undefined || text.length <= LONGEST_FACT ? text : `${text.slice(0, LONGEST_FACT)}…`;

/** What stands in `txnAmt`, as whole fen; undefined where it is none. */
const fenOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

const CURRENCIES: Readonly<Record<string, string>> = { '156': 'CNY' };

/** How a payment stands by the code that is told of it (sheet 8). */
const STATES: Readonly<Record<string, string>> = { '00': 'paid', A6: 'paid', '03': 'open', '04': 'open', '05': 'open' };
const stateOf = (code: string): string => STATES[code] ?? 'closed';

const REFUND_STATES: Readonly<Record<string, string>> = {
  '00': 'success',
  '03': 'processing',
  '04': 'processing',
  '05': 'processing',
};
const refundStateOf = (code: string): string => REFUND_STATES[code] ?? 'closed';

const placeOf = ({ target, method }: Incoming): Place | undefined =>
  method === 'POST' ? (Object.keys(PATHS) as Place[]).find((place) => PATHS[place] === target) : undefined;

/** Everything but what differs in every repetition of a request. */
const contentOf = ({ fields }: Form) => {
  const { signature: _, certId: __, ...content } = fields;
  return digest(JSON.stringify(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1))));
};

/** Reads the messages of the protocol, whoever handles them. */
export class UnionPayReader implements Reader {
  readonly notices: Reader;

  constructor(
    readonly provider: string,
    readonly desk: ReadingDesk,
  ) {
    this.notices = {
      request: (message) => this.#notice(formOf(message)),
      answer: (_message, _reading, { status }) => ({ acknowledged: status === 200 }),
    };
  }

  request(message: Incoming): Reading {
    const place = placeOf(message);
    if (!place) {
      const facts = { fields: formFieldNames(message) };
      return { from: 'payer', kind: 'page.wallet', facts, canonical: false };
    }
    const form = formOf(message);
    const { fields } = form;
    const kind = KINDS[`${place} ${fields['txnType']}/${fields['txnSubType']}`];
    if (kind === undefined) return { from: 'stranger', kind: 'unknown', facts: {} };
    const { state, certificate, merchant } = checkSignature(this.desk.gate, form);
    const refund = this.#refundNamed(kind, fields);
    const trade = this.#paymentOf(kind, fields, refund);
    const facts: Facts = {
      signature: state,
      caller: certificate?.owner ?? merchant?.owner,
      payee: fields['merId'] === undefined ? undefined : this.desk.gate.register.owner(fields['merId']),
      product: kind === 'payment.create' ? productOf(place, fields) : undefined,
      amountFen: fenOf(fields['txnAmt']),
      amountText: clip(fields['txnAmt']),
      currency: CURRENCIES[fields['currencyCode'] ?? ''],
      refund: clip(refund),
      bill: place === 'file' ? this.#dayOf(fields) : undefined,
      asks: place === 'file' ? true : undefined,
      application: clip(fields['accessType']),
      content: kind === 'keys.read' ? undefined : contentOf(form),
      code: fields['qrNo'] === undefined ? undefined : this.desk.tokens.token(fields['qrNo']),
      fields: fieldNames(fields),
    };
    const from = place === 'front' ? 'payer' : (certificate?.owner ?? merchant?.owner ?? 'stranger');
    return { from, kind: kindOf(kind, refund), trade: clip(trade), facts };
  }

  answer(message: Incoming, reading: Reading, answer: Outgoing): Facts {
    const place = placeOf(message);
    if (!place || reading.kind === 'unknown') return {};
    if (place === 'front') return handedOver(answer);
    const form = formOf(message);
    const told = readRaw(decodeText(answer.body, form.charset));
    const { state, key } = this.#checked(told, form);
    const sealed = { fields: fieldNames(told), signature: state, key };
    const { respCode = 'unreadable' } = told;
    if (respCode === '00') return { ...sealed, ...this.#told(told, reading) };
    return {
      ...sealed,
      error: respCode,
      // "Duplicate" says that the first request is known, under whose number its result can be asked for.
      repeated: respCode === '12' ? true : undefined,
      state: respCode === '34' && reading.kind === 'payment.query' ? 'absent' : undefined,
    };
  }

  #told(told: Fields, { kind }: Reading): Facts {
    const code = told['origRespCode'];
    const handedOut = told['qrCode'] ?? told['tn'];
    const isRefund = kind.startsWith('refund.');
    return {
      handedOut: handedOut === undefined ? undefined : digest(handedOut),
      payee: told['merId'] === undefined ? undefined : this.desk.gate.register.owner(told['merId']),
      amountFen: fenOf(told['txnAmt']),
      amountText: told['txnAmt'],
      currency: CURRENCIES[told['currencyCode'] ?? ''],
      application: told['accessType'],
      refund: isRefund ? told['orderId'] : undefined,
      refundState: isRefund ? (code === undefined ? 'processing' : refundStateOf(code)) : undefined,
      state: code === undefined || isRefund ? undefined : stateOf(code),
      payer: this.#payer(told),
    };
  }

  /** What a message of the house proves: with which key it is signed, and whether that fits (sheet 5). */
  #checked(told: Fields, { charset, fields }: Form): { state: SignatureState; key?: string } {
    const { signature, signPubKeyCert, certId } = told;
    if (!signature) return { state: 'missing' };
    const [version, method] = [versionOf(told['version']), signMethodOf(told['signMethod'])];
    if (!version || !method) return { state: 'invalid' };
    const signed = signedBytes(told, charset);
    if (method !== '01') {
      const secret = this.desk.gate.register.merchant(told['merId'] ?? fields['merId'])?.secret;
      if (secret === undefined) return { state: 'unknown-key' };
      return { state: signWithSecret(signed, method, secret) === signature ? 'valid' : 'invalid', key: 'secret' };
    }
    const signer = this.desk.gate.signers
      .all()
      .find((own) =>
        signPubKeyCert ? sameCertificate(carried(own.certificate), signPubKeyCert) : own.certId === certId,
      );
    if (!signer) return { state: 'unknown-key', key: 'platform-certificate' };
    const fits = verifiesWithKey(signed, signature, version, signer.pair.publicKey);
    return { state: fits ? 'valid' : 'invalid', key: 'platform-certificate' };
  }

  /** Reads a notice that the house, or a forger in its name, sends. */
  #notice(form: Form): Reading {
    const { fields } = form;
    const refund = fields['origQryId'] === undefined ? undefined : fields['orderId'];
    const kind = refund === undefined ? 'notice.payment' : 'notice.refund';
    const { respCode = '' } = fields;
    const payee = fields['merId'];
    const facts: Facts = {
      signature: this.#checked(fields, form).state,
      readable: fields['orderId'] !== undefined && fields['respCode'] !== undefined,
      notice: clip(fields['queryId']),
      fields: fieldNames(fields),
      state: refund === undefined ? stateOf(respCode) : undefined,
      refund: clip(refund),
      refundState: refund === undefined ? undefined : refundStateOf(respCode),
      amountFen: fenOf(fields['txnAmt']),
      amountText: clip(fields['txnAmt']),
      currency: CURRENCIES[fields['currencyCode'] ?? ''],
      payee: payee === undefined ? undefined : this.desk.gate.register.owner(payee),
      payer: this.#payer(fields),
      application: clip(fields['accessType']),
    };
    const trade = this.#paymentOf(kind, fields, refund);
    return { from: this.provider, kind, trade: clip(trade), facts };
  }

  /** The merchant's number of the money that goes back, where a message is about such. */
  #refundNamed(kind: string, { merId = '', orderId }: Fields): string | undefined {
    if (kind === 'refund.create') return orderId;
    const known = orderId !== undefined && this.desk.book().byOutRefundNo(merId, orderId) !== undefined;
    return kind === 'payment.query' && known ? orderId : undefined;
  }

  /** The merchant's number of the payment that a message is about; money that goes back names it by the house's own. */
  #paymentOf(kind: string, { merId = '', orderId, origQryId }: Fields, refund: string | undefined): string | undefined {
    if (kind === 'keys.read' || kind === 'bill.fetch') return undefined;
    if (refund === undefined) return orderId;
    const book = this.desk.book();
    const trade = origQryId === undefined ? book.byOutRefundNo(merId, refund) : book.byTradeNo(origQryId);
    return trade?.outTradeNo;
  }

  #payer({ accNo }: Fields): string | undefined {
    return accNo === undefined ? undefined : this.desk.tokens.token(this.desk.holderOf(accNo) ?? 'nobody');
  }

  #dayOf({ settleDate = '', txnTime = '' }: Fields): string | undefined {
    const at = readTime(txnTime);
    return at === undefined ? undefined : dayNamed(settleDate, at);
  }
}

/** A query about money that goes back is one of its own kind. */
const kindOf = (kind: string, refund: string | undefined) =>
  kind === 'payment.query' && refund !== undefined ? 'refund.query' : kind;

const sameCertificate = (own: string, told: string) => own.replaceAll('\r', '') === told.replaceAll('\r', '').trim();

function productOf(place: Place, fields: Fields): string {
  if (place === 'front') return frontProduct(fields);
  if (place === 'back') return fields['txnSubType'] === '06' ? 'code' : 'qr';
  return place === 'app' ? 'app' : 'qr';
}

/** What the payer's browser got: the way to the cashier, or a page that refuses. */
function handedOver({ headers, body }: Outgoing): Facts {
  const location = headers.get('location');
  if (location !== null) return { handedOut: digest(location.slice(location.indexOf('?') + 1)) };
  return { error: /\[(\d{7})\]/.exec(Buffer.from(body).toString('utf8'))?.[1] ?? 'unknown' };
}
