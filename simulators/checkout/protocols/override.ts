import type { PaymentProtocol } from './protocol';

/** The same adapter with some of its methods replaced. */
export function override(protocol: PaymentProtocol, changes: Partial<PaymentProtocol>): PaymentProtocol {
  return {
    get application() {
      return protocol.application;
    },
    start: (request) => protocol.start(request),
    startInApp: protocol.startInApp?.bind(protocol),
    charge: protocol.charge?.bind(protocol),
    undo: protocol.undo?.bind(protocol),
    query: (payment) => protocol.query(payment),
    close: (payment) => protocol.close(payment),
    refund: (refund) => protocol.refund(refund),
    queryRefund: (refund) => protocol.queryRefund(refund),
    redirectRefund: protocol.redirectRefund?.bind(protocol),
    bill: (day) => protocol.bill(day),
    readNotice: (notice) => protocol.readNotice(notice),
    noticeAnswer: (heard, notice) => protocol.noticeAnswer(heard, notice),
    refreshKeys: () => protocol.refreshKeys(),
    ...changes,
  };
}
