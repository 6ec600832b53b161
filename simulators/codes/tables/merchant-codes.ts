import { z } from 'zod';
import { readTable, rowMark } from './table';

/** Who shows the code: a merchant, or a person who receives money. */
export const CODE_KINDS = ['merchant', 'personal'] as const;
export type CodeKind = (typeof CODE_KINDS)[number];

const row = z.strictObject({
  network: z.string().min(1),
  provider: z.string(),
  address: z.strictObject({
    scheme: z.string().regex(/^[a-z]+$/),
    /** The whole host, letter for letter. */
    host: z.string().regex(/^[a-z0-9.-]+$/),
    /** What the path looks like, from its first to its last character. */
    path: z.string().startsWith('^').endsWith('$'),
    /** Every parameter that may stand behind it. */
    query: z.array(z.string()),
  }),
  kind: z.enum(CODE_KINDS),
  source: z.string().min(1),
  mark: rowMark,
});

/** One row of the allow-list of addresses. */
export type MerchantCodeRow = z.infer<typeof row>;

/** The addresses of the schemes, as far as they are public. */
export const merchantCodeTable: readonly MerchantCodeRow[] = readTable('merchant-codes.yaml', z.array(row).min(1));

/** Why an address is not taken as a code. */
export type AddressFault =
  | 'not-an-address'
  | 'scheme-refused'
  | 'user-in-address'
  | 'port-in-address'
  | 'fragment-in-address'
  | 'host-unknown'
  | 'path-unknown'
  | 'parameter-unknown';

export type AddressReading =
  | { readonly ok: true; readonly network: string; readonly provider: string; readonly kind: CodeKind }
  | { readonly ok: false; readonly why: AddressFault };

const no = (why: AddressFault): AddressReading => ({ ok: false, why });

/** The parts of an address as they are written; no URL library decides, because those repair what must be refused. */
const ADDRESS = /^([a-z]+):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(#.*)?$/;

/** Printable characters that an address may have as they stand; a backslash or a space is none. */
const PLAIN = /^[\x21-\x5b\x5d-\x7e]+$/;

/** Names of the parameters of a query, each once; undefined when one is repeated or the text cannot be decoded. */
function parameterNames(query: string | undefined): string[] | undefined {
  if (query === undefined) return [];
  const names = query.split('&').map((pair) => pair.split('=')[0] ?? '');
  return new Set(names).size === names.length && names.every((name) => /^\w+$/.test(name)) ? names : undefined;
}

/**
 * To whom an address in a code belongs: by its exact scheme and host, then by path and parameters (rule QR-008).
 * @param table The rows that hold; a scheme's own first, and whatever the operator adds.
 */
export function readAddress(text: string, table: readonly MerchantCodeRow[] = merchantCodeTable): AddressReading {
  const match = PLAIN.test(text) ? ADDRESS.exec(text) : null;
  if (!match) return no('not-an-address');
  const [, scheme = '', authority = '', path = '', query, fragment] = match;
  if (!table.some(({ address }) => address.scheme === scheme)) return no('scheme-refused');
  if (authority.includes('@')) return no('user-in-address');
  if (authority.includes(':')) return no('port-in-address');
  if (fragment !== undefined) return no('fragment-in-address');
  const onHost = table.filter(({ address }) => address.scheme === scheme && address.host === authority);
  if (onHost.length === 0) return no('host-unknown');
  const onPath = onHost.filter(({ address }) => new RegExp(address.path).test(path));
  if (onPath.length === 0) return no('path-unknown');
  const names = parameterNames(query);
  const found = names && onPath.find(({ address }) => names.every((name) => address.query.includes(name)));
  if (!found) return no('parameter-unknown');
  return { ok: true, network: found.network, provider: found.provider, kind: found.kind };
}
