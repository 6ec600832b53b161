import { readBeijingDateTime } from '../../kernel/time';
import { setting } from '../profile';
import { checkEncryptType } from './content-encryption';
import { errors } from './errors';
import type { Gate } from './gateway';
import type { Parameters } from './parameters';
import type { App } from './register';
import { signTypeOf } from './signature';

/** The longest address that a request may name (sheet 1.3). */
const LONGEST_ADDRESS = 256;

const CERTIFICATE_DOWNLOAD = 'alipay.open.app.alipaycert.download';

function checkPresence(gate: Gate, parameters: Parameters): void {
  if (parameters.text('sign') === undefined && gate.believe('missing') !== 'valid') throw errors.missingSignature();
  if (parameters.text('sign_type') === undefined) throw errors.missingSignType();
  if (parameters.text('timestamp') === undefined) throw errors.missingTimestamp();
  // One official client asks for certificates without a version, and is answered.
  const optional =
    parameters.text('method') === CERTIFICATE_DOWNLOAD &&
    setting(gate.profile, 'versionInCertificateDownload') === 'optional';
  if (parameters.text('version') === undefined && !optional) throw errors.missingVersion();
}

/** The charset must be known before anything else can be read; the real gateway looks for it in the query (sheet 1.2). */
function checkCharset({ profile }: Gate, parameters: Parameters): void {
  const named = parameters.text('charset');
  if (named === undefined) throw errors.charsetNotInQuery();
  const refused = parameters.charset === 'gbk' && setting(profile, 'gbkRequests') === 'refused';
  if (parameters.charset === undefined || refused) throw errors.invalidCharset();
  const strict = setting(profile, 'charsetInQuery') === 'strict';
  if (strict && !parameters.inQuery('charset')) throw errors.charsetNotInQuery();
}

/**
 * Checks everything about the common parameters but the signature itself (sheet 1.3).
 * @throws AlipayError 40001 for what is missing, 40002 for what does not fit.
 */
export function checkCommon(gate: Gate, parameters: Parameters, app: App): void {
  checkPresence(gate, parameters);
  checkCharset(gate, parameters);
  const signType = signTypeOf(parameters);
  if (signType === undefined || (signType === 'RSA' && !app.legacy)) throw errors.invalidSignType();
  if ((parameters.text('format') ?? 'json').toLowerCase() !== 'json') throw errors.invalidFormat();
  if ((parameters.text('version') ?? '1.0') !== '1.0') throw errors.invalidVersion();
  if (readBeijingDateTime(parameters.text('timestamp') ?? '') === undefined) throw errors.invalidTimestamp();
  checkAddresses(parameters);
  checkEncryptType(parameters, app, gate.profile);
  // Nobody has given a token to anybody here, so nobody calls in another merchant's name.
  if (parameters.text('app_auth_token') !== undefined) throw errors.appAuthToken();
}

/** @throws AlipayError for an address that is too long. */
export function checkAddresses(parameters: Parameters): void {
  for (const name of ['notify_url', 'return_url']) {
    if ((parameters.text(name) ?? '').length > LONGEST_ADDRESS) throw errors.tooLong(name, LONGEST_ADDRESS);
  }
}
