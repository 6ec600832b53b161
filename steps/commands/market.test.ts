import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ROOT } from '../paths';
import { program } from './command-line';

/** What happened on which day, as the sources tell it; written down here apart from the data files. */
const EVENTS: ReadonlyArray<readonly [day: string, what: string, state: string]> = [
  ['2020-01-01', 'taobao-like: alipay (own)', 'live'],
  ['2020-01-03', 'banks reads personal codes of wechatpay', 'live in part'],
  ['2020-01-03', 'banks reads merchant codes of wechatpay', 'live in part'],
  ['2021-07-01', 'taobao-like: unionpay (inside-alipay)', 'agreed'],
  ['2021-07-01', 'alipay+unionpay', 'agreed'],
  ['2021-08-01', 'taobao-like: unionpay (inside-alipay)', 'live in part'],
  ['2021-08-01', 'alipay+unionpay', 'live'],
  ['2021-09-28', 'eleme-like: wechatpay (own)', 'live'],
  ['2021-09-28', 'youku-like: wechatpay (own)', 'live'],
  ['2021-09-28', 'damai-like: wechatpay (own)', 'live'],
  ['2021-09-28', 'kaola-like: wechatpay (own)', 'live'],
  ['2021-09-30', 'unionpay reads personal codes of wechatpay', 'live in part: provincial-capitals'],
  ['2021-09-30', 'unionpay reads merchant codes of wechatpay', 'live in part: provincial-capitals'],
  ['2021-09-30', 'wechatpay reads personal codes of unionpay', 'live in part: provincial-capitals'],
  ['2021-09-30', 'wechatpay reads merchant codes of unionpay', 'live in part: provincial-capitals'],
  ['2021-10-01', 'taobao-like: unionpay (inside-alipay)', 'live in part: 85'],
  ['2021-12-02', 'unionpay reads personal codes of alipay', 'live'],
  ['2021-12-02', 'unionpay reads merchant codes of alipay', 'live'],
  ['2021-12-02', 'alipay reads personal codes of unionpay', 'live'],
  ['2021-12-02', 'alipay reads merchant codes of unionpay', 'live'],
  ['2021-12-02', 'banks reads personal codes of alipay', 'live in part'],
  ['2021-12-02', 'banks reads merchant codes of alipay', 'live in part'],
  ['2022-01-01', 'ecny+wechatpay', 'live in part'],
  ['2022-12-01', 'taobao-like: ecny (inside-alipay)', 'live'],
  ['2022-12-01', 'alipay+ecny', 'live'],
  ['2023-01-01', 'taobao-like: bestpay (own)', 'live'],
  ['2023-01-01', 'taobao-like: hebao (own)', 'live'],
  ['2023-03-01', 'ecny+wechatpay', 'live'],
  ['2023-11-01', 'hebao reads personal codes of wechatpay', 'live'],
  ['2023-11-01', 'bestpay reads personal codes of wechatpay', 'live'],
  ['2023-11-01', 'wopay reads personal codes of wechatpay', 'live'],
  ['2024-05-20', 'hebao reads merchant codes of wechatpay', 'live'],
  ['2024-05-20', 'bestpay reads merchant codes of wechatpay', 'live'],
  ['2024-05-20', 'wopay reads merchant codes of wechatpay', 'live'],
  ['2024-05-20', 'jdpay reads personal codes of wechatpay', 'live'],
  ['2024-05-20', 'jdpay reads merchant codes of wechatpay', 'live in part'],
  ['2024-06-19', 'unionpay reads personal codes of wechatpay', 'live'],
  ['2024-06-19', 'unionpay reads merchant codes of wechatpay', 'live'],
  ['2024-06-19', 'banks reads personal codes of wechatpay', 'live'],
  ['2024-06-19', 'banks reads merchant codes of wechatpay', 'live'],
  ['2024-09-04', 'taobao-like: wechatpay (own)', 'announced'],
  ['2024-09-12', 'taobao-like: wechatpay (own)', 'live in part'],
  ['2024-09-27', 'taobao-like: wechatpay (own)', 'live'],
  ['2024-10-01', 'jd-like: alipay (own)', 'live'],
];

/** Days that no source gives, or gives by their month only. */
const DAYS_SET_BY_US = new Set(['2020-01-01', '2021-07-01', '2021-10-01', '2022-01-01', '2022-12-01']);
for (const day of ['2023-01-01', '2023-03-01', '2023-11-01', '2024-10-01']) DAYS_SET_BY_US.add(day);

/** Everything that has happened by a day, the last of each. */
const expectedOn = (day: string) =>
  Object.fromEntries(EVENTS.filter(([on]) => on <= day).map(([, what, state]) => [what, state]));

const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

interface Row {
  readonly state: string;
  readonly from: string;
  readonly daySetByUs: boolean;
  readonly reach?: { readonly merchantShare?: number; readonly cities?: string };
  readonly [name: string]: unknown;
}

interface Document {
  readonly asOf: string;
  readonly methods: readonly Row[];
  readonly recognition: readonly Row[];
  readonly agreements: readonly Row[];
  readonly never: ReadonlyArray<Record<string, string>>;
}

const printed: string[] = [];
const { log } = console;

