import { existsSync } from 'node:fs';
import type { Checkout } from '../checkout';
import type { WallClock } from '../kernel/clock';
import type { KeyMint } from '../kernel/keys';
import { Random } from '../kernel/random';
import type { Market } from '../market/market';
import type { SandboxGateway } from '../providers/sandbox';
import { integration, placeOf } from '../world/integration';

/** What the demonstration platform is built from. */
export interface PlatformSurroundings {
  readonly market: Market;
  readonly keys: KeyMint;
  readonly clock: WallClock;
  readonly databaseFile: string;
  readonly origin: string;
  readonly gateways: ReadonlyMap<string, SandboxGateway>;
  readonly gatewayOrigin: (name: string) => string;
  readonly report: (error: unknown) => void;
}

/** What the shop orders. */
export interface ShopOrder {
  readonly merchant: string;
  readonly amountFen: number;
  readonly description: string;
}

/** An answer of the platform that the shop did not expect. */
export class OrderRefused extends Error {
  override name = 'OrderRefused';
}

/**
 * The reference checkout as the sandbox's demonstration platform. Its clients are the public SDKs, which take longer to
 * load than everything else, so it is built when somebody first needs it.
 */
export class Platform {
  #checkout: Promise<Checkout> | undefined;
  #orders = 0;

  constructor(readonly surroundings: PlatformSurroundings) {}

  /** Orders of an earlier run may be waiting for their results. */
  get hasHistory(): boolean {
    return existsSync(this.surroundings.databaseFile);
  }

  checkout(): Promise<Checkout> {
    // A platform that did not open is tried anew by whoever needs it next.
    this.#checkout ??= this.#open().catch((error: unknown) => {
      this.#checkout = undefined;
      throw error;
    });
    return this.#checkout;
  }

  async stop(): Promise<void> {
    await this.#checkout?.then((checkout) => checkout.stop()).catch(() => undefined);
  }

  /** Places an order as a merchant's system does; gives the address of the cashier. @throws OrderRefused */
  async order({ merchant, amountFen, description }: ShopOrder): Promise<string> {
    const number = `SHOP-${Date.now()}-${++this.#orders}`;
    const answer = await this.#call('POST', '/api/orders', this.#merchantKey(merchant), {
      merchantOrderNo: number,
      amountFen,
      currency: 'CNY',
      description,
    });
    return String(answer['cashierUrl']);
  }

  #merchantKey(merchant: string): string {
    return this.surroundings.keys.secret(`platform/key/${merchant}`, 32);
  }

  async #call(method: string, path: string, key: string, body: unknown): Promise<Record<string, unknown>> {
    const checkout = await this.checkout();
    return this.#callTo(checkout, method, path, key, body);
  }

  async #callTo(
    checkout: Checkout,
    method: string,
    path: string,
    key: string,
    body: unknown,
  ): Promise<Record<string, unknown>> {
    const request = new Request(`${this.surroundings.origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const response = await checkout.fetch(request);
    const answer = (await response.json()) as Record<string, unknown>;
    if (response.ok) return answer;
    const { detail } = answer['error'] as { detail?: string };
    throw new OrderRefused(detail ?? `status ${response.status}`);
  }

  async #open(): Promise<Checkout> {
    const { market, keys, clock, databaseFile, origin, gateways, gatewayOrigin, report } = this.surroundings;
    const { Checkout } = require('../checkout') as typeof import('../checkout/index.js');
    const operatorKey = keys.secret('platform/key/operator', 32);
    const checkout = new Checkout(
      {
        name: market.name,
        publicOrigin: origin,
        databaseFile,
        orderLifeMs: market.orderLife,
        payerIpWhenLocal: '203.0.113.7',
        operatorKey,
        openAccess: market.openAccess,
        providers: [...gateways].map(([name, { provider, platform }]) =>
          integration(market, provider, platform, gatewayOrigin(name)),
        ),
        merchants: market.merchants.map((merchant) => {
          const { id, name } = merchant;
          return { id, name, place: placeOf(merchant), apiKey: this.#merchantKey(id) };
        }),
      },
      { clock, random: new Random(keys.secret('sandbox/seed', 32)).stream('platform'), report },
    );
    await this.#optIn(checkout, operatorKey);
    return checkout;
  }

  /** Everybody has opted in to everybody, so that the shop shows all there is. */
  async #optIn(checkout: Checkout, operatorKey: string): Promise<void> {
    const { market, gateways } = this.surroundings;
    const opted = { platformOptedIn: true, providerOptedIn: true };
    for (const name of gateways.keys()) {
      await this.#callTo(checkout, 'PUT', `/api/providers/${name}`, operatorKey, opted);
      for (const { id } of market.merchants) {
        await this.#callTo(checkout, 'PUT', `/api/methods/${name}`, this.#merchantKey(id), { enabled: true });
      }
    }
  }
}
