import { z } from 'zod';
import { readConsumerCode } from '../../codes/emv/consumer-presented';
import { readMerchantCode, writeMerchantCode } from '../../codes/emv/merchant-presented';
import type { CodeFault, Read } from '../../codes/emv/objects';
import { HOUSE_ACCOUNT, HOUSE_CODE, resolveCode } from '../../codes/resolve';
import { merchantCodeTable } from '../../codes/tables/merchant-codes';
import { payerCodeTable } from '../../codes/tables/payer-codes';
import { beijingDay } from '../../kernel/time';
import { ControlError } from './requests';

/** A text in the words of the specification; an empty one counts as not given. */
const optional = z
  .string()
  .optional()
  .transform((text) => (text === '' ? undefined : text));

export const encodeRequest = z.strictObject({
  merchant_name: z.string().min(1),
  merchant_city: z.string().min(1),
  mcc: z.string().default('5411'),
  /** Yuan with a decimal point; a code with an amount is for one order. */
  amount: optional,
  currency: z.string().default('156'),
  country: z.string().default('CN'),
  bill_no: optional,
  /** Name and city in Chinese. */
  merchant_name_zh: optional,
  merchant_city_zh: optional,
  /** The number of the code in the register of whoever issued it. */
  merchant_code: z.string().default('M0001'),
});

export const decodeRequest = z.strictObject({ payload: z.string().max(8_192) });
export const resolveRequest = z.strictObject({ code: z.string().max(8_192) });

function refuse({ code, at, found, expected }: CodeFault): never {
  throw new ControlError(400, code, `${at === '' ? 'payload' : at}: found ${found}, expected ${expected}`);
}

const readOr400 = <T>(read: Read<T>): T => (read.ok ? read.value : refuse(read.fault));

/** Writes a merchant-presented EMVCo code. @throws ControlError for what no such code holds. */
export function encode(request: z.infer<typeof encodeRequest>) {
  const { merchant_name_zh: name, merchant_city_zh: city, bill_no, amount } = request;
  try {
    const payload = writeMerchantCode({
      dynamic: amount !== undefined,
      templates: [{ id: '26', fields: { '00': HOUSE_ACCOUNT, [HOUSE_CODE]: request.merchant_code } }],
      category: request.mcc,
      currency: request.currency,
      amount,
      country: request.country,
      name: request.merchant_name,
      city: request.merchant_city,
      ...(bill_no === undefined ? {} : { additional: { '01': bill_no } }),
      ...(name === undefined ? {} : { language: { language: 'ZH', name, city } }),
    });
    return { payload };
  } catch (error) {
    if (error instanceof RangeError) throw new ControlError(400, 'invalid', error.message);
    throw error;
  }
}

/** Where a program finds in the answer of `decode` what it gave to `encode`. */
export const DECODE_PATHS = {
  amount: 'amount',
  mcc: 'mcc',
  merchant_name: 'merchant_name',
  merchant_city: 'merchant_city',
  bill_no: 'bill_no',
  currency: 'currency',
  country: 'country',
} as const;

/** Consumer-presented codes are base64 of bytes that begin with 85 05 "CPV01". */
const CONSUMER = /^hQVDUF/;

/** Reads an EMVCo code of either mode. @throws ControlError that says what was found, expected, and where. */
export function decode({ payload }: z.infer<typeof decodeRequest>) {
  if (CONSUMER.test(payload)) return { presentedBy: 'payer', ...readOr400(readConsumerCode(payload)) };
  const { name, city, category, additional, ...code } = readOr400(readMerchantCode(payload));
  return {
    presentedBy: 'merchant',
    merchant_name: name,
    merchant_city: city,
    mcc: category,
    bill_no: additional?.['01'],
    additional,
    ...code,
  };
}

/** Networks by the provider that runs them, in the words of the profile. */
const NETWORKS = new Map(merchantCodeTable.map(({ provider, network }) => [provider, network]));

/** Says whose code a text is, by exact tables alone (xscan-sim-profile). */
export function resolve({ code }: z.infer<typeof resolveRequest>, gateways: Iterable<string>, now: number) {
  const known = new Set(gateways);
  const found = resolveCode(code, {
    payerCodes: payerCodeTable(beijingDay(now)),
    merchantCodes: merchantCodeTable,
    networkOf: (scheme) => (known.has(scheme) ? (NETWORKS.get(scheme) ?? scheme) : undefined),
  });
  if (found.presentedBy === 'nobody')
    return { presentedBy: null, scheme: null, networkRoute: 'unknown', why: found.why };
  const { presentedBy, provider: scheme, networkRoute, confidence } = found;
  return { presentedBy, scheme, networkRoute, confidence };
}
