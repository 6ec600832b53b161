import type { Facts } from '../kernel/history';
import type { Incoming, Outgoing } from '../network/message';
import type { Reader, Reading } from '../network/party';

const ROUTES: ReadonlyArray<readonly [RegExp, string, Pick<Reading, 'from' | 'kind'> & { canonical?: false }]> = [
  [/^\/pay\/[^/]+\/choose$/, 'POST', { from: 'payer', kind: 'page.choose' }],
  [/^\/pay\/[^/]+\/return$/, 'GET', { from: 'payer', kind: 'page.return' }],
  [/^\/pay\//, 'GET', { from: 'payer', kind: 'page.cashier', canonical: false }],
  [/^\/api\/orders$/, 'POST', { from: 'merchant', kind: 'order.place' }],
  [/^\/api\/orders\/[^/]+$/, 'GET', { from: 'merchant', kind: 'order.read', canonical: false }],
  [/^\/api\/orders\/[^/]+\/refunds$/, 'POST', { from: 'merchant', kind: 'order.refund' }],
  [/^\/api\/methods\//, 'PUT', { from: 'merchant', kind: 'method.set' }],
  [/^\/api\/providers\//, 'PUT', { from: 'operator', kind: 'provider.set' }],
  [/^\/notify\//, 'POST', { from: 'stranger', kind: 'notice.unknown' }],
];

/** Reads what merchants, operators and payers say to a platform; notices are read by their provider's protocol. */
export class PlatformReader implements Reader {
  request(message: Incoming): Reading {
    const path = message.target.split('?')[0] ?? '';
    const row = ROUTES.find(([pattern, method]) => method === message.method && pattern.test(path));
    if (!row) return { from: 'payer', kind: 'page.other', facts: {}, canonical: false };
    return { ...row[2], facts: {} };
  }

  answer(_message: Incoming, _reading: Reading, _answer: Outgoing): Facts {
    return {};
  }
}
