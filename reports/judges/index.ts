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
import { judges as priv001 } from './priv-001';
import { judges as priv002 } from './priv-002';
import { judges as priv003 } from './priv-003';
import { judges as priv004 } from './priv-004';
import { judges as priv005 } from './priv-005';
import { judges as ref002 } from './ref-002';
import { judges as ref003 } from './ref-003';
import { judges as route002 } from './route-002';
import { judges as route003 } from './route-003';
import { judges as route006 } from './route-006';
import { judges as sec001 } from './sec-001';
import { judges as sec002 } from './sec-002';
import { judges as sec003 } from './sec-003';
import { judges as sec004 } from './sec-004';
import { judges as sec005 } from './sec-005';

/** Every judge of the house, in the order of the register. */
export const allJudges: readonly Judge[] = [
  ...cho001,
  ...cho004,
  ...route002,
  ...route003,
  ...route006,
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
  ...sec001,
  ...sec002,
  ...sec003,
  ...sec004,
  ...sec005,
  ...priv001,
  ...priv002,
  ...priv003,
  ...priv004,
  ...priv005,
  ...evd,
];

const byCheck = new Map<string, Judge>(allJudges.map((judge) => [judge.check, judge]));

/** The judge of a check; asking for one that does not exist is the harness's own mistake. */
export function judgeOf(check: string): Judge {
  const judge = byCheck.get(check);
  if (!judge) throw new Error(`no judge for check ${check}; known: ${[...byCheck.keys()].join(', ')}`);
  return judge;
}
