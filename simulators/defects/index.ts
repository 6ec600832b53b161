import { accessDefects } from './access';
import { admissionDefects } from './admission';
import { attemptDefects } from './attempts';
import { authorityDefects } from './authority';
import { choiceDefects } from './choice';
import { clearingDefects } from './clearing';
import { outcomeDefects } from './clearing-outcomes';
import { codeDefects } from './codes';
import type { Defect } from './defect';
import { lifecycleDefects } from './lifecycle';
import { limitDefects } from './limits';
import { notificationDefects } from './notification';
import { openingDefects } from './openings';
import { privacyDefects } from './privacy';
import { recognitionDefects } from './recognition';
import { reconciliationDefects } from './reconciliation';
import { refundDefects } from './refund';
import { relationDefects } from './relations';
import { resilienceDefects } from './resilience';
import { routingDefects } from './routing';
import { securityDefects } from './security';
import { voucherDefects } from './vouchers';

export type { Defect } from './defect';

/** Every deliberately broken twin of the market. Twins of the harness itself live in `steps/sabotage/`. */
export const defects: readonly Defect[] = [
  ...accessDefects,
  ...admissionDefects,
  ...authorityDefects,
  ...relationDefects,
  ...openingDefects,
  ...choiceDefects,
  ...routingDefects,
  ...clearingDefects,
  ...outcomeDefects,
  ...lifecycleDefects,
  ...attemptDefects,
  ...limitDefects,
  ...notificationDefects,
  ...voucherDefects,
  ...refundDefects,
  ...reconciliationDefects,
  ...codeDefects,
  ...recognitionDefects,
  ...securityDefects,
  ...privacyDefects,
  ...resilienceDefects,
];

/** The defect of that name; a name that does not exist is refused with the names that do. */
export function defectNamed(id: string): Defect {
  const defect = defects.find((candidate) => candidate.id === id);
  if (!defect) throw new Error(`no defect is called "${id}"; known: ${defects.map((known) => known.id).join(', ')}`);
  return defect;
}
