import type { Random } from '../kernel/random';

/**
 * The users of one wallet. A person has one identifier per application, as wallets do it, so that two merchants
 * cannot compare their customers.
 */
export class Payers {
  readonly #byIdentifier = new Map<string, string>();
  readonly #byPerson = new Map<string, string>();

  constructor(
    readonly random: Random,
    /** Writes an identifier from a random stream of its own. */
    readonly form: (random: Random) => string,
    /** The test users, by the names that the market gives them. */
    readonly people: readonly string[],
  ) {}

  /** The identifier of a person under an application. */
  identifier(person: string, application: string): string {
    const key = `${application} ${person}`;
    let identifier = this.#byPerson.get(key);
    if (identifier === undefined) {
      identifier = this.form(this.random.stream(`payer/${key}`));
      this.#byPerson.set(key, identifier);
      this.#byIdentifier.set(identifier, person);
    }
    return identifier;
  }

  /** The person behind an identifier; undefined when it was never given out. */
  person(identifier: string, application: string): string | undefined {
    for (const person of this.people) this.identifier(person, application);
    return this.#byIdentifier.get(identifier);
  }
}
