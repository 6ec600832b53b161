import { override } from './override';
import type { PaymentProtocol } from './protocol';

type Asked = { readonly kind: string; readonly unasked?: true };

/** The same adapter; after each question to the provider somebody is told whether it was answered (rule RES-005). */
export function listening(protocol: PaymentProtocol, told: (answered: boolean) => void): PaymentProtocol {
  const after = async <T extends Asked>(asking: Promise<T>): Promise<T> => {
    const result = await asking;
    // Where an adapter makes an order without asking anybody, nothing is known of the provider.
    if (!result.unasked) told(result.kind !== 'unanswered');
    return result;
  };
  const { redirectRefund, startInApp, charge, undo } = protocol;
  return override(protocol, {
    start: (request) => after(protocol.start(request)),
    startInApp: startInApp && ((request) => after(startInApp.call(protocol, request))),
    charge: charge && ((request) => after(charge.call(protocol, request))),
    undo: undo && ((payment) => after(undo.call(protocol, payment))),
    query: (payment) => after(protocol.query(payment)),
    close: (payment) => after(protocol.close(payment)),
    refund: (refund) => after(protocol.refund(refund)),
    queryRefund: (refund) => after(protocol.queryRefund(refund)),
    redirectRefund: redirectRefund && ((refund, card) => after(redirectRefund.call(protocol, refund, card))),
  });
}
