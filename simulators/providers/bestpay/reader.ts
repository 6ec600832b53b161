import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Facts } from '../../kernel/history';
import type { Tokens } from '../../kernel/keys';
import { fieldNames, formFieldNames } from '../../network/fields';
import type { Incoming, Outgoing } from '../../network/message';
import type { Reader, Reading } from '../../network/party';
import type { SignatureState } from '../contract';
import { BILL_ASK, BILL_FILE, billDoor } from './bills';
import { readAmount } from './fields';
import { type Form, readForm } from './form';
import { checkMac, type Door, type GateDesk } from './gate';
import { CALLS, CASHIERS } from './gateway';
import { fieldsOf, fits, type MacOrder, macText } from './mac';
import { isMapi, mapiAnswerFacts, mapiReading } from './mapi/reader';
import { noticeAnswered, noticeFacts } from './notice-facts';

/** A short digest of content, so that judges can tell same from other without seeing it. */
const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

const LONGEST_FACT = 128;

/** What strangers write is kept short in the history. */
export const clip = (text: string | undefined): string | undefined =>
  text === undefined || text.length <= LONGEST_FACT ? text : `${text.slice(0, LONGEST_FACT)}…`;

/** What reading a message needs to know besides the register. */
export interface ReaderDesk extends GateDesk {
  /** The request number of a payment, by which a query about it is told from one about its refund. */
  readonly requestOf: (merchantId: string, orderNo: string) => string | undefined;
}

/** One address: its door, and what it is in neutral words. */
interface Address {
  readonly door: Door;
  readonly kind: string;
  readonly product?: string;
  readonly browser?: true;
}

const ADDRESSES: ReadonlyMap<string, Address> = new Map<string, Address>([
  ...Object.entries(CALLS).map(([path, { door, kind }]): [string, Address] => [
    path,
    { door, kind, ...(kind === 'payment.create' ? { product: 'code' } : {}) },
  ]),
  ...Object.entries(CASHIERS).map(([path, { door, product }]): [string, Address] => [
    path,
    { door, kind: 'payment.create', product, browser: true },
  ]),
  [BILL_ASK, { door: billDoor, kind: 'bill.ask' }],
]);

/** Whose amount an address is about. */
const AMOUNTS = ['ORDERAMOUNT', 'orderAmt', 'transAmt'];
const PAYMENTS = ['ORDERSEQ', 'orderNo', 'oldOrderNo'];
/** What differs between two requests that ask for the same thing. */
const PASSING = new Set(['mac', 'MAC', 'merchantPwd']);

const envelope = z.object({
  success: z.boolean(),
  result: z.record(z.string(), z.string().nullable()).nullable(),
  errorCode: z.string().nullable(),
});

type Result = Readonly<Record<string, string | null>>;

const STATES: Readonly<Record<string, string>> = { A: 'open', C: 'failed', G: 'closed' };

/** A neutral word for how a payment stands; what was paid and came back as a whole is refunded. */
function stateOf({ transStatus, refundFlag }: Result): string | undefined {
  if (transStatus === 'B') return refundFlag === '1' || refundFlag === '3' ? 'refunded' : 'paid';
  return typeof transStatus === 'string' ? (STATES[transStatus] ?? `unknown:${clip(transStatus)}`) : undefined;
}

const REFUND_STATES: Readonly<Record<string, string>> = { A: 'processing', B: 'success', C: 'closed' };

const SEALS: Readonly<Record<string, MacOrder>> = {
  'refund.create': 'refundAnswer',
  'payment.close': 'refundAnswer',
  'bill.ask': 'billAnswer',
};

const pathOf = ({ target }: Incoming): string => target.split('?')[0] ?? '';

/** Reads the messages of generation 1, whoever handles them. */
export class BestPayReader implements Reader {
  readonly notices: Reader;

  constructor(
    readonly provider: string,
    readonly desk: ReaderDesk,
    readonly tokens: Tokens,
  ) {
    this.notices = {
      request: (message) => noticeFacts(message, provider, desk.register),
      answer: (message, _reading, answer) => noticeAnswered(message, answer),
    };
  }

  request(message: Incoming): Reading {
    if (isMapi(message)) return mapiReading(message, this.desk.register);
    const path = pathOf(message);
    const address = ADDRESSES.get(path);
    if (address) return this.#call(address, readForm(message));
    if (path === BILL_FILE) return this.#file(message);
    return { from: 'payer', kind: 'page.wallet', facts: { fields: formFieldNames(message) }, canonical: false };
  }

