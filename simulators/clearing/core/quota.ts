/** A payment institution's quota at a clearing institution, in whole fen. */
export interface Quota {
  /** What stands for it at the central bank, as it was mapped last. */
  readonly mappedFen: bigint;
  /** What it has received since. */
  readonly receivedFen: bigint;
  /** What it has paid since, and what is set aside for payments under way. */
  readonly paidFen: bigint;
}

/** What it may still pay: mapped + received − paid (RES114). */
export type Available = (quota: Quota) => bigint;

export const available: Available = ({ mappedFen, receivedFen, paidFen }) => mappedFen + receivedFen - paidFen;

export const opened = (mappedFen: number): Quota => ({ mappedFen: BigInt(mappedFen), receivedFen: 0n, paidFen: 0n });

export const received = (quota: Quota, fen: number): Quota => ({
  ...quota,
  receivedFen: quota.receivedFen + BigInt(fen),
});

export const paid = (quota: Quota, fen: number): Quota => ({ ...quota, paidFen: quota.paidFen + BigInt(fen) });

/** What was set aside for a payment that came to nothing. */
export const released = (quota: Quota, fen: number): Quota => ({ ...quota, paidFen: quota.paidFen - BigInt(fen) });

/**
 * The net of a session is booked at the central bank: what is mapped changes by it, what may be paid does not. What is
 * set aside for payments under way stays set aside.
 */
export const settled = ({ mappedFen, receivedFen, paidFen }: Quota, inFen: bigint, outFen: bigint): Quota => ({
  mappedFen: mappedFen + inFen - outFen,
  receivedFen: receivedFen - inFen,
  paidFen: paidFen - outFen,
});
