import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { beijingDay } from '../kernel/time';
import { cityNamed } from './cities';
import { marketOfDay } from './day';
import { marketFacts } from './facts';
import { readMarket, relationsOf } from './market';
import { agreements, otherPlatforms } from './other-platforms';
import { authoritiesOf, participantNamed, participants } from './participants';
import { PLATFORMS } from './platforms';
import { recognises, recognitionPairs, recognitionRows } from './recognition';
import { conditionsOf, hostOf, isOpen, stepOn } from './relations';

const platforms = PLATFORMS.map((name) => ({ platform: name as string, relations: relationsOf(readMarket(name)) }));
const everyRelation = [...platforms, ...otherPlatforms].flatMap(({ relations }) => relations);

describe('the data of the market', () => {
  it('name only participants that there are', () => {
    const named = [
      ...everyRelation.flatMap(({ provider, entrance }) => [provider, hostOf(entrance) ?? provider]),
      ...recognitionPairs.flatMap(({ wallet, scheme }) => [wallet, scheme]),
      ...agreements.flatMap(({ parties }) => parties),
      ...otherPlatforms.map(({ platform }) => platform),
      ...PLATFORMS,
    ];
    assert.deepEqual(
      named.filter((id) => participantNamed(id) === undefined),
      [],
    );
  });

  it('use every fact, and every fact with a day on that day', () => {
    const steps = [...everyRelation, ...recognitionPairs, ...agreements].flatMap((each) => [...each.steps]);
    const used = new Set([...steps.map(({ source }) => source), ...everyRelation.map(({ never }) => never)]);
    assert.deepEqual(
      Object.keys(marketFacts).filter((id) => !used.has(id)),
      [],
    );
    for (const { source, from, precision } of steps) {
      const fact = marketFacts[source];
      if (!fact) continue;
      if (fact.day?.length === 10) assert.deepEqual([from, precision], [fact.day, 'day'], source);
      else if (fact.day) assert.deepEqual([from, precision], [`${fact.day}-01`, 'month'], source);
      else assert.equal(precision, 'none', source);
    }
  });

  it('give every provider an authority with a source and a mark', () => {
    const providers = participants.filter(({ kind }) => kind !== 'platform');
    for (const { id, authorities } of providers) {
      assert.ok(authorities.length > 0, id);
      for (const { source, mark, legal } of authorities) assert.ok(source && mark && legal, id);
    }
    assert.deepEqual(
      authoritiesOf('invented').map(({ kind }) => kind),
      ['assumed'],
    );
  });

  it('place every merchant in a city', () => {
    for (const name of PLATFORMS)
      for (const { id, city } of readMarket(name).merchants) assert.ok(cityNamed(city), `${name}: ${id}`);
  });

  it('have a way to be simulated for every partial opening of a simulated platform', () => {
    const partial = platforms
      .flatMap(({ relations }) => relations)
      .flatMap(({ steps }) => steps.filter(({ state }) => state === 'live in part'));
    assert.ok(partial.length > 0);
    for (const step of partial) assert.ok(conditionsOf(step), step.source);
  });
});

describe('the market of a day', () => {
  it('counts days from midnight in Beijing', () => {
    const wechat = relationsOf(readMarket('taobao-like')).find(({ provider }) => provider === 'wechatpay');
    const at = (text: string) => stepOn(wechat?.steps ?? [], beijingDay(Date.parse(text)))?.state;
    assert.equal(at('2024-09-26T23:59:59+08:00'), 'live in part');
    assert.equal(at('2024-09-26T16:00:00Z'), 'live');
    assert.equal(at('2024-09-03T23:59:59+08:00'), undefined);
  });

  it('is open where it is live, wholly or in part, and nowhere else', () => {
    assert.deepEqual((['agreed', 'announced', 'live in part', 'live', 'withdrawn', undefined] as const).map(isOpen), [
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  it('has every provider of the house on the platform that is open to all', () => {
    const { methods } = marketOfDay('2026-11-24', 'open-platform');
    assert.deepEqual([...new Set(methods.map(({ state, entrance }) => `${state} ${entrance}`))], ['live own']);
  });
});

describe('recognition', () => {
  const reads = (wallet: string, scheme: string, kind: 'personal' | 'merchant', day: string) =>
    recognises(wallet, scheme, kind, 'payer-scans', day);

  it('answers for one wallet, one scheme, one kind of code, one day', () => {
    assert.deepEqual(reads('hebao', 'wechatpay', 'personal', '2023-10-31'), { reads: 'no' });
    assert.deepEqual(reads('hebao', 'wechatpay', 'personal', '2023-11-01'), { reads: 'yes' });
    assert.deepEqual(reads('hebao', 'wechatpay', 'merchant', '2024-05-19'), { reads: 'no' });
    assert.deepEqual(reads('wechatpay', 'unionpay', 'merchant', '2024-12-31'), {
      reads: 'in part',
      conditions: { cities: 'provincial-capitals' },
    });
    assert.deepEqual(reads('jdpay', 'wechatpay', 'merchant', '2024-12-31'), {
      reads: 'in part',
      conditions: undefined,
    });
  });

  it('is given line by line, each with its day, source and mark', () => {
    const rows = recognitionRows().filter(({ wallet, scheme }) => wallet === 'jdpay' && scheme === 'wechatpay');
    const base = { wallet: 'jdpay', scheme: 'wechatpay', direction: 'payer-scans', from: '2024-05-20' };
    assert.deepEqual(rows, [
      { ...base, kind: 'personal', state: 'live', source: 'MF-2024-05-20', mark: 'V-page' },
      { ...base, kind: 'merchant', state: 'live in part', source: 'MF-2024-05-20', mark: 'V-page' },
    ]);
  });

  it('is not turned round: each direction and each side stands for itself', () => {
    assert.deepEqual(recognises('hebao', 'wechatpay', 'personal', 'merchant-scans', '2024-12-31'), { reads: 'no' });
    assert.deepEqual(reads('wechatpay', 'hebao', 'personal', '2024-12-31'), { reads: 'no' });
    assert.deepEqual(reads('ecny', 'ecny', 'merchant', '2020-01-01'), { reads: 'yes' });
  });
});
