/** Ways in which a payer shows who he is, by what they rest on (NET43-M art. 22, BAR296). */
const KINDS = {
  'payment-password': 'known',
  'security-question': 'known',
  'text-message-code': 'held',
  'device-certificate': 'held',
  'electronic-signature': 'held',
  fingerprint: 'inherent',
  face: 'inherent',
} as const;

export type Factor = keyof typeof KINDS;

/** Every factor by name. */
export const FACTORS = Object.keys(KINDS) as readonly Factor[];

/** Factors that count as a digital certificate or an electronic signature. */
const SIGNING: readonly Factor[] = ['device-certificate', 'electronic-signature'];

/** How well a payer was recognised: A, two kinds with a certificate or signature; B, two other kinds; C, fewer. */
export type Level = 'A' | 'B' | 'C';

/** The level that follows from the factors really used. */
export type LevelOf = (factors: readonly Factor[]) => Level;

/** Two factors of one kind count as one (rule LIM-001). */
export const levelOf: LevelOf = (factors) => {
  if (new Set(factors.map((factor) => KINDS[factor])).size < 2) return 'C';
  return factors.some((factor) => SIGNING.includes(factor)) ? 'A' : 'B';
};
