import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { objectionsTo, SEAL } from '../../reports/evidence/seal';
import { summaryHtml } from '../../reports/formats/html';
import { paymentPage } from '../../reports/formats/html/payments';
import { PAGE } from '../../reports/formats/html/words';
import { findGaps, type House } from '../../reports/register/coverage';
import type { Sabotage } from '.';

/** True for a rule all of whose sources are from memory. */
const aboutMemory = (house: House, rule: string): boolean =>
  house.register.rules.some(({ id, sources }) => id === rule && sources.every(({ mark }) => mark === 'M'));

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
  {
    id: 'leaves-out-the-fees',
    check: 'EVD-004/payment-is-told-in-full',
    reason: 'payment-told-in-part',
    level: 'page',
    what: { en: 'Draws up a payment without its fees', zh: '付款页面不载明费用' },
    harness: {
      paymentPage: (...given) =>
        paymentPage(...given).replaceAll(/<dt>[^<]*<\/dt><dd data-fact="fees">[^<]*<\/dd>/g, ''),
    },
  },
  {
    id: 'speaks-in-codes',
    check: 'EVD-004/in-plain-words',
    reason: 'payment-told-in-codes',
    level: 'page',
    what: { en: 'Names messages by their codes', zh: '以代码称呼报文' },
    harness: {
      paymentPage: (...given) =>
        paymentPage(...given).replaceAll(/(<\/time> [^<]*→[^<]*)(<\/li>)/g, '$1 payment.create$2'),
    },
  },
  {
    id: 'does-not-say-that-it-is-a-simulation',
    check: 'EVD-005/says-it-is-a-simulation',
    reason: 'simulation-not-said',
    level: 'page',
    what: { en: 'Leaves out that its report is about a simulation', zh: '报告不说明其内容为模拟测试' },
    harness: { summaryHtml: (page) => summaryHtml(page).replace(PAGE[page.language].simulation, '') },
  },
  {
    id: 'is-silent-about-what-was-not-tested',
    check: 'EVD-005/names-what-was-not-tested',
    reason: 'untested-not-named',
    level: 'page',
    what: { en: 'Lists only the rules that were tested', zh: '只列出经过测试的规则' },
    harness: {
      summaryHtml: (page) => {
        const tested = new Set(page.results.rules.map(({ id }) => id));
        return summaryHtml({ ...page, rules: page.rules.filter(({ id }) => tested.has(id)) });
      },
    },
  },
  {
    id: 'takes-a-memory-for-a-source',
    check: 'EVD-005/labels-rest-on-sources',
    reason: 'label-without-source',
    level: 'logic',
    subtle: true,
    what: { en: 'Lets a source from memory carry a legal label', zh: '允许凭记忆引用的来源支撑法律依据标签' },
    harness: { findGaps: (house) => findGaps(house).filter((gap) => !aboutMemory(house, gap.about)) },
  },
];
