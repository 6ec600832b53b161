import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { defects } from '../../simulators/defects';
import { allJudges } from '../judges';
import { findGaps, type Gap, type House } from './coverage';
import { readFeatures } from './features';
import { checkId, type Register, RegisterError, readRegister } from './register';
import type { RegisteredRule } from './schema';

const FEATURES = join(__dirname, '..', '..', 'features');

/** The house with the broken twins of the market; those of the harness itself live in the room above this one. */
const house = (): House => ({
  register: readRegister(FEATURES),
  ...readFeatures(FEATURES),
  judged: allJudges.map(({ check }) => check),
  defects: defects.map(({ id, check }) => ({ id, check })),
});

/** Reads a register one file of which is changed, in a copy that is gone afterwards. */
function readChanged(file: string, change: (text: string) => string | undefined): Register {
  const folder = mkdtempSync(join(tmpdir(), 'register-'));
  try {
    cpSync(join(FEATURES, 'register'), join(folder, 'register'), { recursive: true });
    const path = join(folder, 'register', file);
    const changed = change(readFileSync(path, 'utf8'));
    if (changed === undefined) rmSync(path);
    else writeFileSync(path, changed);
    return readRegister(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function refusal(file: string, from: string, to: string): string {
  let message = '';
  assert.throws(
    () => readChanged(file, (text) => text.replace(from, to)),
    (error: unknown) => {
      message = error instanceof RegisterError ? error.message : '';
      return error instanceof RegisterError;
    },
  );
  return message;
}

const lineOf = (file: string, text: string) =>
  readFileSync(join(FEATURES, 'register', file), 'utf8')
    .split(text)[0]
    ?.split('\n').length ?? 0;

describe('the register', () => {
  it('has the rules of the features, in the order of the themes', () => {
    const { register, rules } = house();
    const ids = register.rules.map(({ id }) => id);
    assert.deepEqual([...ids].sort(), rules.map(({ id }) => id).sort());
    const themes = register.rules.map(({ theme }) => theme);
    assert.deepEqual([themes[0], themes.at(-1)], ['access', 'evidence']);
  });

  it('fits the features, the judges and the twins of the market, but for the rules that try the harness itself', () => {
    const all = house();
    const own = all.register.rules.filter(({ binds }) => binds.includes('harness'));
    const ofTheMarket = (id: string) => all.defects.some((twin) => twin.id === id);
    const expected = own.flatMap((rule) =>
      rule.checks.flatMap((check) => [
        ...check.defects.filter((id) => !ofTheMarket(id)).map((id) => `defect-unknown ${id}`),
        ...(check.defects.some(ofTheMarket) ? [] : [`check-without-defect ${checkId(rule, check.id)}`]),
      ]),
    );
    assert.ok(own.length > 2);
    assert.deepEqual(
      findGaps(all)
        .map(({ code, about }) => `${code} ${about}`)
        .sort(),
      expected.sort(),
    );
  });

  it('says every sentence in both languages, and the Chinese one in Chinese', () => {
    for (const rule of house().register.rules) {
      const sentences = [rule.statement, rule.reading, rule.basisReason, ...rule.checks.map(({ says }) => says)];
      for (const { en, zh } of [...sentences, ...rule.sources.map(({ says }) => says)]) {
        assert.match(zh, /[\u4e00-\u9fff]/, `${rule.id}: "${zh}"`);
        assert.doesNotMatch(en, /[\u4e00-\u9fff]/, `${rule.id}: "${en}"`);
      }
      for (const { zh } of Object.values(rule.scenarios)) assert.match(zh, /[\u4e00-\u9fff]/, rule.id);
    }
  });

  it('labels nothing as law, rule or standard that no confirmed source of that kind says, and dates what it labels', () => {
    const { register } = house();
    for (const rule of register.rules.filter(({ basis }) => ['law', 'rule', 'standard'].includes(basis))) {
      const kinds = rule.sources
        .filter(({ mark }) => mark === 'V-text' || mark === 'V-page')
        .map(({ id }) => register.sources[id]?.kind);
      assert.ok(kinds.includes(rule.basis as 'law'), rule.id);
      assert.notEqual(rule.inForce.from, null, rule.id);
    }
  });
});

describe('a bad register file', () => {
  it('is refused with file, line, place, what was found and what was expected', () => {
    const line = lineOf('choice.yaml', 'level: MUST');
    const message = refusal('choice.yaml', 'level: MUST', 'level: WOULD');
    assert.ok(
      message.includes(`choice.yaml:${line} rules.CHO-001.level: found "WOULD", expected one of "MUST", "SHOULD"`),
      message,
    );
  });

  const refused: ReadonlyArray<readonly [what: string, file: string, from: string, to: string, said: RegExp]> = [
    [
      'a missing member',
      'refund.yaml',
      '    basis: provider document\n',
      '',
      /rules\.REF-001\.basis: found nothing, expected one of "law"/,
    ],
    [
      'an unknown member',
      'refund.yaml',
      'basis: provider',
      'bases: x\n    basis: provider',
      /rules\.REF-001: found the member "bases", expected only known members/,
    ],
    [
      'a wrong id',
      'refund.yaml',
      'id: REF-002',
      'id: refund-2',
      /rules\.refund-2\.id: found "refund-2", expected capitals, a hyphen and three digits/,
    ],
    [
      'a missing language',
      'refund.yaml',
      'title: { en: Refunds, zh: 退款 }',
      'title: { en: Refunds }',
      /refund\.yaml:2 title\.zh: found nothing, expected string/,
    ],
    [
      'a wrong day',
      'choice.yaml',
      'from: 2016-07-01',
      'from: 2016-13-01',
      /rules\.CHO-001\.inForce\.from: found "2016-13-01", expected a date such as 2024-05-01/,
    ],
    [
      'days in the wrong order',
      'choice.yaml',
      '{ from: 2016-07-01 }',
      '{ from: 2016-07-01, to: 2015-01-01 }',
      /inForce: found .*expected "from" to be no later than "to"/,
    ],
    [
      'a check that is there twice',
      'refund.yaml',
      'id: excess-refused',
      'id: never-more-than-paid',
      /rules\.REF-002\.checks: found .*expected each check id once/,
    ],
    [
      'a scenario without a number',
      'refund.yaml',
      "'1': { zh",
      'one: { zh',
      /rules\.REF-001\.scenarios\.one: .*expected the number of a scenario/,
    ],
    [
      'a scenario without a check',
      'refund.yaml',
      'checks: [excess-refused, never-more-than-paid]',
      'checks: []',
      /scenarios\.1\.checks: found \[\], expected at least one/,
    ],
    [
      'an unknown mark',
      'sources.yaml',
      'mark: V-page',
      'mark: seen',
      /sources\.yaml:\d+ NET43\.mark: found "seen", expected one of "V-text"/,
    ],
    [
      'an address that is none',
      'sources.yaml',
      'url: https://pay.weixin.qq.com/',
      'url: pay',
      /WX\.url: found "pay", expected an address/,
    ],
    [
      'another theme than the file says',
      'refund.yaml',
      'theme: refund',
      'theme: limits',
      /refund\.yaml theme: found "limits", expected "refund"/,
    ],
    [
      'a theme that does not exist',
      'refund.yaml',
      'theme: refund',
      'theme: money',
      /refund\.yaml:1 theme: found "money", expected one of "access"/,
    ],
    [
      'one word in place of a list',
      'refund.yaml',
      'binds: [platform, provider]',
      'binds: platform',
      /rules\.REF-001\.binds: found "platform", expected array/,
    ],
    ['what is not YAML', 'refund.yaml', 'title: {', 'title: { {', /refund\.yaml is not YAML: .*line 3, column 1/],
  ];
  for (const [what, file, from, to, said] of refused) {
    it(`is refused for ${what}`, () => assert.match(refusal(file, from, to), said));
  }

  it('is refused when it is empty or missing', () => {
    assert.throws(() => readChanged('refund.yaml', () => ''), /refund\.yaml:1 \(top\): found null, expected object/);
    assert.throws(() => readChanged('sources.yaml', () => undefined), /found no file .*sources\.yaml, expected/);
    assert.throws(
      () => readRegister('/nonexistent'),
      /found no folder .*register, expected the register's files in it/,
    );
  });
});

describe('gaps between a rule and its sources', () => {
  const codes = (change: (rule: RegisteredRule) => RegisteredRule, id = 'CHO-001'): Gap['code'][] => {
    const all = house();
    const known = new Set(findGaps(all).map(({ sentence }) => sentence));
    const rules = all.register.rules.map((rule) => (rule.id === id ? change(rule) : rule));
    const gaps = findGaps({ ...all, register: { ...all.register, rules } });
    return gaps.flatMap(({ code, sentence }) => (known.has(sentence) ? [] : [code]));
  };
  const says = { en: 'something', zh: '某事' };

  it('are named one by one', () => {
    const marked = (mark: 'M' | 'V-text') => (rule: RegisteredRule) => ({
      ...rule,
      sources: rule.sources.map((citation) => (citation.id === 'NET43' ? { ...citation, mark } : citation)),
    });
    assert.deepEqual(codes(marked('M')), ['legal-label-unconfirmed']);
    assert.deepEqual(codes(marked('V-text')), ['mark-exceeds-source']);
    assert.deepEqual(
      codes((rule) => ({ ...rule, inForce: { from: '2016-06-30' } })),
      ['in-force-unfounded'],
    );
    assert.deepEqual(
      codes((rule) => ({ ...rule, inForce: { from: null } })),
      ['in-force-unfounded'],
    );
    assert.deepEqual(
      codes((rule) => ({ ...rule, reach: 'house' })),
      ['basis-differs', 'legal-label-unconfirmed'],
    );
    assert.deepEqual(
      codes((rule) => ({ ...rule, basis: 'house' })),
      ['basis-differs'],
    );
    assert.deepEqual(
      codes((rule) => ({ ...rule, binds: ['provider'] })),
      ['binds-differ'],
    );
    const cite = (id: string) => (rule: RegisteredRule) => ({
      ...rule,
      sources: [...rule.sources, { id, mark: 'M' as const, says }],
    });
    assert.deepEqual(codes(cite('NOBODY')), ['source-unknown']);
    const uncite = (rule: RegisteredRule) => ({ ...rule, sources: rule.sources.filter(({ id }) => id !== 'JD-DOC') });
    assert.deepEqual(codes(uncite, 'REF-003'), ['source-uncited']);
  });
});
