import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { createServer, type Server } from 'node:http';

export const PROFILE = 'test-sim-profile/0';
export const PAYEE = '800000000000001';

/** A key pair with the name that the profile gives it. */
export interface NamedPair {
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly pem: string;
}

export function namedPair(): NamedPair {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const name = createHash('sha256').update(der).digest('hex').slice(0, 16);
  return { name, privateKey, publicKey, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

/** A request as the gateway got it. */
export interface Asked {
  readonly method: string;
  readonly target: string;
  readonly body: Record<string, unknown>;
  /** True when the application's own signature fits. */
  readonly signed: boolean;
}

/** What the gateway answers, and what it does wrong about it. */
export interface Told {
  readonly status?: number;
  readonly view?: Record<string, unknown> | string;
  readonly by?: NamedPair;
  /** Named instead of the key that signs. */
  readonly named?: string;
  readonly profile?: string;
  readonly unsigned?: true;
  /** Changes the body after it was signed. */
  readonly altered?: (body: string) => string;
  /** Signed as the answer to another request. */
  readonly target?: string;
  readonly offSeconds?: number;
  readonly file?: Uint8Array;
  readonly location?: string;
}

/** The headers that sign a text of the profile. */
export function seal(
  verb: string,
  target: string,
  body: string,
  by: NamedPair,
  told: Told = {},
): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000) + (told.offSeconds ?? 0));
  const nonce = randomBytes(16).toString('hex');
  const text = `${verb}\n${target}\n${timestamp}\n${nonce}\n${body}\n`;
  const signature = sign('sha256', Buffer.from(text), by.privateKey).toString('base64');
  return {
    'X-Sim-Profile': told.profile ?? PROFILE,
    ...(told.unsigned
      ? {}
      : {
          'X-Sim-Key': told.named ?? by.name,
          'X-Sim-Timestamp': timestamp,
          'X-Sim-Nonce': nonce,
          'X-Sim-Sign': signature,
        }),
  };
}

/** A gateway that answers as it is told, right or wrong, and keeps what it was asked. */
export class ScriptedGateway {
  readonly asked: Asked[] = [];
  readonly provider = namedPair();
  readonly app = namedPair();
  answer: (asked: Asked) => Told = () => ({ status: 500 });
  #server: Server | undefined;

  async open(): Promise<void> {
    this.#server = createServer(async (request, response) => {
      let text = '';
      for await (const piece of request) text += piece;
      const { method = '', url: target = '', headers } = request;
      const header = (name: string) => String(headers[name] ?? '');
      const signedText = `${method}\n${target}\n${header('x-sim-timestamp')}\n${header('x-sim-nonce')}\n${text}\n`;
      const signature = Buffer.from(header('x-sim-sign'), 'base64');
      const signed = verify('sha256', Buffer.from(signedText), this.app.publicKey, signature);
      const asked = { method, target, body: text === '' ? {} : JSON.parse(text), signed };
      this.asked.push(asked);
      const told = this.answer(asked);
      if (told.location !== undefined) return void response.writeHead(302, { location: told.location }).end();
      if (told.file) return void response.writeHead(told.status ?? 200).end(told.file);
      const body = typeof told.view === 'string' ? told.view : JSON.stringify({ code: 'SUCCESS', ...told.view });
      const sealed = seal(method, told.target ?? target, body, told.by ?? this.provider, told);
      response.writeHead(told.status ?? 200, { 'content-type': 'application/json', ...sealed });
      response.end(told.altered ? told.altered(body) : body);
    });
    await new Promise<void>((done) => this.#server?.listen(0, '127.0.0.1', done));
  }

  close(): Promise<void> {
    this.#server?.closeAllConnections();
    return new Promise((done) => this.#server?.close(() => done()));
  }

  #port(): number {
    const address = this.#server?.address();
    if (typeof address === 'object' && address) return address.port;
    throw new Error('the gateway is not open');
  }

  get connection(): Record<string, unknown> {
    return {
      baseUrl: `http://127.0.0.1:${this.#port()}/`,
      profile: PROFILE,
      appId: 'app1',
      key: this.app.name,
      privateKey: this.app.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      providerKeys: { [this.provider.name]: this.provider.pem },
      words: { payee: 'merchantId', payer: 'payerId', institution: 'payerInstitution' },
    };
  }
}
