import { judges as cho001 } from './cho-001';
import { judges as cho004 } from './cho-004';
import { judges as evd } from './evd';
import type { Judge } from './judge';
import { judges as life002 } from './life-002';
import { judges as life003 } from './life-003';
import { judges as life004 } from './life-004';
import { judges as life005 } from './life-005';
import { judges as life009 } from './life-009';
import { judges as noti001 } from './noti-001';
import { judges as noti002 } from './noti-002';
import { judges as noti003 } from './noti-003';
import { judges as noti005 } from './noti-005';
import { judges as rec001 } from './rec-001';
import { judges as rec002 } from './rec-002';
import { judges as rec003 } from './rec-003';
import { judges as rec004 } from './rec-004';
import { judges as rec005 } from './rec-005';
import { judges as rec006 } from './rec-006';
import { judges as ref002 } from './ref-002';
import { judges as ref003 } from './ref-003';
import { judges as res004 } from './res-004';
import { judges as route002 } from './route-002';
import { judges as route003 } from './route-003';
import { judges as sec001 } from './sec-001';
import { judges as sec002 } from './sec-002';

/** Every judge of the house, in the order of the register. */
export const allJudges: readonly Judge[] = [
  ...cho001,
  ...cho004,
  ...route002,
  ...route003,
  ...life002,
  ...life003,
  ...life004,
  ...life005,
  ...life009,
  ...noti001,
  ...noti002,
  ...noti003,
  ...noti005,
  ...ref002,
  ...ref003,
  ...rec001,
  ...rec002,
  ...rec003,
  ...rec004,
  ...rec005,
  ...rec006,
  ...sec001,
  ...sec002,
  ...res004,
  ...evd,
];

const byCheck = new Map<string, Judge>(allJudges.map((judge) => [judge.check, judge]));

/** The judge of a check; asking for one that does not exist is the harness's own mistake. */
export function judgeOf(check: string): Judge {
  const judge = byCheck.get(check);
  if (!judge) throw new Error(`no judge for check ${check}; known: ${[...byCheck.keys()].join(', ')}`);
  return judge;
}
