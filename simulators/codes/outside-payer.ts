/** A payer of another scheme, as the payee's scheme knows him: his scheme, the number of the switch, and nothing else. */
export interface OutsidePayer {
  readonly scheme: string;
  readonly switchTxnId: string;
}

const FORM = /^xscan\/([^/]+)\/([^/]+)$/;

/** The name under which such a payer stands in the books of the payee's scheme. */
export const outsideName = ({ scheme, switchTxnId }: OutsidePayer): string => `xscan/${scheme}/${switchTxnId}`;

/** Reads such a name; undefined for a user of the scheme's own wallet. */
export function readOutsidePayer(payer: string | undefined): OutsidePayer | undefined {
  const [, scheme, switchTxnId] = FORM.exec(payer ?? '') ?? [];
  return scheme === undefined || switchTxnId === undefined ? undefined : { scheme, switchTxnId };
}

/**
 * What the payee's scheme adds to its own notices and answers of a payment across schemes (xscan-sim-profile): the
 * payer's scheme. Payments of its own users have no such member.
 */
export function payerSchemeMember(payer: string | undefined): { readonly payer_scheme?: string } {
  const outside = readOutsidePayer(payer);
  return outside ? { payer_scheme: outside.scheme } : {};
}

/** A scheme of another wallet, to which a payment of this wallet's user goes, and the payee's name there. */
export interface OutsidePayee {
  readonly scheme: string;
  readonly name: string;
}

const PAYEE_FORM = /^xscan\/([^/]+)\/to\/(.+)$/s;

/** The name under which such a payee stands in the books of the payer's wallet. */
export const outsidePayeeName = ({ scheme, name }: OutsidePayee): string => `xscan/${scheme}/to/${name}`;

/** Reads such a name; undefined for a payee of the wallet's own. */
export function readOutsidePayee(payee: string | undefined): OutsidePayee | undefined {
  const [, scheme, name] = PAYEE_FORM.exec(payee ?? '') ?? [];
  return scheme === undefined || name === undefined ? undefined : { scheme, name };
}

const ACCOUNT_FORM = /^(?:payer|payee):xscan\/([^/]+)\//;

/** Another scheme's account in neutral words, for the history; undefined for an account of the books' own. */
export function outsideAccount(account: string): string | undefined {
  const scheme = ACCOUNT_FORM.exec(account)?.[1];
  return scheme === undefined ? undefined : `scheme:${scheme}`;
}
