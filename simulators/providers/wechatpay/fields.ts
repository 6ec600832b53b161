import { type ErrorDetail, WechatError } from './errors';

/** One row of an endpoint's field table (sheet 1.2 and 1.5). `*` in a path stands for every element of a list. */
export interface Field {
  /** JSON pointer inside the location. */
  readonly at: string;
  /** The Chinese name that error messages use. */
  readonly zh: string;
  readonly type: 'string' | 'int' | 'boolean' | 'object' | 'list';
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** A regular expression, as the gateway's message quotes it. */
  readonly pattern?: string;
  readonly oneOf?: readonly string[];
}

export type Location = 'body' | 'query' | 'uri_template';

/** What the profile leaves open about field checks. */
export interface FieldRules {
  readonly lengthsCountedIn: string;
  readonly unknownMembers: string;
}

const TYPE_WORDS: Record<Field['type'], string> = {
  string: '合法的字符串',
  int: '合法的 64 位有符号整数',
  boolean: '合法的布尔值',
  object: '合法的对象',
  list: '合法的数组',
};

const FITS: Record<Field['type'], (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  object: (value) => typeof value === 'object' && !Array.isArray(value),
  list: (value) => Array.isArray(value),
};

/** How many characters a text has; one outside of the basic plane is one, though a string has two units for it. */
function characters(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1) count += 1;
  return count;
}

/** Every text of the gateway but control characters and what needs four bytes (sheet 1.1). Lone surrogates are no text. */
const PLAIN_TEXT = /^[^\p{Cs}\u{10000}-\u{10FFFF}\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]*$/u;

const compiled = new Map<string, RegExp>();

function matches(pattern: string, value: string): boolean {
  const expression = compiled.get(pattern) ?? new RegExp(pattern);
  compiled.set(pattern, expression);
  return expression.test(value);
}

const refuse = (message: string, detail: ErrorDetail) => new WechatError(400, 'PARAM_ERROR', message, detail);

/** The checks of one value at one place; each refusal words itself as the gateway does (sheet 5.1). */
class Check {
  constructor(
    readonly location: Location,
    readonly field: Field,
    readonly pointer: string,
    readonly rules: FieldRules,
  ) {}

  value(value: unknown): void {
    // A member that is null counts as absent (SK: such an order is taken).
    if (value === undefined || value === null || value === '') {
      if (this.field.required) throw this.#misfit('字段', '必填性规则校验失败，此字段为必填项', '');
      return;
    }
    this.#type(value);
    if (typeof value === 'string') this.#text(value);
    if (typeof value === 'number') this.#number(value);
  }

  get #source(): string {
    return `输入源“/${this.location}${this.pointer}”`;
  }

  #misfit(kind: string, rule: string, value: unknown): WechatError {
    const { location, field } = this;
    return refuse(`${this.#source}映射到${kind}“${field.zh}”${rule}`, { location, value });
  }

  #type(value: unknown): void {
    const { field, location } = this;
    if (FITS[field.type](value)) return;
    const message = `无法将 JSON ${this.#source}映射到目标字段“${field.zh}”中，此字段需要一个${TYPE_WORDS[field.type]}`;
    // Whole objects are not sent back.
    throw refuse(message, { location, value: typeof value === 'object' ? '' : value });
  }

  #text(value: string): void {
    const { max, min, pattern, oneOf } = this.field;
    const bytes = this.rules.lengthsCountedIn === 'bytes';
    const length = bytes ? Buffer.byteLength(value) : characters(value);
    const fail = (rule: string, shown: unknown) => this.#misfit('值字段', `字符串规则校验失败，${rule}`, shown);
    const miscounted = (rule: string) => fail(`${bytes ? '字节数' : '字符数'} ${length}，${rule}`, length);
    if (max !== undefined && length > max) throw miscounted(`大于最大值 ${max}`);
    if (min !== undefined && length < min) throw miscounted(`小于最小值 ${min}`);
    if (!PLAIN_TEXT.test(value)) throw fail('包含不支持的字符', '');
    if (pattern && !matches(pattern, value)) throw fail(`字符串必须匹配正则表达式“${pattern}”`, value);
    if (oneOf && !oneOf.includes(value)) throw this.#misfit('枚举字段', '枚举规则校验失败，值不在允许的范围内', value);
  }

  #number(value: number): void {
    const { min, max } = this.field;
    const fail = (rule: string) => this.#misfit('数值字段', `规则校验失败，${rule}`, value);
    if (min !== undefined && value < min) throw fail(`值低于最小值 ${min}`);
    if (max !== undefined && value > max) throw fail(`值高于最大值 ${max}`);
  }
}

const split = new WeakMap<Field, readonly string[]>();

/** The steps of a field's pointer, split once. */
function stepsTo(field: Field): readonly string[] {
  const known = split.get(field);
  if (known) return known;
  const steps = field.at.split('/').slice(1);
  split.set(field, steps);
  return steps;
}

type Visit = (pointer: string, value: unknown) => void;

/** @param depth How many of the steps were taken already, to `node`, which is at `pointer`. */
function walk(steps: readonly string[], depth: number, pointer: string, node: unknown, visit: Visit): void {
  const step = steps[depth];
  if (step === undefined) {
    visit(pointer, node);
  } else if (step === '*') {
    const elements: unknown[] = Array.isArray(node) ? node : [];
    for (const [i, element] of elements.entries()) walk(steps, depth + 1, `${pointer}/${i}`, element, visit);
  } else {
    const parent = typeof node === 'object' && node !== null ? (node as Record<string, unknown>) : undefined;
    // A member of an optional object that is absent is not missing.
    if (parent === undefined && pointer !== '') return;
    walk(steps, depth + 1, `${pointer}/${step}`, own(parent, step), visit);
  }
}

const own = (node: Record<string, unknown> | undefined, name: string) =>
  node !== undefined && Object.hasOwn(node, name) ? node[name] : undefined;

function refuseUnknown(location: Location, fields: readonly Field[], values: unknown): void {
  const known = new Set(fields.map(({ at }) => at.split('/')[1] ?? ''));
  const extra = Object.keys(values ?? {}).find((name) => !known.has(name));
  if (extra === undefined) return;
  throw new WechatError(400, 'PARAM_ERROR', '参数中含有非法的额外参数', { location, value: extra }, '270924358');
}

/**
 * Checks values against a table, in the table's order; the first misfit is reported as the gateway does: the place and
 * Chinese name in the message, place and value in the detail.
 * @throws WechatError 400 PARAM_ERROR.
 */
export function checkFields(location: Location, fields: readonly Field[], values: unknown, rules: FieldRules): void {
  if (rules.unknownMembers === 'refused' && location === 'body') refuseUnknown(location, fields, values);
  for (const field of fields) {
    walk(stepsTo(field), 0, '', values, (pointer, value) => new Check(location, field, pointer, rules).value(value));
  }
}
