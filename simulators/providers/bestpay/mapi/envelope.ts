import { z } from 'zod';
import { verifyRsa } from '../../../kernel/keys';
import type { Incoming } from '../../../network/message';
import type { SignatureState } from '../../contract';
import { readForm } from '../form';
import type { Merchant, Register } from '../register';
import { mapiErrors } from './errors';
import { signedText } from './signature';

export const SDK_PATH = '/mapi/sdkRequest';

/** The members of every request: three of them are signed, as the text that was sent (sheet A2.2). */
const members = z.object({
  path: z.string().min(1).max(64),
  commonParams: z.string().max(4_096),
  bizContent: z.string().max(65_536),
  sign: z.string().optional(),
});

export type Members = z.infer<typeof members>;

const common = z.object({ institutionCode: z.string(), institutionType: z.literal('MERCHANT') });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON or a form: clients send either. */
function given(message: Incoming): unknown {
  if (message.tooLarge) return undefined;
  const type = message.headers.get('content-type') ?? '';
  if (/^application\/json\b/i.test(type)) return parsed(Buffer.from(message.body).toString('utf8'));
  const { values, fault } = readForm(message);
  return fault === undefined ? Object.fromEntries(values) : undefined;
}

/** The members of a request; undefined for anything else. */
export function readMembers(message: Incoming): Members | undefined {
  const read = members.safeParse(given(message));
  return read.success ? read.data : undefined;
}

/** What a check of a request found. */
export interface CheckedMembers {
  readonly state: SignatureState;
  readonly merchant?: Merchant;
  readonly text: string;
}

/** Checks the signature over the three texts, exactly as they were sent. */
export function checkMembers({ sign, path, commonParams, bizContent }: Members, register: Register): CheckedMembers {
  const text = signedText({ path, commonParams, bizContent });
  const read = common.safeParse(parsed(commonParams));
  const merchant = register.institution(read.success ? read.data.institutionCode : undefined);
  if (!merchant?.institution) return { state: 'unknown-key', text };
  if (!sign) return { state: 'missing', merchant, text };
  const fits = verifyRsa(text, sign, merchant.institution.publicKey);
  return { state: fits ? 'valid' : 'invalid', merchant, text };
}

/** The content of a request as its call wants it. @throws BestPayError SIM1001 that names the first member that is wrong. */
export function contentAs<T extends z.ZodType>(schema: T, text: string): z.infer<T> {
  const read = schema.safeParse(parsed(text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw mapiErrors.unreadable(issue?.path.join('.') || 'bizContent');
}

/** The content as the harness looks at it, whatever is in it. */
export function looseContent(text: string): Readonly<Record<string, unknown>> {
  const value = parsed(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
