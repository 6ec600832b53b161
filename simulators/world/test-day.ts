import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { sealField } from '../checkout/web/cashier-page';
import { confirmationOf } from '../checkout/web/confirmation';
import { MemoryWire } from '../network/memory';
import { ConnectionLost } from '../network/party';
import type { Wire } from '../network/wire';
import type { Provider } from '../providers/contract';
import { scratchFolder } from './scratch';
import { openWorld, type World, type WorldParts } from './world';

/** A day of the built-in market without a browser, for tests: merchants sell, payers pay. */
export interface TestDay {
  readonly world: World;
  /** Calls the platform as a merchant. */
  call(method: string, path: string, key: string, body?: unknown): Promise<unknown>;
  /** A payer orders and chooses, another provider where that one is out of service; nothing is paid yet. */
  order(merchant: string, amountFen: number, provider: string): Promise<{ readonly orderNo: string }>;
  /** The payer of an order goes to the wallet and pays. */
  pay(order: { readonly orderNo: string }): Promise<void>;
  close(): Promise<void>;
}

const AGENT = { 'user-agent': 'Mozilla/5.0 (X11; Linux x64)' };

export async function openTestDay(
  seed: string,
  parts?: WorldParts,
  start?: number,
  wire: Wire = new MemoryWire(),
): Promise<TestDay> {
  const folder = scratchFolder();
  const world = await openWorld({ seed, wire, databaseFile: join(folder, 'checkout.db'), parts, start });
  const { checkout, market, merchantKeys, operatorKey } = world;
  const url = (path: string) => `${market.origin}${path}`;
  let orders = 0;

  const call: TestDay['call'] = async (method, path, key, body) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    return (await checkout.fetch(new Request(url(path), init))).json();
  };

  /** A page whose answer was lost is opened again, as a person does. */
  const open = async (provider: Provider, location: string, form?: Readonly<Record<string, string>>) => {
    const init = form && { method: 'POST', body: new URLSearchParams(form) };
    const visit = () => world.network.receive(provider, new Request(location, init));
    await visit().catch((error: unknown) => {
      if (!(error instanceof ConnectionLost)) throw error;
      return visit();
    });
  };

  for (const { id } of market.providers) {
    await call('PUT', `/api/providers/${id}`, operatorKey, { platformOptedIn: true, providerOptedIn: true });
    for (const key of Object.values(merchantKeys)) await call('PUT', `/api/methods/${id}`, key, { enabled: true });
  }
  return {
    world,
    call,
    async order(merchant, amountFen, provider) {
      orders += 1;
      const wish = { merchantOrderNo: `N${orders}`, amountFen, currency: 'CNY', description: '一壶龙井, 上等' };
      const placed = await call('POST', '/api/orders', merchantKeys[merchant] ?? '', wish);
      const { orderNo, cashierUrl } = placed as { orderNo: string; cashierUrl: string };
      const token = new URL(cashierUrl).pathname.split('/').at(-1) ?? '';
      const form = { method: 'POST', headers: { ...AGENT, 'content-type': 'application/x-www-form-urlencoded' } };
      const shown = await (await checkout.fetch(new Request(url(`/pay/${token}`), { headers: AGENT }))).text();
      const offered = [provider, ...world.providers.keys()].find((id) => shown.includes(sealField(id)));
      const body = confirmationOf(shown, offered ?? provider);
      await checkout.fetch(new Request(url(`/pay/${token}/choose`), { ...form, body }));
      return { orderNo };
    },
    async pay({ orderNo }) {
      const attempt = checkout.service.store.order(orderNo)?.attempts.at(-1);
      const provider = world.providers.get(attempt?.route.provider ?? '');
      if (!attempt || !provider) throw new Error(`order ${orderNo} has nothing to pay`);
      // Where the way leads over a page, the trade begins when the payer gets there.
      const { handOff } = attempt;
      if (handOff?.type === 'redirect') await open(provider, handOff.url);
      if (handOff?.type === 'form') await open(provider, handOff.url, handOff.fields);
      const trade = provider.book.byOutTradeNo(attempt.route.payee, attempt.attemptNo);
      if (trade) await provider.pay(trade.credential, market.payers[0] ?? '', 'paid');
    },
    async close() {
      world.close();
      await wire.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
