import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readProfile } from '../../simulators/providers/profile';
import { interopText } from '../formats/interop';
import type { ScenarioRun } from './collect';
import { interopMatrix, untried } from './interop';

const profile = readProfile(join(__dirname, '../../simulators/providers/wechatpay/profile.yaml'));

const used = (entrance: 'h5' | 'app', verdict: 'pass' | 'fail' = 'pass'): ScenarioRun => ({
  ...{ id: 'LIFE-001.4', key: `LIFE-001.4/${entrance}`, rule: 'LIFE-001', example: 1, title: '', file: '' },
  checks: [{ check: 'LIFE-001/provider-keeps-to-it', verdict, observed: 1, reasons: [] }],
  troubles: [],
  evidence: { canonicalDigest: '', events: 1, entrances: [{ provider: 'wechatpay', entrance }] },
  durationMs: 1,
});

describe('providers and their entrances', () => {
  it('has no blank cell: each is pass, fail, not applicable with its reason, or named as not tried', () => {
    const rows = interopMatrix([profile], [used('h5'), used('app', 'fail')]);
    const states = Object.values(rows[0]?.cells ?? {}).map(({ state }) => state);
    assert.deepEqual(states, ['not-applicable', 'pass', 'fail', 'not-tried', 'not-tried']);
    assert.deepEqual(untried(rows), ['wechatpay qr', 'wechatpay payerCode']);
    assert.match(
      interopText(rows, 'en'),
      /WeChat Pay +none \[1\] +pass +FAIL +not tried +not tried\n\[1\] none: not app/,
    );
  });

  it('fails an entrance as soon as one of its scenarios fails', () => {
    const [row] = interopMatrix([profile], [used('h5'), used('h5', 'fail')]);
    assert.equal(row?.cells.h5.state, 'fail');
  });

  it('counts a scenario that broke on its way as one that did not hold', () => {
    const trouble = { step: '', status: 'FAILED' as never, type: 'Prerequisite', message: '' };
    const [row] = interopMatrix([profile], [{ ...used('h5'), troubles: [trouble] }]);
    assert.equal(row?.cells.h5.state, 'fail');
  });
});
