/** The messages of the two gateways, by their `type` (sheet B3). */
export const MESSAGE_TYPES = [
  'DirectPayConfirm',
  'WAPDirectPayConfirm',
  'CloudQuickPay',
  'CloudTxnCancel',
  'OrderQuery',
  'OrderQueryCPS',
  'OrderQueryByYPOS',
  'OrderRefund',
  'OrderRefundCPS',
  'SIMReconQuery',
] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** The gateway of orders that the payer finishes on a page, and the one of payer's codes. */
export type Gateway = 'ips' | 'cps';

/** What a message signs, in the order in which it signs it; names are not signed (sheet B2). */
export interface Layout {
  readonly gateway: Gateway;
  readonly request: readonly string[];
  /** Versions that sign otherwise. */
  readonly requestOf?: ReadonlyArray<readonly [string, readonly string[]]>;
  readonly answer: readonly string[];
}

const HEAD = ['merchantId', 'requestId', 'signType', 'type', 'version'] as const;
const SAID = [...HEAD, 'returnCode', 'message'] as const;
const PAGE_ORDER = [
  'characterSet',
  'callbackUrl',
  'notifyUrl',
  'ipAddress',
  ...HEAD,
  'amount',
  'bankAbbr',
  'currency',
  'orderDate',
  'orderId',
  'merAcDate',
  'period',
  'periodUnit',
  'merchantAbbr',
  'productDesc',
  'productId',
  'productName',
  'productNum',
  'reserved1',
  'reserved2',
  'userToken',
  'showUrl',
  'couponsFlag',
] as const;
const CODE_ORDER = [
  'characterSet',
  'notifyUrl',
  ...HEAD,
  'amount',
  'currency',
  'orderDate',
  'orderId',
  'period',
  'periodUnit',
  'productName',
  'reserved1',
] as const;
const PAID = ['merchantId', 'payNo', 'returnCode', 'message', 'signType', 'type', 'version', 'amount'] as const;
const STATE = [
  ...PAID,
  'amtItem',
  'bankAbbr',
  'mobile',
  'orderId',
  'payDate',
  'reserved1',
  'reserved2',
  'status',
] as const;

const page: Layout = { gateway: 'ips', request: PAGE_ORDER, answer: [...SAID, 'payUrl'] };
const query = [...HEAD, 'orderId'];
const refund = [...HEAD, 'orderId', 'amount'];
const refunded = [...PAID, 'orderId', 'status'];

/** Every message of the two gateways (sheet B3); `SIMReconQuery` is ours, as its name says. */
export const LAYOUTS: Readonly<Record<MessageType, Layout>> = {
  DirectPayConfirm: page,
  WAPDirectPayConfirm: page,
  CloudQuickPay: {
    gateway: 'cps',
    request: [...CODE_ORDER, 'reserved2', 'userToken', 'couFlag', 'vchFlag', 'cashFlag'],
    requestOf: [['2.0.1', [...CODE_ORDER, 'userToken', 'pikFlag', 'oprId']]],
    answer: [...SAID, 'orderId', 'amount', 'coupAmt', 'vchAmt', 'cashAmt', 'reserved1', 'reserved2'],
  },
  CloudTxnCancel: { gateway: 'cps', request: ['characterSet', ...HEAD, 'orequestId', 'oorderDate'], answer: SAID },
  OrderQuery: { gateway: 'ips', request: query, answer: [...STATE, 'orderDate', 'fee'] },
  OrderQueryCPS: { gateway: 'cps', request: query, answer: [...STATE, 'payType', 'orderDate', 'fee'] },
  OrderQueryByYPOS: {
    gateway: 'cps',
    request: ['characterSet', ...HEAD, 'orderDate', 'orderId'],
    answer: [
      ...SAID,
      'orderId',
      'merchantName',
      'mblNo',
      'ordSts',
      'payDate',
      'amount',
      'cashAmount',
      'bonAmount',
      'splAmount',
      'vchAmount',
      'merOprNo',
      'storeId',
      'posId',
    ],
  },
  OrderRefund: { gateway: 'ips', request: refund, answer: refunded },
  OrderRefundCPS: { gateway: 'cps', request: refund, answer: refunded },
  SIMReconQuery: { gateway: 'ips', request: [...HEAD, 'billDate'], answer: [...SAID, 'fileUrl', 'fileDigest'] },
};

/** What an answer signs that belongs to no known message. */
export const GENERAL_ANSWER: readonly string[] = SAID;

/** What a notice signs; `payType` may come along and is not signed (sheet B3). */
export const NOTICE: readonly string[] = [
  ...PAID,
  'amtItem',
  'bankAbbr',
  'mobile',
  'orderId',
  'payDate',
  'accountDate',
  'reserved1',
  'reserved2',
  'status',
  'orderDate',
  'fee',
];

export const isMessageType = (text: string | undefined): text is MessageType =>
  MESSAGE_TYPES.some((type) => type === text);

/** What a request of a version signs. */
export function requestOrder(type: MessageType, version: string | undefined): readonly string[] {
  const { request, requestOf = [] } = LAYOUTS[type];
  return requestOf.find(([named]) => named === version)?.[1] ?? request;
}
