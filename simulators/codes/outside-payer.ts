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
