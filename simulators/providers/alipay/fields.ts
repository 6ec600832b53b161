import { type Fen, fenFromYuan, MoneyError } from '../../kernel/money';
import { type Profile, setting } from '../profile';
import { errors } from './errors';

export type Content = Readonly<Record<string, unknown>>;

const LONG_NUMBER = /\d{16}/;

/** A whole number that a double cannot hold keeps its digits, as text: some callers send order numbers unquoted. */
function keepDigits(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  const digits = context?.source ?? '';
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^\d+$/.test(digits) ? digits : value;
}

/** Parses a `biz_content`; undefined when it is not the JSON of an object. */
export function parseContent(text: string): Content | undefined {
  try {
    const parsed: unknown = LONG_NUMBER.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
    return isObject(parsed) ? (parsed as Content) : undefined;
  } catch {
    return undefined;
  }
}

/** One row of a method's field table (sheet 2). `*` in a path stands for every element of a list. */
export interface Field {
  readonly at: string;
  readonly type: 'text' | 'price' | 'object' | 'list' | 'object-or-json';
  readonly required?: boolean;
  readonly max?: number;
  readonly pattern?: RegExp;
  readonly oneOf?: readonly string[];
  /** For amounts that may be nothing. */
  readonly orZero?: boolean;
}

/** A scalar as text: the gateway takes JSON numbers where it wants strings, as some clients send them. */
export function scalar(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}

/** The member of a content at a path of names. */
export function member(content: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((node, name) => (Object(node) as Content)[name], content);
}

export const textAt = (content: unknown, path: string): string | undefined => scalar(member(content, path));

/** The most that one order may ask for: 100 000 000 yuan (sheet 2.1). */
const MOST_FEN = 10_000_000_000;

/** Reads yuan exactly; undefined when the value is no amount with at most two decimals above zero. */
export function readPrice(value: unknown): Fen | undefined {
  const text = scalar(value);
  if (text === undefined) return undefined;
  try {
    return fenFromYuan(text);
  } catch (error) {
    if (error instanceof MoneyError) return undefined;
    throw error;
  }
}

/** The amount at a path, checked as the gateway does. */
export function priceAt(content: Content, path: string): Fen {
  const amountFen = readPrice(member(content, path));
  if (amountFen === undefined) throw errors.parameter(`${path}不是合法的金额`);
  if (amountFen > MOST_FEN) throw errors.totalTooLarge();
  return amountFen;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isJsonObject(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    return isObject(JSON.parse(value));
  } catch {
    return false;
  }
}

function checkText({ max, pattern, oneOf }: Field, path: string, value: unknown): void {
  const text = scalar(value);
  if (text === undefined) throw errors.parameter(`${path}类型错误`);
  if (max !== undefined && [...text].length > max) throw errors.parameter(`${path}超过最大长度${max}`);
  if (pattern && !pattern.test(text)) throw errors.parameter(`${path}格式错误`);
  if (oneOf && !oneOf.includes(text)) throw errors.parameter(`${path}取值错误`);
}

const ZERO = /^0(\.0{1,2})?$/;

function checkPrice({ orZero }: Field, path: string, value: unknown, profile: Profile): void {
  if (orZero && ZERO.test(scalar(value) ?? '')) return;
  const refused = typeof value === 'number' && setting(profile, 'amountAsNumber') === 'refused';
  if (refused || readPrice(value) === undefined) throw errors.parameter(`${path}不是合法的金额`);
}

function checkOne(field: Field, path: string, value: unknown, profile: Profile): void {
  if (value === undefined || value === null || value === '') {
    if (field.required) throw errors.parameter(`${path}不能为空`);
    return;
  }
  if (field.type === 'text') checkText(field, path, value);
  else if (field.type === 'price') checkPrice(field, path, value, profile);
  else {
    const fits = field.type === 'list' ? Array.isArray(value) : isObject(value);
    if (!fits && !(field.type === 'object-or-json' && isJsonObject(value))) throw errors.parameter(`${path}类型错误`);
  }
}

function walk(field: Field, steps: readonly string[], path: string, node: unknown, profile: Profile): void {
  const [step, ...rest] = steps;
  if (step === undefined) checkOne(field, path, node, profile);
  else if (step === '*') {
    const elements: unknown[] = Array.isArray(node) ? node : [];
    for (const [i, element] of elements.entries()) walk(field, rest, `${path}[${i}]`, element, profile);
  } else {
    // A member of an optional object that is absent is not missing.
    if (path !== '' && !isObject(node)) return;
    walk(field, rest, path === '' ? step : `${path}.${step}`, (Object(node) as Content)[step], profile);
  }
}

/**
 * Checks a content against a table, in the table's order; unknown members are let through, as the gateway does.
 * @throws AlipayError 40004 ACQ.INVALID_PARAMETER naming the first member that does not fit.
 */
export function checkFields(fields: readonly Field[], content: Content, profile: Profile): void {
  for (const field of fields) walk(field, field.at.split('.'), '', content, profile);
}
