import type { Incoming } from '../../network/message';

/** Why a message is no form that anybody would read. */
export type FormFault = 'too-large' | 'not-a-form' | 'strange-encoding' | 'repeated-field';

/** The fields of a request, from its address and its body; clients send them either way. */
export interface Form {
  readonly values: ReadonlyMap<string, string>;
  readonly fault?: FormFault;
}

const decoded = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));

/** The pairs of a form, strictly: a byte that is not UTF-8 makes the whole of it unreadable. */
function pairs(text: string): Array<readonly [string, string]> | undefined {
  try {
    return text
      .split('&')
      .filter((piece) => piece !== '')
      .map((piece) => {
        const cut = piece.indexOf('=');
        return cut < 0 ? [decoded(piece), ''] : [decoded(piece.slice(0, cut)), decoded(piece.slice(cut + 1))];
      });
  } catch {
    return undefined;
  }
}

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;

function bodyText({ method, headers, body }: Incoming): string | undefined {
  if (method !== 'POST' || body.length === 0) return '';
  if (!FORM_TYPE.test(headers.get('content-type') ?? '')) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

const formOf = new WeakMap<Incoming, Form>();

function read(message: Incoming): Form {
  const none = new Map<string, string>();
  if (message.tooLarge) return { values: none, fault: 'too-large' };
  const body = bodyText(message);
  if (body === undefined) return { values: none, fault: 'not-a-form' };
  const cut = message.target.indexOf('?');
  const query = cut < 0 ? '' : message.target.slice(cut + 1);
  const [inQuery, inBody] = [pairs(query), pairs(body)];
  if (!inQuery || !inBody) return { values: none, fault: 'strange-encoding' };
  const all = [...inQuery, ...inBody];
  const values = new Map(all);
  return values.size === all.length ? { values } : { values, fault: 'repeated-field' };
}

/** The form that a message carries; read once for all who ask. A field that is named twice has no value anybody trusts. */
export function readForm(message: Incoming): Form {
  const form = formOf.get(message) ?? read(message);
  formOf.set(message, form);
  return form;
}

/** A form as a body has it, UTF-8. */
export const formText = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
