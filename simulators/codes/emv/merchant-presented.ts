import { crc16 } from './crc';
import { type DataObject, fault, type Read, readObjects, writeObjects } from './objects';

/** A template: its id and the objects inside. */
export interface Template {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A merchant-presented EMVCo code, read (barcodes sheet §3). */
export interface MerchantCode {
  /** False for a static code. A code that says neither counts as static. */
  readonly dynamic: boolean;
  /** Accounts of the primitive kind, ids 02 to 25, by id. */
  readonly accounts: Readonly<Record<string, string>>;
  /** Account templates, ids 26 to 51. */
  readonly templates: readonly Template[];
  readonly category?: string;
  /** ISO 4217 number; `156` is CNY. */
  readonly currency?: string;
  /** As it is written, with a decimal point. */
  readonly amount?: string;
  readonly tip?: { readonly indicator: string; readonly fixed?: string; readonly percent?: string };
  readonly country?: string;
  readonly name?: string;
  readonly city?: string;
  readonly postalCode?: string;
  /** Ids of the additional data, 01 bill to 09 data request, and 50 to 99. */
  readonly additional?: Readonly<Record<string, string>>;
  /** Name and city in another language. */
  readonly language?: { readonly language: string; readonly name?: string; readonly city?: string };
  /** Unreserved templates, ids 80 to 99. */
  readonly unreserved: readonly Template[];
  /** Ids that nobody knows: skipped, and listed here. */
  readonly skipped: readonly string[];
}

const CHECKSUM = '6304';

/** How the values of known ids look. */
const FORMS: Readonly<Record<string, { readonly form: RegExp; readonly expected: string }>> = {
  '01': { form: /^1[12]$/, expected: '11 or 12' },
  '52': { form: /^\d{4}$/, expected: 'four digits' },
  '53': { form: /^\d{3}$/, expected: 'three digits' },
  '54': {
    form: /^(?=.{1,13}$)\d+(\.\d*)?$/u,
    expected: 'digits with at most one decimal point, 13 characters at most',
  },
  '55': { form: /^0[123]$/, expected: '01, 02 or 03' },
  '56': {
    form: /^(?=.{1,13}$)\d+(\.\d*)?$/u,
    expected: 'digits with at most one decimal point, 13 characters at most',
  },
  '57': { form: /^(?=.{1,5}$)\d+(\.\d*)?$/u, expected: 'digits with at most one decimal point, 5 characters at most' },
  '58': { form: /^[A-Z]{2}$/, expected: 'two capital letters' },
  '59': { form: /^.{1,25}$/su, expected: '1 to 25 characters' },
  '60': { form: /^.{1,15}$/su, expected: '1 to 15 characters' },
  '61': { form: /^.{1,10}$/su, expected: '1 to 10 characters' },
};

const KNOWN = new Set([...Object.keys(FORMS), '00', '62', '63', '64']);

const between = (id: string, from: number, to: number) => Number(id) >= from && Number(id) <= to;
const isTemplate = (id: string) => between(id, 26, 51) || between(id, 80, 99) || id === '62' || id === '64';

/** First 00, last 63, and a checksum over everything before its value that fits. */
function checkFrame(payload: string, objects: readonly DataObject[]): Read<true> {
  const [first, last] = [objects[0], objects.at(-1)];
  if (first?.id !== '00' || first.value !== '01') {
    return fault('format-not-first', '00', `${first?.id ?? ''} "${first?.value ?? ''}"`, '00 "01" in front');
  }
  if (last?.id !== '63' || last.value.length !== 4) {
    return fault('checksum-not-last', '63', last?.id ?? 'nothing', '63 with four characters at the end');
  }
  const signed = payload.slice(0, payload.length - last.value.length);
  const right = crc16(signed);
  if (!signed.endsWith(CHECKSUM) || right !== last.value) return fault('checksum-wrong', '63', last.value, right);
  return { ok: true, value: true };
}

function checkValues(objects: readonly DataObject[]): Read<true> {
  for (const { id, value } of objects) {
    const rule = FORMS[id];
    if (rule && !rule.form.test(value)) return fault('value-wrong', id, `"${value}"`, rule.expected);
  }
  return { ok: true, value: true };
}

function readTemplates(objects: readonly DataObject[]): Read<ReadonlyMap<string, Template['fields']>> {
  const templates = new Map<string, Template['fields']>();
  for (const { id, value } of objects) {
    if (!isTemplate(id)) continue;
    const inner = readObjects(value, id);
    if (!inner.ok) return inner;
    templates.set(id, Object.fromEntries(inner.value.map((object) => [object.id, object.value])));
  }
  return { ok: true, value: templates };
}

/** Longer payloads than a picture can hold are not even looked at. */
const LONGEST_PAYLOAD = 4_296;

/**
 * Reads a merchant-presented code. Refused: a wrong checksum, lengths that do not fit, an id that comes twice, anything but
 * 00 in front and 63 at the end. The order between does not matter, and ids that nobody knows are skipped.
 */
export function readMerchantCode(payload: string): Read<MerchantCode> {
  if (payload.length > LONGEST_PAYLOAD) {
    return fault('not-an-object', '', `${payload.length} characters`, `at most ${LONGEST_PAYLOAD}`);
  }
  const read = readObjects(payload);
  if (!read.ok) return read;
  const objects = read.value;
  for (const check of [checkFrame(payload, objects), checkValues(objects)]) if (!check.ok) return check;
  const templates = readTemplates(objects);
  if (!templates.ok) return templates;
  const value = (id: string) => objects.find((object) => object.id === id)?.value;
  const within = (from: number, to: number): Template[] =>
    [...templates.value].filter(([id]) => between(id, from, to)).map(([id, fields]) => ({ id, fields }));
  const primitive = objects.filter(({ id }) => between(id, 2, 25));
  const language = templates.value.get('64');
  const indicator = value('55');
  return {
    ok: true,
    value: {
      dynamic: value('01') === '12',
      accounts: Object.fromEntries(primitive.map(({ id, value: text }) => [id, text])),
      templates: within(26, 51),
      category: value('52'),
      currency: value('53'),
      amount: value('54'),
      tip: indicator === undefined ? undefined : { indicator, fixed: value('56'), percent: value('57') },
      country: value('58'),
      name: value('59'),
      city: value('60'),
      postalCode: value('61'),
      additional: templates.value.get('62'),
      language: language && { language: language['00'] ?? '', name: language['01'], city: language['02'] },
      unreserved: within(80, 99),
      skipped: objects
        .map(({ id }) => id)
        .filter((id) => !KNOWN.has(id) && !between(id, 2, 51) && !between(id, 80, 99)),
    },
  };
}

/** What a code is made from; texts as they are to stand in it. */
export type MerchantCodeContent = Omit<Partial<MerchantCode>, 'skipped'> & Pick<MerchantCode, 'dynamic'>;

const ascending = (a: DataObject, b: DataObject) => Number(a.id) - Number(b.id);

const inner = (fields: Readonly<Record<string, string>>): string =>
  writeObjects(
    Object.entries(fields)
      .map(([id, value]) => ({ id, value }))
      .sort(ascending),
  );

/**
 * Writes a merchant-presented code, ids in ascending order and the checksum at the end.
 * @throws RangeError for a value that the mode does not take, naming its id.
 */
export function writeMerchantCode(content: MerchantCodeContent): string {
  const { dynamic, accounts = {}, templates = [], unreserved = [], additional, language, tip } = content;
  const texts: Readonly<Record<string, string | undefined>> = {
    '00': '01',
    '01': dynamic ? '12' : '11',
    ...accounts,
    '52': content.category,
    '53': content.currency,
    '54': content.amount,
    '55': tip?.indicator,
    '56': tip?.fixed,
    '57': tip?.percent,
    '58': content.country,
    '59': content.name,
    '60': content.city,
    '61': content.postalCode,
    '62': additional && inner(additional),
    '64': language && inner(withoutBlanks({ '00': language.language, '01': language.name, '02': language.city })),
    ...Object.fromEntries([...templates, ...unreserved].map(({ id, fields }) => [id, inner(fields)])),
  };
  const objects = Object.entries(withoutBlanks(texts)).map(([id, value]) => ({ id, value }));
  const bad = checkValues(objects);
  if (!bad.ok) throw new RangeError(`id ${bad.fault.at}: found ${bad.fault.found}, expected ${bad.fault.expected}`);
  const signed = `${writeObjects(objects.sort(ascending))}${CHECKSUM}`;
  return `${signed}${crc16(signed)}`;
}

const withoutBlanks = (texts: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).filter((pair): pair is [string, string] => pair[1] !== undefined));
