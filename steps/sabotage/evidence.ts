import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { objectionsTo, SEAL } from '../../reports/evidence/seal';
import type { Sabotage } from '.';

/** Broken twins of the harness for rules of the theme "evidence" about what a run leaves behind. */
export const evidenceSabotage: readonly Sabotage[] = [
  {
    id: 'draws-its-luck-anew',
    check: 'EVD-003/one-seed-one-history',
    reason: 'same-seed-other-history',
    level: 'logic',
    what: { en: 'Takes another seed when it is asked to repeat a run', zh: '要求复现时换用另一个种子' },
    harness: { seedAgain: (seed) => `${seed}-anew` },
  },
  {
    id: 'does-not-listen-to-the-seed',
    check: 'EVD-003/seed-decides',
    reason: 'seed-decides-nothing',
    level: 'logic',
    what: { en: 'Takes the same seed whatever it is given', zh: '无论给定什么种子都使用同一个' },
    harness: { seedAnew: (seed) => seed },
  },
  {
    id: 'believes-whatever-is-sealed',
    check: 'EVD-003/tampering-is-noticed',
    reason: 'tampering-unnoticed',
    level: 'logic',
    what: { en: 'Only looks whether a folder has a seal', zh: '只看运行目录有没有封存文件' },
    harness: { objectionsTo: (dir) => (existsSync(join(dir, SEAL)) ? [] : [{ code: 'no-seal', file: SEAL }]) },
  },
  {
    id: 'believes-a-new-seal',
    check: 'EVD-003/tampering-is-noticed',
    reason: 'tampering-unnoticed',
    level: 'logic',
    subtle: true,
    what: {
      en: 'Compares files with their seal and never the histories with the verdicts',
      zh: '只核对封存摘要，不核对历史记录与判定是否相符',
    },
    harness: { objectionsTo: (dir) => objectionsTo(dir).filter(({ code }) => code !== 'history-differs') },
  },
];
