import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'node-html-parser';
import { catalogue } from '../register/catalogue';
import { readFeatures } from '../register/features';
import { readRegister } from '../register/register';
import type { ScenarioRun, StepTrouble } from '../verdicts/collect';
import type { CheckEmission } from '../verdicts/emission';
import { buildResults } from '../verdicts/results';
import { summaryHtml } from './html';
import { junitXml } from './junit';
import { type Language, summaryText } from './text';

const FEATURES = join(__dirname, '..', '..', 'features');
const register = readRegister(FEATURES);

const EVIL = '<script>alert("&")</script>';

function ran(id: string, checks: readonly CheckEmission[], troubles: readonly StepTrouble[] = []): ScenarioRun {
  const identity = { id, key: id, rule: id.split('.')[0] ?? '', example: 0 };
  const evidence = { canonicalDigest: 'c0ffee', events: 7 };
  return { ...identity, title: 'As written', file: 'x.feature', checks, troubles, evidence, durationMs: 12 };
}

const passed = (check: string): CheckEmission => ({ check, verdict: 'pass', observed: 2, reasons: [] });
const failed: CheckEmission = {
  check: 'CHO-001/shown-equals-eligible',
  verdict: 'fail',
  observed: 1,
  reasons: ['usable-method-missing'],
  reason: 'usable-method-missing',
  expected: ['alipay', 'wechatpay'],
  seen: ['alipay'],
  at: 18,
  about: { merchant: EVIL, provider: 'wechatpay' },
  repeat: 'npx hutong run --rule CHO-001 --seed 1 --wire memory',
};
const broken: StepTrouble = {
  step: 'a step',
  status: 'FAILED' as StepTrouble['status'],
  type: 'HarnessTrouble',
  message: 'no market',
};

const results = buildResults(
  register,
  ['CHO-001', 'CHO-004', 'EVD-001'],
  [
    ran('CHO-001.1', [failed]),
    ran('CHO-004.1', [passed('CHO-004/nothing-preselected')]),
    ran('CHO-004.3', [passed('CHO-004/chosen-is-used')], [broken]),
    ran('EVD-001.1', [{ ...failed, check: 'EVD-001/nothing-orphaned', reason: 'register-and-features-differ' }]),
  ],
  { seed: '1', wire: 'memory', command: 'hutong run' },
);
const { rules } = catalogue(register, readFeatures(FEATURES).rules, results);
const evidence = ['CHO-001.1.ndjson', 'CHO-001.1-1-cashier.png', 'CHO-001.10.ndjson', 'CHO-004.1.ndjson'];
const page = (language: Language) =>
  summaryHtml({
    results,
    rules,
    evidence,
    traces: ['CHO-004.1.zip'],
    language,
    otherLanguage: language === 'en' ? 'index.zh.html' : 'index.html',
  });

