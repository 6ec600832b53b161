import { ConfigurationError } from '../../configuration';

/** What is known of the names that providers have already. */
export interface TakenNames {
  /** Folders of `simulators/providers`, providers or not. */
  readonly folders: readonly string[];
  /** Providers of the market. */
  readonly markets: readonly string[];
  /** The names under which pages and scenarios speak of providers. */
  readonly spoken: readonly string[];
}

/** The names of a new provider. */
export interface NewNames {
  readonly name: string;
  readonly en: string;
  readonly zh: string;
}

/** Names of this length fit the tables of the rulebook. */
const LONGEST_NAME = 10;

function checkFolder(name: string, { folders, markets }: TakenNames): void {
  if (!/^[a-z][a-z0-9]{1,19}$/.test(name)) {
    throw new ConfigurationError(
      `found provider name "${name}", expected 2 to 20 small letters and digits that begin with a letter, such as harbour`,
    );
  }
  if (folders.includes(name)) {
    throw new ConfigurationError(`the name "${name}" is taken: there is a folder simulators/providers/${name}`);
  }
  if (markets.includes(name))
    throw new ConfigurationError(`the name "${name}" is taken: the market has such a provider`);
}

function checkSpoken(option: string, given: string, { spoken }: TakenNames): void {
  const good = given !== '' && [...given].length <= LONGEST_NAME && /^[\p{L}\p{N}][\p{L}\p{N} -]*$/u.test(given);
  if (!good) {
    throw new ConfigurationError(
      `${option}: found "${given}", expected 1 to ${LONGEST_NAME} letters, digits, blanks and hyphens, such as "Harbour"`,
    );
  }
  if (spoken.includes(given)) throw new ConfigurationError(`${option}: another provider is called "${given}" already`);
}

/** What a provider is called when nobody says otherwise: its folder's name with a capital letter. */
const titled = (name: string) => `${name.slice(0, 1).toUpperCase()}${name.slice(1, LONGEST_NAME)}`;

/** Checks the names of a new provider. @throws ConfigurationError saying what was found and what is expected. */
export function checkedNames(name: string, given: { en?: string; zh?: string }, taken: TakenNames): NewNames {
  checkFolder(name, taken);
  const { en = titled(name), zh = en } = given;
  checkSpoken('--en', en, taken);
  checkSpoken('--zh', zh, taken);
  return { name, en, zh };
}
