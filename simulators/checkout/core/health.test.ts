import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MINUTE_MS, SECOND_MS } from '../../kernel/time';
import { afterAsking, HEALTH_RULE, HEALTHY, type Health, mayBeOffered } from './health';

const { staysOutMs } = HEALTH_RULE;

function after(...asked: ReadonlyArray<readonly [boolean, number]>): Health {
  return asked.reduce<Health>((health, [answered, at]) => afterAsking(health, answered, at, HEALTH_RULE), HEALTHY);
}
const silent = (at: number) => [false, at] as const;
const heard = (at: number) => [true, at] as const;
const offered = (health: Health, at: number) => mayBeOffered(health, at, HEALTH_RULE);

/** Silent at three instants that lie a minute apart: out from the last of them. */
const OUT = [silent(0), silent(30 * SECOND_MS), silent(MINUTE_MS)];

describe('the health of a provider', () => {
  it('is taken out when it was silent often enough and long enough, and not before', () => {
    assert.ok(offered(after(silent(0), silent(MINUTE_MS)), MINUTE_MS));
    assert.ok(offered(after(silent(0), silent(1), silent(2)), 2));
    assert.ok(!offered(after(...OUT), MINUTE_MS));
  });

  it('counts what is asked at one instant once, however often a client repeats it', () => {
    assert.ok(offered(after(silent(0), silent(MINUTE_MS), silent(MINUTE_MS)), MINUTE_MS));
  });

  it('begins anew with every answer', () => {
    assert.ok(offered(after(silent(0), silent(1), heard(2), silent(MINUTE_MS)), MINUTE_MS));
  });

  it('stays out for the declared time to the tick, whatever it answers meanwhile', () => {
    const health = after(...OUT, heard(2 * MINUTE_MS));
    assert.ok(!offered(health, MINUTE_MS + staysOutMs - 1));
    assert.ok(offered(health, MINUTE_MS + staysOutMs));
  });

  it('is on trial then: one silence takes it out again, one answer brings it back for good', () => {
    const trial = MINUTE_MS + staysOutMs;
    assert.ok(!offered(after(...OUT, silent(trial)), trial));
    assert.deepEqual(after(...OUT, heard(trial)), HEALTHY);
    assert.ok(offered(after(...OUT, heard(trial), silent(trial + 1)), trial + 1));
  });
});
