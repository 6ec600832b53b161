/** A payment that is being closed. */
interface Closing {
  /** True once a notice has said that it is paid. */
  notified: boolean;
  /** True from the moment at which the call is made that would give its money back. */
  voiding: boolean;
}

/**
 * What this process knows of payments that it makes void. The one call for that gives back what is paid, so a payment
 * whose payer was quicker must neither be undone after its notice was believed, nor believed after it was undone.
 */
export class Voids {
  readonly #closing = new Map<string, Closing>();
  readonly #undone = new Set<string>();

  /** A payment is going to be closed; whoever says so tells when that is over. */
  async closing<T>(attemptNo: string, work: (closing: Closing) => Promise<T>): Promise<T> {
    const closing = { notified: false, voiding: false };
    this.#closing.set(attemptNo, closing);
    try {
      return await work(closing);
    } finally {
      this.#closing.delete(attemptNo);
    }
  }

  /** The money of a payment went back as a whole. */
  undo(attemptNo: string): void {
    this.#undone.add(attemptNo);
  }

  /**
   * What becomes of a notice that says a payment is paid: it counts, it is heard and counts for nothing, or it must come
   * again, because only the provider knows in a moment what is true.
   */
  heard(attemptNo: string): 'counts' | 'undone' | 'again' {
    if (this.#undone.has(attemptNo)) return 'undone';
    const closing = this.#closing.get(attemptNo);
    if (closing?.voiding) return 'again';
    if (closing) closing.notified = true;
    return 'counts';
  }
}
