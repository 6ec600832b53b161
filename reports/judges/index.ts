import { judges as acc001 } from './acc-001';
import { judges as acc002 } from './acc-002';
import { judges as acc003 } from './acc-003';
import { judges as acc004 } from './acc-004';
import { judges as acc005 } from './acc-005';
import { judges as acc006 } from './acc-006';
import { judges as acc007 } from './acc-007';
import { judges as acc008 } from './acc-008';
import { judges as acc009 } from './acc-009';
import { judges as cho001 } from './cho-001';
import { judges as cho002 } from './cho-002';
import { judges as cho003 } from './cho-003';
import { judges as cho004 } from './cho-004';
import { judges as cho005 } from './cho-005';
import { judges as cho006 } from './cho-006';
import { judges as cho007 } from './cho-007';
import { judges as cho008 } from './cho-008';
import { judges as cho009 } from './cho-009';
import { judges as evd } from './evd';
import type { Judge } from './judge';
import { judges as life001 } from './life-001';
import { judges as life002 } from './life-002';
import { judges as life003 } from './life-003';
import { judges as life004 } from './life-004';
import { judges as life005 } from './life-005';
import { judges as life006 } from './life-006';
import { judges as life007 } from './life-007';
import { judges as life008 } from './life-008';
import { judges as life009 } from './life-009';
import { judges as lim } from './lim';
import { judges as noti001 } from './noti-001';
import { judges as noti002 } from './noti-002';
import { judges as noti003 } from './noti-003';
import { judges as noti004 } from './noti-004';
import { judges as noti005 } from './noti-005';
import { judges as noti006 } from './noti-006';
import { judges as noti007 } from './noti-007';
import { judges as noti008 } from './noti-008';
import { judges as priv001 } from './priv-001';
import { judges as priv002 } from './priv-002';
import { judges as priv003 } from './priv-003';
import { judges as priv004 } from './priv-004';
import { judges as priv005 } from './priv-005';
import { judges as priv006 } from './priv-006';
import { judges as qr001 } from './qr-001';
import { judges as qr002 } from './qr-002';
import { judges as qr003 } from './qr-003';
import { judges as qr004 } from './qr-004';
import { judges as qr005 } from './qr-005';
import { judges as qr006 } from './qr-006';
import { judges as qr007 } from './qr-007';
import { judges as qr008 } from './qr-008';
import { judges as qr009 } from './qr-009';
import { judges as rec001 } from './rec-001';
import { judges as rec002 } from './rec-002';
import { judges as rec003 } from './rec-003';
import { judges as rec004 } from './rec-004';
import { judges as rec005 } from './rec-005';
import { judges as rec006 } from './rec-006';
import { judges as ref001 } from './ref-001';
import { judges as ref002 } from './ref-002';
import { judges as ref003 } from './ref-003';
import { judges as ref004 } from './ref-004';
import { judges as ref005 } from './ref-005';
import { judges as ref006 } from './ref-006';
import { judges as res001 } from './res-001';
import { judges as res002 } from './res-002';
import { judges as res003 } from './res-003';
import { judges as res004 } from './res-004';
import { judges as res005 } from './res-005';
import { judges as route001 } from './route-001';
import { judges as route002 } from './route-002';
import { judges as route003 } from './route-003';
import { judges as route004 } from './route-004';
import { judges as route005 } from './route-005';
import { judges as route006 } from './route-006';
import { judges as route007 } from './route-007';
import { judges as route008 } from './route-008';
import { judges as route009 } from './route-009';
import { judges as sec001 } from './sec-001';
import { judges as sec002 } from './sec-002';
import { judges as sec003 } from './sec-003';
import { judges as sec004 } from './sec-004';
import { judges as sec005 } from './sec-005';

/** Every judge of the house, in the order of the register. */
export const allJudges: readonly Judge[] = [
  ...acc001,
  ...acc002,
  ...acc003,
  ...acc004,
  ...acc005,
  ...acc006,
  ...acc007,
  ...acc008,
  ...acc009,
  ...cho001,
  ...cho002,
  ...cho003,
  ...cho004,
  ...cho005,
  ...cho006,
  ...cho007,
  ...cho008,
  ...cho009,
  ...route001,
  ...route002,
  ...route003,
  ...route004,
  ...route005,
  ...route006,
  ...route007,
  ...route008,
  ...route009,
  ...life001,
  ...life002,
  ...life003,
  ...life004,
  ...life005,
  ...life006,
  ...life007,
  ...life008,
  ...life009,
  ...lim,
  ...noti001,
  ...noti002,
  ...noti003,
  ...noti004,
  ...noti005,
  ...noti006,
  ...noti007,
  ...noti008,
  ...ref001,
  ...ref002,
  ...ref003,
  ...ref004,
  ...ref005,
  ...ref006,
  ...rec001,
  ...rec002,
  ...rec003,
  ...rec004,
  ...rec005,
  ...rec006,
  ...qr001,
  ...qr002,
  ...qr003,
  ...qr004,
  ...qr005,
  ...qr006,
  ...qr007,
  ...qr008,
  ...qr009,
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
  ...priv006,
  ...res001,
  ...res002,
  ...res003,
  ...res004,
  ...res005,
  ...evd,
];

const byCheck = new Map<string, Judge>(allJudges.map((judge) => [judge.check, judge]));

/** The judge of a check; asking for one that does not exist is the harness's own mistake. */
export function judgeOf(check: string): Judge {
  const judge = byCheck.get(check);
  if (!judge) throw new Error(`no judge for check ${check}; known: ${[...byCheck.keys()].join(', ')}`);
  return judge;
}
