import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** Names of fields by what they are told for; a name may end in `*`. */
const purposes = z.record(z.string().min(1), z.array(z.string().min(1)).min(1));

const schema = z.strictObject({
  /** From which day the list holds. */
  from: z.iso.date(),
  source: z.string().min(1),
  messages: z.array(
    z.strictObject({
      kind: z.string(),
      /** Who sends it; without it, whoever does. */
      by: z.string().optional(),
      /** Who receives it; without it, the party that the list belongs to. */
      to: z.string().optional(),
      request: purposes.optional(),
      answer: purposes.optional(),
      /** Under the harness's neutral names: what the message itself says, and what its receiver has in its register. */
      protected: z.strictObject({ carried: z.array(z.string()), resolved: z.array(z.string()).optional() }).optional(),
    }),
  ),
});

/** What may be told in one kind of message: the fields of its request and of its answer. */
export interface AllowedMessage {
  readonly kind: string;
  readonly by?: string;
  readonly to: string;
  readonly request: readonly string[];
  readonly answer: readonly string[];
}

/** How one kind of message has the protected fields of an order (rule ROUTE-006). */
export interface HopMapping {
  readonly kind: string;
  readonly by?: string;
  readonly to: string;
  readonly carried: readonly string[];
  readonly resolved: readonly string[];
}

/** The declared allow-list of one party: dated, with its source, per message. */
export interface AllowList {
  readonly from: string;
  readonly source: string;
  readonly messages: readonly AllowedMessage[];
  readonly mappings: readonly HopMapping[];
}

const flat = (fields: z.infer<typeof purposes> = {}) => [...new Set(Object.values(fields).flat())].sort();

/**
 * Reads the allow-list of a party (rule PRIV-001); a mistake names the file, the path in it and what was expected.
 * @param party The party whose messages the file is about.
 */
export function readAllowList(file: string, party: string): AllowList {
  const result = schema.safeParse(parse(readFileSync(file, 'utf8'), { merge: true }));
  if (!result.success) {
    const issues = result.error.issues.map((issue) => `  ${issue.path.join('.') || '(top)'}: ${issue.message}`);
    throw new Error(`${file} is not a valid allow-list:\n${issues.join('\n')}`);
  }
  const { from, source, messages } = result.data;
  const hopOf = ({ kind, by, to }: (typeof messages)[number]) => {
    const sender = to === undefined ? by : party;
    return { kind, to: to ?? party, ...(sender === undefined ? {} : { by: sender }) };
  };
  const allowed = messages.map((message) => {
    return { ...hopOf(message), request: flat(message.request), answer: flat(message.answer) };
  });
  const mappings = messages.flatMap((message) => {
    const { carried, resolved = [] } = message.protected ?? {};
    return carried ? [{ ...hopOf(message), carried, resolved }] : [];
  });
  return { from, source, messages: allowed, mappings };
}
