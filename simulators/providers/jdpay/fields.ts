import { type Fen, fen } from '../../kernel/money';
import { beijingDateTime, type Millis } from '../../kernel/time';
import { type Profile, setting } from '../profile';
import { JdFault } from './faults';
import type { Elements, Members } from './xml';

/** One row of a service's table of members (sheet 3). */
export interface Field {
  readonly name: string;
  /** Characters, at most. */
  readonly max: number;
  readonly required?: boolean;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
}

/** No text of this protocol has control characters but tabs and ends of lines. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Whole fen, at least one: no sign, no blank, no leading zero (sheet 3.1). */
const FEN = /^[1-9]\d{0,15}$/;

/** Reads an amount; undefined when it is none, or larger than a number holds exactly. */
export function readFen(text: string | undefined): Fen | undefined {
  if (text === undefined || !FEN.test(text)) return undefined;
  const amount = Number(text);
  return Number.isSafeInteger(amount) ? fen(amount) : undefined;
}

/** The amount of a request. @throws JdFault */
export function fenAt(members: Members, name = 'amount'): Fen {
  const amount = readFen(members[name]);
  if (amount === undefined) throw new JdFault(members[name] ? 'wrong' : 'missing', { at: name });
  return amount;
}

const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;

/** Reads `yyyyMMddHHmmss` in Beijing; undefined when there is no such time. */
export function readTime(text: string): Millis | undefined {
  const spelled = TIME.test(text) ? text.replace(TIME, '$1-$2-$3 $4:$5:$6') : '';
  const at = Date.parse(`${spelled.replace(' ', 'T')}+08:00`);
  return Number.isNaN(at) || beijingDateTime(at) !== spelled ? undefined : at;
}

const NUMBERS: Readonly<Record<string, RegExp>> = {
  'letters-digits': /^[0-9A-Za-z]+$/,
  'letters-digits-hyphen-underscore': /^[0-9A-Za-z_-]+$/,
};

/** Members that are order numbers, whose characters are a setting. */
const NUMBER_NAMES: readonly string[] = ['tradeNum', 'oTradeNum'];

function checkText({ name, max, pattern, oneOf }: Field, value: string, profile: Profile): void {
  const number = NUMBER_NAMES.includes(name) ? NUMBERS[setting(profile, 'tradeNumberCharacters')] : undefined;
  const fits =
    [...value].length <= max &&
    !CONTROL.test(value) &&
    (pattern?.test(value) ?? true) &&
    (number?.test(value) ?? true) &&
    (oneOf?.includes(value) ?? true);
  if (!fits) throw new JdFault('wrong', { at: name });
}

/** Checks the members of a request in the order of its table. @throws JdFault naming the first that is at fault. */
export function checkFields(table: readonly Field[], elements: Elements, profile: Profile): void {
  for (const field of table) {
    const value = elements[field.name] ?? '';
    if (value === '' && field.required) throw new JdFault('missing', { at: field.name });
    if (typeof value !== 'string') throw new JdFault('wrong', { at: field.name });
    if (value !== '') checkText(field, value, profile);
  }
}
