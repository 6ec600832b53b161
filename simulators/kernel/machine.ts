/** Thrown when a move is not in the table; names the machine, the thing, both states. */
export class IllegalMove extends Error {
  override name = 'IllegalMove';
}

/** A state machine as a table: for each state, the states that may follow it. */
export interface Machine<S extends string> {
  readonly name: string;
  readonly next: Readonly<Record<S, readonly S[]>>;
  /** True when the table allows the move. */
  allows(from: S, to: S): boolean;
  /** Returns `to`, or throws {@link IllegalMove} with both states and the id (rule LIFE-001). */
  move(from: S, to: S, id: string): S;
  /** True when nothing follows the state. */
  isFinal(state: S): boolean;
}

/** Builds a machine from its table. */
export function machine<S extends string>(name: string, next: Record<S, readonly S[]>): Machine<S> {
  const allows = (from: S, to: S) => next[from].includes(to);
  return {
    name,
    next,
    allows,
    move(from, to, id) {
      if (!allows(from, to)) throw new IllegalMove(`${name} ${id} cannot move from ${from} to ${to}`);
      return to;
    },
    isFinal: (state) => next[state].length === 0,
  };
}
