/** What an Authorization header of v3 says (sheet 7.2). */
export interface Authorization {
  /** The text that is signed, exactly as it was sent: its members come in any order, and there may be more of them. */
  readonly signed: string;
  readonly members: ReadonlyMap<string, string>;
  /** Undefined when there is none. */
  readonly signature: string | undefined;
}

const SCHEME = 'ALIPAY-SHA256withRSA ';
const SIGNATURE = ',sign=';

/** Reads the header; undefined when it is of another scheme. */
export function readAuthorization(header: string): Authorization | undefined {
  if (!header.startsWith(SCHEME)) return undefined;
  const text = header.slice(SCHEME.length);
  const end = text.lastIndexOf(SIGNATURE);
  const signed = end < 0 ? text : text.slice(0, end);
  const members = signed.split(',').map((member): [string, string] => {
    const equals = member.indexOf('=');
    return equals < 0 ? [member, ''] : [member.slice(0, equals), member.slice(equals + 1)];
  });
  return { signed, members: new Map(members), signature: end < 0 ? undefined : text.slice(end + SIGNATURE.length) };
}
