import type { Bilingual } from '../register/schema';
import type { Blame, BlameEntry } from '../verdicts/results';
import { sentence } from '../wording/reasons';
import { shownValue } from '../wording/values';

type Language = keyof Bilingual;

/** The names of a failure's parts. */
export const FIELDS = {
  en: {
    warning: 'warning: ',
    failed: 'failed',
    expected: 'Expected',
    saw: 'Saw',
    story: 'Shortest story',
    blame: 'Blame',
    repeat: 'Repeat',
    colon: ': ',
    stop: '.',
  },
  zh: {
    warning: '警告：',
    failed: '不通过',
    expected: '预期',
    saw: '实际',
    story: '最短经过',
    blame: '归因',
    repeat: '复现',
    colon: '：',
    stop: '。',
  },
} as const;

const PLACES: Readonly<Record<Blame, Bilingual>> = {
  configuration: { en: 'the configuration', zh: '配置' },
  harness: { en: 'the harness', zh: '测试工具' },
  network: { en: 'the network', zh: '网络' },
  'system under test': { en: 'the system under test', zh: '被测系统' },
};

/** A failure in words: what happened, and what was expected, seen and to be done, each under its name. */
export interface ToldFailure {
  readonly title: string;
  readonly parts: ReadonlyArray<readonly [name: string, text: string]>;
}

/** An aside in brackets, behind a text. */
export const inBrackets = (text: string, language: Language) => (language === 'zh' ? `（${text}）` : ` (${text})`);

function whereOf({ emission, scenario }: BlameEntry, language: Language): string {
  if (emission?.at === undefined) return '';
  const where =
    language === 'zh'
      ? `${scenario} 历史记录第 ${emission.at} 条`
      : `event ${emission.at} of the history of ${scenario}`;
  return inBrackets(where, language);
}

/** One failure as a person reads it: what, expected, seen and where, the shrunk story, whose, and how to repeat it. */
export function tellFailure(entry: BlameEntry, language: Language): ToldFailure {
  const words = FIELDS[language];
  const { emission, reason } = entry;
  const detail = emission ? '' : inBrackets(entry.detail, language);
  const about = emission?.about ?? {};
  const mark = entry.warning ? words.warning : '';
  const title = `${mark}${entry.check ?? entry.scenario} ${words.failed}${words.colon}${sentence(reason, about, language)}${detail}${words.stop}`;
  const parts: Array<readonly [string, string]> = [];
  if (emission?.expected !== undefined) parts.push([words.expected, shownValue(emission.expected, language)]);
  if (emission?.seen !== undefined)
    parts.push([words.saw, shownValue(emission.seen, language) + whereOf(entry, language)]);
  if (about['story'] !== undefined) {
    const origin = `fast-check seed ${about['seed']}, path ${about['path']}`;
    parts.push([words.story, about['story'] + inBrackets(origin, language)]);
  }
  parts.push([words.blame, PLACES[entry.place][language]]);
  if (emission?.repeat) parts.push([words.repeat, emission.repeat]);
  return { title, parts };
}

/** The same as lines of text. */
export function failureText(entry: BlameEntry, language: Language): string {
  const { title, parts } = tellFailure(entry, language);
  const { colon } = FIELDS[language];
  return [title, ...parts.map(([name, text]) => `${name}${colon}${text}`)].join('\n');
}
