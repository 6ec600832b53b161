import type { Context, Hono } from 'hono';
import { answer } from '../../../network/message';
import type { Desk } from '../desk';
import { type AdmittedV2, answeredV2 } from './gate';
import { closeorder, micropay, orderquery, reverse } from './payments';
import { refund, refundquery } from './refunds';
import type { Members } from './xml';

type Handle = (desk: Desk, admitted: AdmittedV2) => Members;

const OPEN: Readonly<Record<string, Handle>> = {
  '/pay/micropay': micropay,
  '/pay/orderquery': orderquery,
  '/pay/closeorder': closeorder,
  '/pay/refundquery': refundquery,
};

/** Real clients show their certificate to these; on a plain connection there is none to see. */
const WITH_CERTIFICATE: Readonly<Record<string, Handle>> = {
  '/secapi/pay/reverse': reverse,
  '/secapi/pay/refund': refund,
};

/** What a web server says to a client without a certificate. */
const noCertificate = (_: Context) =>
  answer(
    400,
    { 'Content-Type': 'text/html' },
    '<html><body><h1>400 No required SSL certificate was sent</h1></body></html>',
  );

/** The old XML protocol, as far as payments with a payer's code need it (sheet 1.3). */
export function mountV2(app: Hono, desk: Desk): void {
  const { gate } = desk;
  const methods = ['GET', 'POST'];
  const mount = (path: string, handle: Handle) =>
    app.on(
      methods,
      path,
      answeredV2(gate, (admitted) => handle(desk, admitted)),
    );
  for (const [path, handle] of Object.entries(OPEN)) mount(path, handle);
  for (const [path, handle] of Object.entries(WITH_CERTIFICATE)) {
    if (gate.choose('v2ClientCertificate') === 'refused') app.on(methods, path, noCertificate);
    else mount(path, handle);
  }
}