  answer(message: Incoming, reading: Reading, { headers, body }: Outgoing): Facts {
    if (isMapi(message)) return mapiAnswerFacts(body);
    const address = ADDRESSES.get(pathOf(message));
    if (!address) return {};
    if (address.browser) {
      const location = headers.get('location');
      if (location !== null) return { handedOut: digest(location) };
      const [, code] = /role="alert"[^>]*>(\S+)/.exec(Buffer.from(body).toString('utf8')) ?? [];
      return { error: clip(code) ?? 'unreadable' };
    }
    return this.#answerFacts(readForm(message), reading.kind, body);
  }

  #call({ door, kind: named, product, browser }: Address, form: Form): Reading {
    const { values } = form;
    const { state, merchant } = checkMac(door, form, this.desk);
    const owner = merchant?.owner ?? 'stranger';
    const kind = named === 'payment.query' && this.#isRefund(values) ? 'refund.query' : named;
    const first = (names: readonly string[]) =>
      names.map((name) => values.get(name)).find((value) => value !== undefined);
    const amount = first(AMOUNTS);
    const yuan = product === 'wap';
    const code = values.get('barcode');
    const content = [...values].filter(([name]) => !PASSING.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
    const facts: Facts = {
      signature: state,
      caller: merchant?.parent === undefined ? merchant?.owner : this.desk.register.owner(merchant.parent),
      payee: kind.startsWith('bill.') ? undefined : merchant?.owner,
      product,
      amountFen: readAmount(amount),
      // Only what is written in yuan can be compared as yuan.
      amountText: yuan ? clip(amount) : undefined,
      currency: amount === undefined ? undefined : 'CNY',
      refund: clip(
        kind === 'refund.query'
          ? values.get('orderReqNo')
          : kind === 'refund.create'
            ? values.get('refundReqNo')
            : undefined,
      ),
      bill: kind === 'bill.ask' ? dated(values.get('billDate')) : undefined,
      content: digest(JSON.stringify(content)),
      code: code === undefined ? undefined : this.tokens.token(code),
      fields: fieldNames(Object.fromEntries([...values.keys()].map((name) => [name, '']))),
    };
    const caller = typeof facts['caller'] === 'string' ? facts['caller'] : owner;
    return { from: browser ? 'payer' : caller, kind, trade: clip(first(PAYMENTS)), facts };
  }

  #isRefund(values: ReadonlyMap<string, string>): boolean {
    const known = this.desk.requestOf(values.get('merchantId') ?? '', values.get('orderNo') ?? '');
    return known !== undefined && known !== values.get('orderReqNo');
  }

  /** A download proves nothing of its sender; its address names whose file it is. */
  #file({ url }: Incoming): Reading {
    const [merchantId = '', date] = (new URL(url).searchParams.get('fileId') ?? '').split('-');
    const owner = this.desk.register.owner(merchantId);
    const from = owner.startsWith('unknown:') ? 'stranger' : owner;
    return { from, kind: 'bill.fetch', facts: { bill: dated(date) } };
  }

  #answerFacts({ values }: Form, kind: string, body: Uint8Array): Facts {
    const read = envelope.safeParse(parsed(body));
    if (!read.success) return { error: 'unreadable' };
    const { success, result, errorCode } = read.data;
    if (!success || !result) {
      const error = clip(errorCode ?? 'unreadable');
      return { error, state: errorCode === 'BE110062' ? 'absent' : undefined };
    }
    const seal = {
      fields: fieldNames(result),
      signature: this.#seal(values.get('merchantId'), result, SEALS[kind] ?? 'orderAnswer'),
    };
    return { ...seal, ...this.#resultFacts(kind, result) };
  }

  #seal(merchantId: string | undefined, result: Result, order: MacOrder): SignatureState {
    const merchant = this.desk.register.merchant(merchantId);
    const given = result['sign'] ?? '';
    if (!merchant) return 'unknown-key';
    if (given === '') return 'missing';
    return fits(macText(order, fieldsOf(result)), merchant.key, given) ? 'valid' : 'invalid';
  }

  #resultFacts(kind: string, result: Result): Facts {
    const payer = result['customerId'] ?? undefined;
    const about = {
      amountFen: readAmount(result['transAmt'] ?? undefined),
      payer: payer === undefined ? undefined : this.tokens.token(payer),
    };
    const { orderReqNo, refundReqNo, transStatus } = result;
    switch (kind) {
      case 'refund.query':
        return { ...about, refund: orderReqNo, refundState: REFUND_STATES[transStatus ?? ''] };
      case 'refund.create':
        return { ...about, refund: refundReqNo, refundState: 'processing' };
      case 'payment.close':
        return about;
      case 'bill.ask':
        return {};
      default:
        return { ...about, state: stateOf(result), payee: this.desk.register.owner(result['merchantId'] ?? '') };
    }
  }
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** `20261124` as `2026-11-24`. */
const dated = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : clip(text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'));
