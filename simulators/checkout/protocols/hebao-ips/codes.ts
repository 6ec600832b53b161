/**
 * Codes of answers. Public are `000000` and those that wait for the payer; those that begin with SIM are published by the
 * profile hebao-sim-profile. A code that is not here says nothing, and is asked about again.
 */
export const DONE = '000000';

/** The payer of a code is being asked, or must confirm: neither a success nor a failure (requirement HB-04). */
export const WAITING_CODES = new Set(['CPS01134', 'PCC00225']);

/** No such order. */
export const ORDER_UNKNOWN = 'SIM0010';

/** A refund that will not be done: not paid, more than is left, another content, too late, an order that is unknown. */
export const REFUND_REFUSED = new Set([
  'SIM0002',
  'SIM0011',
  'SIM0020',
  'SIM0021',
  'SIM0022',
  'SIM0023',
  ORDER_UNKNOWN,
]);

/** The order cannot be placed; nothing was begun, because no page was handed out. The harness's own trouble is not meant. */
export const isOrderRefused = (code: string): boolean => code !== 'SIM0099' && !WAITING_CODES.has(code);

export const BILL_NOT_READY = 'SIM0030';
export const BILL_EMPTY = 'SIM0031';

/** `status` of a payment: the word for success is public, the others are the profile's. */
export const PAID = 'SUCCESS';
export const WAITING = 'SIM_WAITING';
export const CLOSED = 'SIM_CLOSED';
