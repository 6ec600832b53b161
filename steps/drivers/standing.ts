import type { Standing } from '../../simulators/checkout/core/standing';
import { factsOf } from '../../simulators/kernel/history';
import { expectStatus, type PlatformDriver } from './platform';

/** Puts on record by what authority a provider works, or for whom it is open since when, as an operator of the platform. */
export async function declareStanding(platform: PlatformDriver, provider: string, standing: Standing): Promise<void> {
  const { operator, world } = platform;
  const url = platform.url(`/api/providers/${provider}/standing`);
  const reply = await operator.json('PUT', url, world.operatorKey, standing);
  expectStatus(reply, [200], `the platform to take the standing of ${provider}`);
  platform.declare('standing', factsOf({ provider, ...standing }));
}
