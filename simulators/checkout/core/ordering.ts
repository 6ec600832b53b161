/**
 * The declared inputs of the order of methods: nothing else decides it. Who owns a provider, what it is called and
 * where it is are not among them, nor is anything that was paid (rules CHO-002, CHO-008).
 */
export interface OrderInputs {
  /** The methods on offer, in the merchant's own order. */
  readonly methods: readonly string[];
  /** The payer's own last choice at this platform; undefined for a payer who is not known. */
  readonly lastChoice?: string;
  /** False for a payer who is not known, and as soon as a payer has switched the personal order off. */
  readonly personal: boolean;
}

/** Puts the methods on offer into the order in which the cashier lists them. */
export type MethodOrder = (inputs: OrderInputs) => readonly string[];

/** The declared order: the merchant's own, with the payer's own last choice first while the personal order is on. */
export const arrange: MethodOrder = ({ methods, lastChoice, personal }) => {
  const first = personal ? methods.filter((method) => method === lastChoice) : [];
  return [...first, ...methods.filter((method) => !first.includes(method))];
};
