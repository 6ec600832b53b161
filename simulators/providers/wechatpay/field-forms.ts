import type { Field } from './fields';

/** What rows of field tables are written with. */
export const text = (at: string, zh: string, max: number, more: Partial<Field> = {}): Field => ({
  at,
  zh,
  type: 'string',
  max,
  ...more,
});

export const must = { required: true } as const;

export const object = (at: string, zh: string, more: Partial<Field> = {}): Field => ({
  at,
  zh,
  type: 'object',
  ...more,
});
export const int = (at: string, zh: string, min: number, more: Partial<Field> = {}): Field => ({
  at,
  zh,
  type: 'int',
  min,
  ...more,
});
