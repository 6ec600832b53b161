import { z } from 'zod';
import { PROFILE_HEADER } from '../../codes/xscan/profile';
import { answer, incoming } from '../../network/message';

/** What is wrong with a request to the control port: its status, a word for programs and a sentence for people. */
export class ControlError extends Error {
  override name = 'ControlError';

  constructor(
    readonly status: 400 | 403 | 404 | 405 | 409 | 413,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** A control request is a few words; nothing longer is read. */
const LONGEST_BYTES = 64 * 1024;

/** An answer of the control port; where its wire is a profile of ours, it says so. */
export function jsonAnswer(value: unknown, status = 200, profile?: string): Response {
  const named: Record<string, string> = profile === undefined ? {} : { [PROFILE_HEADER]: profile };
  return answer(
    status,
    { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store', ...named },
    `${JSON.stringify(value, null, 2)}\n`,
  );
}

export function errorAnswer({ status, code, message }: ControlError): Response {
  return jsonAnswer({ error: { code, detail: message } }, status);
}

/** So much of a wrong value is repeated, in characters. */
const REPEATED = 80;

/** A value as an error repeats it. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > REPEATED ? `${text.slice(0, REPEATED)}…` : text;
}

/** What one member is and should be. */
function sentence(issue: z.core.$ZodIssue): string {
  const member = issue.path.join('.') || 'the body';
  if (issue.code === 'unrecognized_keys')
    return `${member}: found ${issue.keys.map(shown).join(', ')}, expected no such member`;
  const found = `${member}: found ${shown(issue.input)}`;
  if (issue.code === 'invalid_value') return `${found}, expected ${issue.values.map(shown).join(', ')}`;
  if (issue.code === 'invalid_type') return `${found}, expected ${issue.expected}`;
  if (issue.code === 'too_big') return `${found}, expected at most ${issue.maximum}`;
  if (issue.code === 'too_small')
    return `${found}, expected ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
  return `${found}: ${issue.message}`;
}

/** Reads a JSON body against what is expected of it. @throws ControlError that says what was found and expected. */
export async function readJson<T>(request: Request, schema: z.ZodType<T>): Promise<T> {
  const { body, tooLarge } = await incoming(request);
  if (tooLarge || body.length > LONGEST_BYTES) {
    throw new ControlError(413, 'too-large', `the body has more than ${LONGEST_BYTES} bytes`);
  }
  let value: unknown;
  try {
    value = body.length === 0 ? {} : JSON.parse(Buffer.from(body).toString('utf8'));
  } catch (error) {
    throw new ControlError(400, 'not-json', `the body is not JSON: ${(error as Error).message}`);
  }
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw new ControlError(400, 'invalid', result.error.issues.map(sentence).join('; '));
}
