import type { RelationState } from '../../simulators/market/relations';
import type { Bilingual, CAPABILITIES } from '../register/schema';
import type { NotApplicable } from '../verdicts/applicability';
import { CAPABILITY_WORDS } from './labels';
import { STATE_WORDS } from './market';

type Sentences = Readonly<Record<NotApplicable['code'], Bilingual>>;

/** Why something is not applicable; `{name}` is filled from what the reason names. */
const SENTENCES: Sentences = {
  'not-in-force-yet': { en: 'not in force on {day}; in force from {from}', zh: '{day} 尚未施行，自 {from} 起施行' },
  'no-longer-in-force': { en: 'not in force on {day}; in force until {to}', zh: '{day} 已不再施行，施行至 {to}' },
  'capability-missing': {
    en: '{platform} does not declare that it {capability}',
    zh: '{platform} 未声明其{capability}',
  },
  'provider-not-there': {
    en: '{provider} is not open to all on {platform} on {day}: {state} ({source})',
    zh: '{day} {platform} 未全面开通{provider}：{state}（{source}）',
  },
  'provider-inside-another': {
    en: '{provider} is found only inside the cashier of {host} on {platform} on {day} ({source})',
    zh: '{day} 在 {platform} 只能于{host}收银台内使用{provider}（{source}）',
  },
  'too-few-providers': {
    en: 'it compares providers, and {platform} has fewer than {needed} on {day}',
    zh: '需要比较多家支付机构，而 {day} {platform} 不足 {needed} 家',
  },
};

/** No relation at all, in words. */
const NO_RELATION: Bilingual = { en: 'no relation', zh: '无合作关系' };

/** A state in words; `none` is no relation. */
const stateWord = (state: string, language: keyof Bilingual) =>
  STATE_WORDS[state as RelationState]?.[language] ?? NO_RELATION[language];

function worded(name: string, value: string, language: keyof Bilingual): string {
  if (name === 'state') return stateWord(value, language);
  if (name === 'capability') return CAPABILITY_WORDS[value as (typeof CAPABILITIES)[number]]?.[language] ?? value;
  return value;
}

/** Why something is not applicable, as a person reads it. */
export function notApplicableText({ code, about }: NotApplicable, language: keyof Bilingual): string {
  const named = (name: string) => {
    // Names of providers come in both languages.
    const value = about[`${name}.${language}`] ?? about[name];
    return value === undefined ? '' : worded(name, value, language);
  };
  return SENTENCES[code][language].replaceAll(/\{(\w+)\}/g, (_all, name: string) => named(name));
}