describe('the summary page', () => {
  for (const language of ['en', 'zh'] as const) {
    const root = parse(page(language));
    const section = (id: string) =>
      root.querySelectorAll('section').find((each) => each.getAttribute('aria-labelledby') === id);

    it(`opens from disk without asking anybody (${language})`, () => {
      assert.equal(root.querySelectorAll('script,link,img,iframe,object,form').length, 0);
      assert.doesNotMatch(root.querySelector('style')?.text ?? '', /url\(|@import/);
      for (const link of root.querySelectorAll('a')) {
        assert.match(
          link.getAttribute('href') ?? '',
          /^(#|https:\/\/|evidence\/|traces\/|index|[a-z]+\.(json|xml|ndjson)$)/,
        );
      }
    });

    it(`can be heard and walked through (${language})`, () => {
      assert.equal(root.querySelector('html')?.getAttribute('lang'), language === 'en' ? 'en' : 'zh-CN');
      assert.equal(root.querySelectorAll('h1').length, 1);
      assert.equal(root.querySelectorAll('main').length, 1);
      for (const table of root.querySelectorAll('table'))
        assert.ok(table.querySelector('caption'), table.toString().slice(0, 80));
      for (const head of root.querySelectorAll('th')) assert.match(head.getAttribute('scope') ?? '', /^(row|col)$/);
      const ids = root.querySelectorAll('[id]').map(({ id }) => id);
      assert.deepEqual(
        ids.filter((id, i) => ids.indexOf(id) !== i),
        [],
      );
      const targets = root
        .querySelectorAll('a')
        .flatMap((link) => /^#(.+)$/.exec(link.getAttribute('href') ?? '')?.[1] ?? []);
      assert.deepEqual(
        targets.filter((id) => !ids.includes(id)),
        [],
      );
    });

    it(`says of each rule what it is, what it rests on, how sure that is, and what came out (${language})`, () => {
      for (const { id } of results.rules) {
        const rule = rules.find((each) => each.id === id);
        const text = section(id)?.text ?? '';
        assert.ok(rule);
        const said = [rule.statement, rule.reading, rule.basisReason, ...rule.checks.map(({ says }) => says)];
        for (const sentence of [...said, ...rule.sources.flatMap(({ says, source }) => [says, source.title])]) {
          assert.ok(text.includes(sentence[language]), `${id}: ${sentence[language]}`);
        }
        for (const { mark } of rule.sources) assert.ok(text.includes(mark), `${id}: ${mark}`);
        assert.ok(text.includes(`npx hutong run --rule ${id} --seed 1 --wire memory`), id);
      }
      const titles = rules.find(({ id }) => id === 'CHO-004')?.scenarios[0]?.title;
      assert.ok(section('CHO-004')?.text.includes(titles?.[language] ?? '?'));
    });

    it(`links the evidence of each scenario and of no other (${language})`, () => {
      const links = (id: string) =>
        section(id)
          ?.querySelectorAll('td a')
          .map((link) => link.getAttribute('href'));
      assert.deepEqual(links('CHO-001'), ['evidence/CHO-001.1-1-cashier.png', 'evidence/CHO-001.1.ndjson']);
      assert.deepEqual(links('CHO-004'), ['evidence/CHO-004.1.ndjson', 'traces/CHO-004.1.zip']);
    });

    it(`places each failure and says how to repeat it (${language})`, () => {
      const [first = '', second = '', third = ''] = root.querySelectorAll('article').map(({ text }) => text);
      const blame = { en: ['the system under test', 'the harness'], zh: ['被测系统', '测试工具'] }[language];
      assert.ok(first.includes('npx hutong run --rule CHO-001') && first.includes(blame[0] ?? ''), first);
      assert.ok(first.includes(language === 'en' ? 'Alipay, WeChat Pay' : '支付宝、微信支付'), first);
      assert.ok(second.includes(blame[1] ?? '') && second.includes('no market'), second);
      assert.ok(third.includes(blame[1] ?? ''), third);
    });

    it(`shows what others wrote as text (${language})`, () => {
      assert.match(page(language), /&lt;script&gt;alert/);
      assert.doesNotMatch(page(language), /<script/);
    });

    it(`names the rules that were not tried, and claims nothing (${language})`, () => {
      assert.ok(root.text.includes('REF-002'));
      assert.match(root.text, language === 'en' ? /certifies nobody/ : /不构成任何认证/);
    });
  }
});

describe('the summary in Chinese', () => {
  it('has no English left but names, numbers and commands', () => {
    const [, first = ''] = summaryText(results, 'zh').split('\n\n');
    const told = first.replaceAll(/CHO-001[./\w-]*|npx hutong .*|<script>.*<\/script>|fast-check/g, '');
    assert.doesNotMatch(told, /[A-Za-z]{2,}/);
    assert.match(first, /预期：支付宝、微信支付\n实际：支付宝（CHO-001\.1 历史记录第 18 条）\n归因：被测系统/);
  });

  it('is what JUnit shows, too', () => {
    assert.match(junitXml(results, 'zh'), /归因：被测系统/);
  });
});
