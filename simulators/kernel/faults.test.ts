import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FaultPlan } from './faults';

const about = (trade: string) => ({ from: 'platform', to: 'wallet', kind: 'payment.query', trade });

describe('a plan of faults', () => {
  it('counts what it meets, and is done when it is used up', () => {
    const plan = new FaultPlan();
    plan.add({ fault: 'lose', kind: 'payment.*', after: 1, times: 1 });
    const met = ['T1', 'T2', 'T1'].map((trade) => plan.meet(about(trade))?.fault);
    assert.deepEqual(met, [undefined, 'lose', undefined]);
    assert.ok(plan.idle);
  });

  it('counts each trade apart where it is told so, whichever message comes first', () => {
    const met = (trades: readonly string[]) => {
      const plan = new FaultPlan();
      plan.add({ fault: 'lose', after: 1, times: 1, perTrade: true });
      return trades.map((trade) => `${trade} ${plan.meet(about(trade))?.fault ?? 'passes'}`).sort();
    };
    assert.deepEqual(met(['T1', 'T2', 'T1', 'T2', 'T1']), met(['T2', 'T1', 'T1', 'T1', 'T2']));
    assert.deepEqual(met(['T1', 'T1', 'T1']), ['T1 lose', 'T1 passes', 'T1 passes']);
  });

  it('names what is planned and not used up, and lifts it', () => {
    const plan = new FaultPlan();
    const lift = plan.add({ fault: 'refuse', perTrade: true, times: 1 });
    plan.meet(about('T1'));
    assert.equal(plan.pending().length, 1);
    lift();
    assert.equal(plan.meet(about('T2')), undefined);
  });
});
