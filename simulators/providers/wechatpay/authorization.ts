export const SCHEME = 'WECHATPAY2-SHA256-RSA2048';

/** The parts of an Authorization header. */
export interface Authorization {
  readonly mchid: string;
  readonly serial: string;
  readonly nonce: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** One `name="value"`, with the comma behind it or the end; the second allows blanks around the comma. */
const PAIR = {
  refused: /([a-z_]+)="([^"]*)"(,|$)/y,
  accepted: /[ \t]*([a-z_]+)="([^"]*)"[ \t]*(,|$)/y,
};
export type Blanks = keyof typeof PAIR;

/** The pairs in whatever order they come; undefined when one is malformed or comes twice. */
function readPairs(text: string, blanks: Blanks): Map<string, string> | undefined {
  const pattern = PAIR[blanks];
  pattern.lastIndex = 0;
  const pairs = new Map<string, string>();
  for (;;) {
    const [, name, value, end] = pattern.exec(text) ?? [];
    if (name === undefined || value === undefined || pairs.has(name)) return undefined;
    pairs.set(name, value);
    if (end === '') return pairs;
  }
}

/** Reads the header (sheet 2.1); undefined when scheme or pairs are not as they must be. */
export function readAuthorization(header: string | null, blanks: Blanks): Authorization | undefined {
  if (!header?.startsWith(`${SCHEME} `)) return undefined;
  const pairs = readPairs(header.slice(SCHEME.length + 1), blanks);
  const [mchid, serial, nonce] = [pairs?.get('mchid'), pairs?.get('serial_no'), pairs?.get('nonce_str')];
  const [timestamp, signature] = [pairs?.get('timestamp'), pairs?.get('signature')];
  if (!mchid || !serial || !nonce || !timestamp || !signature || !/^\d{1,20}$/.test(timestamp)) return undefined;
  return { mchid, serial, nonce, timestamp, signature };
}
