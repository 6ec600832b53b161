import { fen } from '../simulators/kernel/money';
import { beijingDay } from '../simulators/kernel/time';
import { Ecny } from '../simulators/providers/ecny';
import { limitsOn, WALLET_CLASSES, type WalletClass } from '../simulators/providers/ecny/limits';
import { choose, everyProvider, MERCHANT, openShop, PERSON, placeOrder, settle, tradeOf } from './actions';
import { payeeAt } from './direct';
import { Prerequisite } from './drivers/platform';
import type { HutongWorld } from './world';

const ECNY = 'ecny';

/** The wallets of the digital renminbi in the scenario's market. */
function ecnyOf(world: HutongWorld): Ecny {
  const provider = world.provider(ECNY);
  if (provider instanceof Ecny) return provider;
  throw new Prerequisite('a market with e-CNY', 'its provider of that name is another');
}

/** Opens the shop with a payer whose wallet is of a class, and declares the limits of every class on the day. */
export async function openWithClass(world: HutongWorld, walletClass: WalletClass): Promise<void> {
  await openShop(world, await everyProvider(world));
  ecnyOf(world).wallets.change(PERSON, { class: walletClass });
  const today = beijingDay(world.market.clock.now());
  const limits = Object.fromEntries(
    WALLET_CLASSES.map((each) => {
      const { singleFen, dayFen, balanceFen } = limitsOn(each, today);
      return [each, { singleFen, dayFen, balanceFen }];
    }),
  );
  world.market.history.append({ type: 'declared', by: 'harness', kind: 'wallet.classes', facts: { limits } });
}

/** The merchant collects into a personal wallet of a class instead of a corporate one. */
export function collectIntoClass(world: HutongWorld, walletClass: WalletClass): void {
  ecnyOf(world).wallets.collectsInto(payeeAt(world, ECNY, MERCHANT), walletClass);
}

/** The payer pays from the wallet as far as it lets him; what was tried and whether money moved is written down. */
export async function payFromWallet(world: HutongWorld, amountFen: number): Promise<void> {
  const order = await placeOrder(world, fen(amountFen));
  await choose(world, order, ECNY);
  const handOff = world.handOffs.get(`${order.orderNo} ${ECNY}`);
  if (!handOff) throw new Prerequisite('something to pay with', 'the platform shows neither a code nor an address');
  await world.payer(ECNY).pay(handOff, PERSON, 'paid', order);
  const { trade, payee } = await tradeOf(world, order, ECNY);
  const { wallets, book } = ecnyOf(world);
  const facts = {
    provider: ECNY,
    class: wallets.of(PERSON).class,
    receiving: wallets.receiving(payee),
    amountFen,
    day: beijingDay(world.market.clock.now()),
    paid: book.byOutTradeNo(payee, trade)?.status === 'paid',
  };
  world.market.history.append({ type: 'act', by: 'payer', kind: 'class.attempt', order: order.orderNo, facts });
  await settle(world);
}
