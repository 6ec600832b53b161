import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FaultPlan } from '../kernel/faults';
import { faultRequest, planFault } from './control/faults';

const plan = (faults: FaultPlan, request: object) =>
  planFault(faults, faultRequest.parse({ gateway: 'alipay', fault: 'lose', ...request }));
const asked = { from: 'shop', to: 'alipay', kind: 'payment.create' };

test('a fault meets what it names, so often, and is then forgotten', () => {
  const faults = new FaultPlan();
  assert.deepEqual(plan(faults, { kind: 'payment.*', times: 2, after: 1 }), { planned: 1 });
  const met = [1, 2, 3, 4].map(() => faults.meet(asked)?.fault);
  assert.deepEqual(met, [undefined, 'lose', 'lose', undefined]);
  assert.deepEqual([faults.pending(), faults.idle], [[], true]);
});

test('a fault for notifications meets what the gateway sends, and nothing that it gets', () => {
  const faults = new FaultPlan();
  plan(faults, { meets: 'notifications' });
  assert.equal(faults.meet(asked), undefined);
  assert.equal(faults.meet({ from: 'alipay', to: 'http://127.0.0.1:1', kind: 'notice.payment' })?.fault, 'lose');
  assert.equal(faults.idle, false);
});
