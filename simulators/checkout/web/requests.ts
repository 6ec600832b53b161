import type { Context } from 'hono';
import type { z } from 'zod';
import { incoming } from '../../network/message';

/** An error of the contract: a code for programs, a sentence for people. */
export const problem = (context: Context, status: 400 | 401 | 404 | 409 | 413, code: string, detail: string) =>
  context.json({ error: { code, detail } }, status);

/** The key that a request carries. */
export const bearer = (context: Context): string =>
  /^Bearer (\S+)$/.exec(context.req.header('authorization') ?? '')?.[1] ?? '';

/** Reads a JSON body by its schema, or answers with what is wrong with it. */
export async function parseBody<T>(context: Context, schema: z.ZodType<T>): Promise<T | Response> {
  const { body, tooLarge } = await incoming(context.req.raw);
  if (tooLarge) return problem(context, 413, 'body-too-large', 'a request body may have at most 1 MiB');
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return problem(context, 400, 'not-json', 'the body is not JSON');
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  return problem(context, 400, 'invalid', issues.join('; '));
}
