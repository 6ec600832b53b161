import { createHash } from 'node:crypto';
import type { Fact, Facts } from '../kernel/history';
import { fieldNames, formFieldNames } from '../network/fields';
import type { Incoming, Outgoing } from '../network/message';
import type { Reader, Reading } from '../network/party';

interface Route {
  readonly path: RegExp;
  readonly method: string;
  readonly from: string;
  readonly kind: string;
  readonly canonical?: false;
}

const ROUTES: readonly Route[] = [
  { path: /^\/pay\/[^/]+\/choose$/, method: 'POST', from: 'payer', kind: 'page.choose' },
  { path: /^\/pay\/[^/]+\/return$/, method: 'GET', from: 'payer', kind: 'page.return' },
  { path: /^\/pay\/[^/]+\/return$/, method: 'POST', from: 'payer', kind: 'page.return' },
  { path: /^\/pay\/[^/]+\/list$/, method: 'POST', from: 'payer', kind: 'page.list' },
  { path: /^\/pay\/[^/]+\/consent$/, method: 'POST', from: 'payer', kind: 'page.consent' },
  { path: /^\/pay\//, method: 'GET', from: 'payer', kind: 'page.cashier', canonical: false },
  { path: /^\/api\/orders$/, method: 'POST', from: 'merchant', kind: 'order.place' },
  { path: /^\/api\/orders\/([^/]+)$/, method: 'GET', from: 'merchant', kind: 'order.read', canonical: false },
  { path: /^\/api\/orders\/([^/]+)\/refunds$/, method: 'POST', from: 'merchant', kind: 'order.refund' },
  { path: /^\/api\/combined-orders$/, method: 'POST', from: 'operator', kind: 'order.place' },
  {
    path: /^\/api\/combined-orders\/([^/]+)$/,
    method: 'GET',
    from: 'operator',
    kind: 'order.read',
    canonical: false,
  },
  { path: /^\/api\/orders\/([^/]+)\/price$/, method: 'PUT', from: 'merchant', kind: 'order.price' },
  { path: /^\/api\/methods$/, method: 'GET', from: 'merchant', kind: 'method.read', canonical: false },
  { path: /^\/api\/methods\/[^/]+\/discount$/, method: 'PUT', from: 'merchant', kind: 'discount.set' },
  { path: /^\/api\/methods\//, method: 'PUT', from: 'merchant', kind: 'method.set' },
  { path: /^\/api\/providers\/[^/]+\/discount$/, method: 'PUT', from: 'operator', kind: 'discount.set' },
  { path: /^\/api\/providers\/[^/]+\/standing$/, method: 'PUT', from: 'operator', kind: 'standing.set' },
  { path: /^\/api\/access\/terms$/, method: 'GET', from: 'applicant', kind: 'access.terms', canonical: false },
  { path: /^\/api\/access\/applications$/, method: 'POST', from: 'applicant', kind: 'access.apply' },
  { path: /^\/api\/access\/applications\//, method: 'GET', from: 'applicant', kind: 'access.read', canonical: false },
  { path: /^\/api\/access\/intake$/, method: 'PUT', from: 'operator', kind: 'access.intake' },
  { path: /^\/api\/announcements$/, method: 'POST', from: 'operator', kind: 'change.announce' },
  { path: /^\/announcements$/, method: 'GET', from: 'payer', kind: 'page.announcements', canonical: false },
  { path: /^\/api\/providers\//, method: 'PUT', from: 'operator', kind: 'provider.set' },
  { path: /^\/api\/exports\//, method: 'GET', from: 'operator', kind: 'export.read', canonical: false },
  { path: /^\/api\/consents\//, method: 'GET', from: 'operator', kind: 'consents.read', canonical: false },
  { path: /^\/api\/books\/[^/]+$/, method: 'GET', from: 'operator', kind: 'books.read', canonical: false },
  { path: /^\/api\/books\/[^/]+\/close$/, method: 'POST', from: 'operator', kind: 'books.close' },
  { path: /^\/api\/incidents$/, method: 'GET', from: 'operator', kind: 'incident.read', canonical: false },
  { path: /^\/api\/incidents$/, method: 'POST', from: 'operator', kind: 'incident.report' },
  { path: /^\/api\/settlement\//, method: 'GET', from: 'merchant', kind: 'settlement.read', canonical: false },
  { path: /^\/api\/records$/, method: 'GET', from: 'merchant', kind: 'record.read', canonical: false },
  { path: /^\/notify\//, method: 'POST', from: 'stranger', kind: 'notice.unknown' },
];

/** What merchants and operators read of days and records; which fields they are told is on record (rule PRIV-001). */
const TELLS_OF_MONEY: ReadonlySet<string> = new Set(['books.read', 'books.close', 'settlement.read', 'record.read']);

type Json = Record<string, unknown>;

function parse(bytes: Uint8Array): Json {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    return {};
  }
}

/** The parts of an order that several merchants share, as far as they are of the form. */
function partsOf(body: Json): Fact {
  const parts = body['parts'];
  if (!Array.isArray(parts)) return undefined;
  return parts.map((part: Json | null) => ({
    merchant: scalar(part?.['merchantId']),
    amountFen: scalar(part?.['amountFen']),
  }));
}

const scalar = (value: unknown): Fact =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** Reads what merchants, operators and payers say to a platform; notices are read by their provider's protocol. */
export class PlatformReader implements Reader {
  request(message: Incoming): Reading {
    const path = message.target.split('?')[0] ?? '';
    const route = ROUTES.find((candidate) => candidate.method === message.method && candidate.path.test(path));
    if (!route) return { from: 'payer', kind: 'page.other', facts: {}, canonical: false };
    const { from, kind, canonical } = route;
    const order = route.path.exec(path)?.[1];
    return { from, kind, order, facts: this.#facts(kind, message), ...(canonical === false ? { canonical } : {}) };
  }

  answer(_message: Incoming, reading: Reading, answer: Outgoing): Facts {
    const body = parse(answer.body);
    if (TELLS_OF_MONEY.has(reading.kind)) return { fields: fieldNames(body) };
    if (!reading.kind.startsWith('order.')) return {};
    const { code: error, advice } = (body['error'] ?? {}) as Json;
    const fields = fieldNames(body);
    return {
      fields,
      ...(reading.kind === 'order.refund' && error !== undefined ? { advised: advice !== undefined } : {}),
      result: scalar(body['orderNo']),
      error: answer.status >= 400 ? scalar(error ?? answer.status) : undefined,
    };
  }

  #facts(kind: string, message: Incoming): Facts {
    if (kind.startsWith('page.')) return { fields: formFieldNames(message) };
    const body = parse(message.body);
    const fields = fieldNames(body);
    if (kind !== 'order.place' && kind !== 'order.refund') return { fields };
    return {
      fields,
      key: scalar(body['merchantOrderNo'] ?? body['combinedOrderNo']),
      refund: scalar(body['refundNo']),
      amountFen: scalar(body['amountFen']),
      parts: partsOf(body),
      currency: scalar(body['currency']),
      content: digest(message.body),
    };
  }
}
