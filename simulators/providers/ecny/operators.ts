import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const operator = z.strictObject({
  digits: z.string().regex(/^\d{3}$/),
  name: z.strictObject({ en: z.string(), zh: z.string() }),
  source: z.string(),
  mark: z.enum(['X', 'V', 'D', 'M', '?']),
});

/** The institutions whose numbers are known. */
export const OPERATORS = z.array(operator).parse(parse(readFileSync(join(__dirname, 'operators.yaml'), 'utf8')));

/** The three digits of the institution that keeps a wallet; a wallet of any institution is taken (EC-02). */
export const operatorOf = (walletId: string): string => walletId.slice(0, 3);
