import { createHash } from 'node:crypto';
import { fiveYears, mintCertificate } from '../../../simulators/kernel/certificates';
import { pem, processMint } from '../../../simulators/kernel/keys';
import { type Listener, listen } from '../../../simulators/network/listener';
import type { Network } from '../../../simulators/network/network';

const NAME = 'CN=Hutong browser door';

/**
 * The one TLS listener through which browsers reach every party, whatever the wire of the run. A browser keeps the real
 * host names in its address bar; the party is found by the host that it asks for.
 */
export class Door {
  #listener: Listener | undefined;
  #network: Network | undefined;
  #keyDigest = '';

  /** Opens the door on a free port of 127.0.0.1, with a certificate minted for this process. */
  static async open(): Promise<Door> {
    const door = new Door();
    const pair = await processMint.rsa('browser/door');
    const names = { subject: NAME, issuer: NAME, serial: '01' };
    const keys = { subjectKey: pair, issuerKey: pair };
    const { pem: cert } = await mintCertificate({ ...names, ...keys, ...fiveYears(Date.now()) });
    door.#keyDigest = createHash('sha256')
      .update(pair.publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64');
    const identity = { key: pem.privatePkcs8(pair), cert };
    door.#listener = await listen((request, target) => door.#answer(request, target), 0, identity);
    return door;
  }

  /**
   * The switches that lead a browser here: every name but this machine's own, whose ports are parties on sockets. The
   * door's key is believed by name, before the browser asks the machine's own store of certificates, which a bare
   * machine lacks the libraries for.
   */
  get switches(): string[] {
    return [
      `--host-resolver-rules=MAP * 127.0.0.1:${this.#listener?.port}, EXCLUDE 127.0.0.1, EXCLUDE localhost`,
      `--ignore-certificate-errors-spki-list=${this.#keyDigest}`,
    ];
  }

  /** From now on what arrives belongs to this network. */
  attach(network: Network): void {
    this.#network = network;
  }

  async close(): Promise<void> {
    await this.#listener?.close();
  }

  async #answer(request: Request, target: string): Promise<Response> {
    const party = this.#network?.partyAt(request.url);
    // Browsers ask the world for things of their own; nobody here answers, and it is no event of the market.
    if (!this.#network || !party) return new Response('No party of this market has this address.', { status: 502 });
    return this.#network.receive(party, request, target);
  }
}
