import type { Hono } from 'hono';
import { rfc3339 } from '../../kernel/time';
import { setting } from '../profile';
import { admit, success } from './api';
import { errors } from './errors';
import type { OrderDesk } from './orders';
import { encrypt } from './signers';

/** Platform certificates, each encrypted under the caller's APIv3 key; two during rotation (sheet 1.8). */
export function mountCertificates(app: Hono, desk: OrderDesk): void {
  app.get('/v3/certificates', async (context) => {
    const { account, message } = await admit(desk.gate, context);
    const { apiV3Key } = account;
    if (account.publicKeyOnly || !apiV3Key) {
      throw errors.noCertificates(setting(desk.profile, 'certificatesForPublicKeyMerchants'));
    }
    const data = desk.gate.signers.certificates().map(({ serial, certificate }) => ({
      serial_no: serial,
      effective_time: rfc3339(certificate.notBefore),
      expire_time: rfc3339(certificate.notAfter),
      encrypt_certificate: encrypt(certificate.pem, apiV3Key, 'certificate'),
    }));
    return success(desk.gate, message, { data });
  });
}