/** What the command prints. */
async function hutong(...argv: string[]): Promise<string> {
  printed.length = 0;
  let code = -1;
  await program((result) => {
    code = result;
  }).parseAsync(['market', ...argv], { from: 'user' });
  assert.equal(code, 0);
  return printed.join('\n');
}

async function documentOf(day: string): Promise<Document> {
  const document = JSON.parse(await hutong('--as-of', day, '--json')) as Document;
  assert.equal(document.asOf, day);
  return document;
}

const stateOf = ({ state, reach }: Row) => {
  const told = reach?.merchantShare ?? reach?.cities;
  return told === undefined ? state : `${state}: ${told}`;
};

/** The document in the words of the list above; the platform of the house's own is not in it. */
function told({ methods, recognition, agreements }: Document): Record<string, string> {
  const known = methods.filter((row) => row['platform'] !== 'open-platform');
  const rows = [
    ...known.map((row) => [`${row['platform']}: ${row['provider']} (${row['entrance']})`, stateOf(row)]),
    ...recognition.map((row) => [`${row['wallet']} reads ${row['codeKind']} codes of ${row['scheme']}`, stateOf(row)]),
    ...agreements.map((row) => [(row['parties'] as string[]).toSorted().join('+'), row.state]),
  ];
  return Object.fromEntries(rows);
}

describe('hutong market', () => {
  before(() => {
    console.log = (line: string) => void printed.push(line);
  });
  after(() => {
    console.log = log;
  });

  const days = [...new Set(EVENTS.map(([day]) => day))];
  for (const day of days) {
    it(`shows on ${day} and the day before exactly what the sources say`, async () => {
      assert.deepEqual(told(await documentOf(day)), expectedOn(day));
      if (day > '2020-01-01') assert.deepEqual(told(await documentOf(dayBefore(day))), expectedOn(dayBefore(day)));
    });
  }

  it('changes on no other day', async () => {
    const { methods, recognition, agreements } = await documentOf('2030-01-01');
    const rows = [...methods, ...recognition, ...agreements].filter((row) => row['platform'] !== 'open-platform');
    assert.deepEqual(
      rows.map(({ from }) => from).filter((from) => !days.includes(from)),
      [],
    );
    assert.deepEqual(told(await documentOf('2030-01-01')), expectedOn('2030-01-01'));
  });

  it('says of each day whether a source gives it', async () => {
    for (const day of days) {
      const { methods, recognition, agreements } = await documentOf(day);
      for (const row of [...methods, ...recognition, ...agreements].filter(({ from }) => from === day)) {
        if (row['platform'] === 'open-platform') continue;
        assert.equal(row.daySetByUs, DAYS_SET_BY_US.has(day), JSON.stringify(row));
      }
    }
  });

  it('says when an announcement gives no day of opening', async () => {
    const { methods } = await documentOf('2024-09-11');
    const wechat = methods.find((row) => row['platform'] === 'taobao-like' && row['provider'] === 'wechatpay');
    assert.equal(wechat?.['opens'], null);
    assert.equal(wechat?.state, 'announced');
  });

  it('names who never entered', async () => {
    const { never } = await documentOf('2024-12-31');
    assert.deepEqual(
      never.map(({ platform, provider }) => `${platform}: ${provider}`),
      ['taobao-like: jdpay', 'taobao-like: wopay'],
    );
  });

  it('shows one platform alone', async () => {
    const text = await hutong('--as-of', '2024-09-27', '--platform', 'taobao-like', '--json');
    const { methods } = JSON.parse(text) as Document;
    assert.deepEqual(
      methods.map((row) => row['provider']),
      ['alipay', 'unionpay', 'ecny', 'bestpay', 'hebao', 'wechatpay'],
    );
  });

  it('tells it in either language', async () => {
    const english = await hutong('--as-of', '2022-12-01', '--platform', 'taobao-like');
    assert.match(
      english,
      /Taobao-like platform +e-CNY +inside Alipay +live +2022-12, the day is our setting +MF-2022-12/,
    );
    assert.match(english, /MF-2022-12 +\[V-page\] +express payment with e-CNY/);
    const chinese = await hutong('--as-of', '2024-09-04', '--platform', 'taobao-like', '--lang', 'zh');
    assert.match(chinese, /类淘宝平台 +微信支付 +平台自有收银台 +已公告（未说明开通日期）/);
    assert.match(chinese, /京东支付 .*从未接入/);
  });

  it('refuses what is no day and what is no platform', () => {
    const refused = (...argv: string[]) =>
      spawnSync(process.execPath, [join(ROOT, 'hutong.js'), 'market', ...argv], { encoding: 'utf8' });
    const cases: ReadonlyArray<readonly [readonly string[], RegExp]> = [
      [['--as-of', '2024-02-30'], /found "2024-02-30", expected a day such as 2024-09-27/],
      [['--as-of', '2019-12-31'], /found "2019-12-31", expected a day from 2020-01-01 on/],
      [['--platform', 'nobody'], /found platform "nobody", expected one of: open-platform, taobao-like/],
    ];
    for (const [argv, message] of cases) {
      const { status, stderr, stdout } = refused(...argv);
      assert.equal(status, 2);
      assert.match(stderr, message);
      assert.equal(stdout, '');
    }
  });
});
