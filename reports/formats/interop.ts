import { ENTRANCES, type Entrance } from '../../simulators/providers/profile';
import type { InteropCell, InteropRow } from '../verdicts/interop';
import { nameOf } from '../wording/values';
import { type Language, pad, textWidth } from './text';

/** What the table of entrances is called, and its columns: for codes with who scans them. */
export const INTEROP_WORDS = {
  en: {
    title: 'Providers and their entrances',
    provider: 'provider',
    ours: 'profile of ours',
    heads: {
      web: 'web page',
      h5: 'phone page',
      app: 'app',
      qr: 'merchant code (payer scans)',
      payerCode: 'payer code (merchant scans)',
    },
    states: { pass: 'pass', fail: 'FAIL', 'not-applicable': 'none', 'not-tried': 'not tried' },
    none: 'none: not applicable, because',
  },
  zh: {
    title: '支付机构与入口',
    provider: '支付机构',
    ours: '本项目自定的模拟协议',
    heads: {
      web: '网页',
      h5: '手机网页',
      app: 'App',
      qr: '商户码（付款人扫码）',
      payerCode: '付款码（商户扫码）',
    },
    states: { pass: '通过', fail: '不通过', 'not-applicable': '无', 'not-tried': '未测试' },
    none: '无：不适用，原因为',
  },
} as const;

/** The reasons of a table by their texts, each with the number that stands in the cells. */
export function reasonsOf(rows: readonly InteropRow[], language: Language): string[] {
  const cells = rows.flatMap((row) => ENTRANCES.map((entrance) => row.cells[entrance]));
  const texts = cells.flatMap((cell) => (cell.state === 'not-applicable' ? [reasonText(cell, language)] : []));
  return [...new Set(texts)];
}

const reasonText = ({ reason, mark }: InteropCell & { state: 'not-applicable' }, language: Language) =>
  `${reason[language]} (${mark})`;

/** What stands in a cell; a cell without an entrance refers to its reason. */
export function cellText(cell: InteropCell, reasons: readonly string[], language: Language): string {
  const word = INTEROP_WORDS[language].states[cell.state];
  return cell.state === 'not-applicable' ? `${word} [${reasons.indexOf(reasonText(cell, language)) + 1}]` : word;
}

/** The name of a provider, and that its wire is a profile of this project where it is. */
export const providerText = ({ provider, wireTrue }: InteropRow, language: Language): string =>
  wireTrue ? nameOf(provider, language) : `${nameOf(provider, language)} *`;

/** True where a run tried any entrance of a provider. */
export const wasTried = ({ cells }: InteropRow): boolean =>
  ENTRANCES.some((entrance) => ['pass', 'fail'].includes(cells[entrance].state));

/** The table for a terminal, with the reasons under it. */
export function interopText(rows: readonly InteropRow[], language: Language): string {
  const words = INTEROP_WORDS[language];
  const reasons = reasonsOf(rows, language);
  const heads: Readonly<Record<Entrance, string>> = words.heads;
  const lines = [
    [words.provider, ...ENTRANCES.map((entrance) => heads[entrance])],
    ...rows.map((row) => [
      providerText(row, language),
      ...ENTRANCES.map((entrance) => cellText(row.cells[entrance], reasons, language)),
    ]),
  ];
  const widths = lines[0]?.map((_, i) => Math.max(...lines.map((line) => textWidth(line[i] ?? '')))) ?? [];
  const table = lines.map((line) =>
    line
      .map((cell, i) => pad(cell, widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const notes = reasons.map((reason, i) => `[${i + 1}] ${words.none} ${reason}`);
  const ours = rows.some(({ wireTrue }) => !wireTrue) ? [`* ${words.ours}`] : [];
  return [...table, ...notes, ...ours].join('\n');
}
