import { MINUTE_MS, signingNow } from '../../../kernel/time';
import { setting } from '../../profile';
import { type CheckedRequest, certificateFault, keyOf, type SignatureDesk, verify } from '../signature';
import type { Authorization } from './authorization';
import type { V3Call } from './call';

/** A timestamp further off is refused, unless a setting says no (sheet 7.2). */
export const V3_WINDOW_MS = 10 * MINUTE_MS;

const MILLISECONDS = /^\d{1,15}$/;

/** The time that a request names, in milliseconds; undefined when it is none. */
export function timestampOf({ members }: Authorization): number | undefined {
  const text = members.get('timestamp') ?? '';
  return MILLISECONDS.test(text) ? Number(text) : undefined;
}

function isStale(authorization: Authorization): boolean {
  const at = timestampOf(authorization);
  return at === undefined || Math.abs(signingNow() - at) > V3_WINDOW_MS;
}

/** Checks a request's signature: application, time, certificates, then the signature itself. */
export function checkV3({ authorization, parameters, signed }: V3Call, desk: SignatureDesk): CheckedRequest {
  const app = desk.register.app(parameters.text('app_id'));
  if (!authorization) return { state: 'missing' };
  if (!app) return { state: 'unknown-key' };
  const { signature } = authorization;
  if (!signature) return { state: 'missing', app };
  if (setting(desk.profile, 'v3TimestampWindow') !== 'none' && isStale(authorization)) return { state: 'stale', app };
  const fault = certificateFault(parameters, app, desk.rootSn);
  if (fault !== undefined) return { state: 'unknown-key', app, fault };
  const key = keyOf(app, parameters.text('app_cert_sn'));
  return { state: key && verify(signed, signature, key, 'RSA2') ? 'valid' : 'invalid', app };
}
