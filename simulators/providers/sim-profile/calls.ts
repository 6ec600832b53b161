import type { Context, Hono } from 'hono';
import { pem } from '../../kernel/keys';
import { incoming } from '../../network/message';
import type { SimDesk } from './desk';
import { SimError } from './errors';
import { type Admitted, admit, signedAnswer } from './gate';
import { Nonces } from './nonces';
import { closeOrder, createOrder, queryOrder } from './orders';
import { RECON_FILES, Recon } from './recon';
import { createRefund, queryRefund } from './refunds';

type View = Readonly<Record<string, unknown>>;

/** One call of the API: what it answers, as members beside the code. */
export type Call = (admitted: Admitted, named: string) => View | Promise<View>;

/** GET /v0/keys: every key of the provider, each endorsed by the one before. */
function publishedKeys({ signers }: SimDesk): View {
  const keys = signers.all().map(({ key, endorsedBy, endorsement, ...pair }) => {
    return { key, publicKey: pem.publicSpki(pair), endorsedBy, endorsement };
  });
  return { keys };
}

/** A refusal as the wire tells it. */
async function refused(desk: SimDesk, request: Request, error: SimError): Promise<Response> {
  const { status, code, message } = error;
  return signedAnswer(desk, await incoming(request), status, { code, message });
}

/** Everything that a merchant's server can ask, over one gate. */
export class Api {
  readonly #nonces = new Nonces();

  constructor(
    readonly app: Hono,
    readonly desk: SimDesk,
  ) {}

  /** Mounts a call; `:named` in its path is handed to it as it stands there. */
  on(method: 'GET' | 'POST', path: string, call: Call): void {
    this.#on(method, path, async (admitted, named) => {
      return signedAnswer(this.desk, admitted.message, 200, { code: 'SUCCESS', ...(await call(admitted, named)) });
    });
  }

  #on(method: 'GET' | 'POST', path: string, handle: (admitted: Admitted, named: string) => Promise<Response>): void {
    this.app.on(method, path, async (context: Context) => {
      const { raw } = context.req;
      try {
        return await handle(await admit(this.desk, this.#nonces, raw), context.req.param('named') ?? '');
      } catch (error) {
        if (error instanceof SimError) return refused(this.desk, raw, error);
        this.desk.context.report(error);
        return refused(this.desk, raw, new SimError('UNKNOWN'));
      }
    });
  }

  /** The calls of every profile. */
  mount(): void {
    const { desk } = this;
    const recon = new Recon(desk);
    this.on('POST', '/v0/orders', (admitted) => createOrder(desk, admitted));
    this.on('GET', '/v0/orders/:named', (admitted, named) => queryOrder(desk, admitted, named));
    this.on('POST', '/v0/orders/:named/close', (admitted, named) => closeOrder(desk, admitted, named));
    this.on('POST', '/v0/refunds', (admitted) => createRefund(desk, admitted));
    this.on('GET', '/v0/refunds/:named', (admitted, named) => queryRefund(desk, admitted, named));
    this.on('GET', '/v0/keys', () => publishedKeys(desk));
    this.on('GET', '/v0/recon', (admitted) => recon.list(admitted));
    this.#on('GET', `${RECON_FILES}:named`, async (admitted, named) => recon.file(admitted, named));
  }
}
