/** The methods of trades that servers call. */
export const METHODS = ['precreate', 'query', 'close', 'refund', 'fastpay.refund.query', 'pay', 'create'].map(
  (name) => `alipay.trade.${name}`,
);
export const [PRECREATE = '', QUERY = '', CLOSE = '', REFUND = '', REFUND_QUERY = '', PAY = '', CREATE = ''] = METHODS;
export const ORDER = { out_trade_no: 'NEW_1', total_amount: '1.00', subject: '一壶龙井' };

/** A content in which each method finds nothing wrong, about the paid trade of the bench. */
export const RIGHT: Readonly<Record<string, Record<string, unknown>>> = {
  [PRECREATE]: ORDER,
  [QUERY]: { out_trade_no: 'PAID_1' },
  [CLOSE]: { out_trade_no: 'PAID_1' },
  [REFUND]: { out_trade_no: 'PAID_1', out_request_no: 'R1', refund_amount: '1.00' },
  // Nobody has shown this code.
  [PAY]: { ...ORDER, out_trade_no: 'NEW_2', auth_code: '280000000000000000' },
  // Nobody has this number.
  [CREATE]: { ...ORDER, out_trade_no: 'NEW_3', buyer_id: '2088000000000000' },
  [REFUND_QUERY]: { out_trade_no: 'PAID_1', out_request_no: 'R1' },
};

export const nested = (depth: number) => `${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`;

/** Values that no field expects. */
export const STRANGE: readonly unknown[] = [
  null,
  true,
  -1,
  0.1 + 0.2,
  '',
  [],
  {},
  { toString: 'x' },
  "'; DROP TABLE trades; --",
  '../../etc/passwd',
  '%00',
  'a\u0000b',
  '\ud800',
  '\u202e\u0000\uffff',
  '$'.concat('{jndi:ldap://x}'),
  '__proto__',
  'constructor',
  'x'.repeat(20_000),
];
