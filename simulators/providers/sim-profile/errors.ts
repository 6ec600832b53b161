/** Every code with which a profile of this ground refuses, with its HTTP status and its sentence. */
const TABLE = {
  PARAM_ERROR: [400, 'the request is not of the form that the profile describes'],
  TOO_LARGE: [413, 'the request is larger than 1 MiB'],
  SIGN_MISSING: [401, 'the request is not signed'],
  SIGN_STALE: [401, 'the timestamp is more than five minutes off'],
  SIGN_ERROR: [401, 'the signature does not fit'],
  KEY_UNKNOWN: [401, 'no such application, or it has no key of that name'],
  NONCE_USED: [401, 'the nonce has been used before'],
  NO_RIGHT: [403, 'the application does not collect for that account'],
  NOT_FOUND: [404, 'nothing is known under that number'],
  DUPLICATE: [409, 'the number is taken by a request with another content'],
  ORDER_PAID: [409, 'the order is paid'],
  ORDER_CLOSED: [409, 'the order is closed'],
  ORDER_FAILED: [409, 'the payment has failed'],
  NOT_PAID: [409, 'the order is not paid'],
  REFUND_EXCEEDS: [409, 'more would go back than was paid'],
  REFUND_OVERDUE: [409, 'the time for refunds is over'],
  REFUND_TOO_MANY: [409, 'the order has as many refunds as it may have'],
  REFUND_TOO_SOON: [409, 'the last refund of the order is too young'],
  LIMIT_SINGLE: [409, 'more than the wallet may pay at once'],
  LIMIT_DAY: [409, 'more than the wallet may pay in a day'],
  LIMIT_YEAR: [409, 'more than the wallet may pay in a year'],
  LIMIT_BALANCE: [409, 'the receiving wallet would hold more than it may'],
  WALLET_FROZEN: [409, 'the wallet is frozen'],
  WALLET_CLOSED: [409, 'the wallet is closed'],
  INSUFFICIENT: [409, 'the account does not hold enough'],
  DECLINED: [409, 'the payer has turned the payment down'],
  CODE_UNKNOWN: [409, 'no wallet shows that code'],
  CODE_EXPIRED: [409, 'the code is too old'],
  CODE_USED: [409, 'the code has served another order'],
  TOKEN_REFUSED: [409, 'the token is not for this application and user, or was taken back'],
  TAP_REFUSED: [409, 'no such hard wallet, or the code of the tap does not fit'],
  RECON_NOT_READY: [404, 'the files of that day are not there yet'],
  RECON_TOO_OLD: [404, 'the files of that day are no longer kept'],
  UNKNOWN: [500, 'the outcome is not known; ask again'],
} as const satisfies Record<string, readonly [number, string]>;

export type SimErrorCode = keyof typeof TABLE;

/** A refusal on the wire of a profile. */
export class SimError extends Error {
  override name = 'SimError';
  readonly status: number;

  constructor(
    readonly code: SimErrorCode,
    /** What was found and expected, where more is known than the code says. */
    detail?: string,
  ) {
    const [status, sentence] = TABLE[code];
    super(detail === undefined ? sentence : `${sentence}: ${detail}`);
    this.status = status;
  }
}
