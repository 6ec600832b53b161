import type { Hono } from 'hono';
import { rfc3339 } from '../../kernel/time';
import { admit, success } from './api';
import type { Desk } from './desk';
import { encrypt } from './encryption';
import { serviceErrors } from './errors';
import { checkFields } from './fields';
import { algorithmType } from './tables';

/** Platform certificates, each encrypted under the caller's APIv3 key; two during rotation (sheet 1.8). */
export function mountCertificates(app: Hono, { gate, fieldRules }: Desk): void {
  app.get('/v3/certificates', async (context) => {
    const admitted = await admit(gate, context);
    const query = context.req.query();
    checkFields('query', [algorithmType], query, fieldRules);
    const { apiV3Key, publicKeyOnly } = admitted.account;
    // Only RSA certificates exist here.
    if (publicKeyOnly || !apiV3Key || query['algorithm_type'] === 'SM2') {
      throw serviceErrors.noCertificates(gate.choose('certificatesForPublicKeyMerchants'));
    }
    const data = gate.signers.certificates().map(({ serial, certificate }) => ({
      serial_no: serial,
      effective_time: rfc3339(certificate.notBefore),
      expire_time: rfc3339(certificate.notAfter),
      encrypt_certificate: encrypt(certificate.pem, apiV3Key, 'certificate'),
    }));
    return success(gate, admitted, { data });
  });
}
