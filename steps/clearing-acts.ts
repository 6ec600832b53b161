import { originOf } from '../simulators/clearing/surroundings';
import { type Instruction, PROTECTED_FIELDS } from '../simulators/clearing/wire/instruction';
import { sealedRequest } from '../simulators/clearing/wire/seal';
import { type Fen, fen } from '../simulators/kernel/money';
import { ConnectionLost } from '../simulators/network/party';
import { goToWallet, MERCHANT, PERSON, settle } from './actions';
import { payeeAt } from './direct';
import { Prerequisite } from './drivers/platform';
import type { HutongWorld } from './world';

/** The payer goes to the wallet and confirms; whatever the wallet says to it is what the scenario is about. */
export async function tryAtWallet(world: HutongWorld, provider: string): Promise<void> {
  try {
    await goToWallet(world, provider, 'paid', world.order);
  } catch (error) {
    if (!(error instanceof Prerequisite) && !(error instanceof ConnectionLost)) throw error;
  }
}

/** A merchant asks its wallet for the money that it holds for it; the wallet may refuse. */
export async function payOut(world: HutongWorld, provider: string, amountFen: Fen): Promise<void> {
  const { clearing, history, network } = world.market;
  const [owner, payee] = [`merchant:${MERCHANT}`, payeeAt(world, provider, MERCHANT)];
  const facts = { wallet: provider, amountFen };
  history.append({ type: 'act', by: owner, kind: 'payout.ordered', facts });
  await network.activity.track(async () => clearing.member(provider).outbox.payOut(payee, owner, amountFen));
  await settle(world);
}

/** A payer sends money from one wallet to the merchant's account at another. */
export async function sendAcross(world: HutongWorld, from: string, to: string, amountFen: Fen): Promise<void> {
  const { clearing, network, market } = world.market;
  const code = payeeAt(world, to, MERCHANT);
  const name = market.merchants.find(({ id }) => id === MERCHANT)?.name.zh ?? '';
  const category = clearing.surroundings.market.categories[MERCHANT] ?? clearing.surroundings.market.otherCategory;
  const merchant = { orderNo: `ACROSS${world.market.history.events().length}`, name, code, category };
  const account = { institution: to, account: code, name };
  const { outbox } = clearing.member(from);
  const sent = await network.activity.track(async () => outbox.payElsewhere(PERSON, { account, merchant }, amountFen));
  if (!sent)
    throw new Prerequisite(`a way from ${from} to ${to}`, 'no network leads there, or the balance is too small');
  await settle(world);
}

/** A genuine order of a wallet for the payer's money, written by the harness in the wallet's name. */
function writtenOrder(world: HutongWorld, provider: string, ref: string): Instruction {
  const { directory, orders } = world.market.clearing.member(provider);
  const payer = directory.cardOf(PERSON);
  if (!payer) throw new Prerequisite(`a card of the payer at ${provider}`, 'it knows none');
  const part = {
    tradeNo: ref,
    orderNo: ref,
    payee: payeeAt(world, provider, MERCHANT),
    owner: `merchant:${MERCHANT}`,
    amountFen: fen(6_660),
  };
  return orders.pull({ ref, payer: PERSON, source: 'card', parts: [part] }, payer);
}

/** Sends a message to an institution with somebody's genuine signature; the record says that the harness did. */
async function sendSigned(world: HutongWorld, from: string, to: string, path: string, content: unknown): Promise<void> {
  const { keys, reader } = world.market.clearing.surroundings;
  const request = await sealedRequest(keys, from, `${originOf(to)}${path}`, content);
  await world.market.network.send(request, { from: 'harness', reader });
}

/** Asks a clearing institution directly for the payer's money, in a wallet's name. */
export async function orderDirectly(world: HutongWorld, provider: string, network: string): Promise<void> {
  await sendSigned(world, provider, network, '/transfers', writtenOrder(world, provider, 'direct'));
}

/** The same order without one of its fields, wherever that stands. */
function without(order: Instruction, field: string): unknown {
  const copy = structuredClone(order) as unknown as Record<
    string,
    Record<string, unknown> | Array<Record<string, unknown>>
  >;
  const [first = '', second] = field.split('.');
  const inside = copy[first];
  if (second === undefined || inside === undefined) delete copy[first];
  else for (const entry of Array.isArray(inside) ? inside : [inside]) delete entry[second];
  return copy;
}

/** Asks a clearing institution and the payer's bank with each protected field left out in turn. */
export async function leaveOutEachField(world: HutongWorld, provider: string, network: string): Promise<void> {
  for (const [i, field] of PROTECTED_FIELDS.entries()) {
    const order = writtenOrder(world, provider, `lacking-${i}`);
    const lacking = without(order, field);
    await sendSigned(world, provider, network, '/transfers', lacking);
    await sendSigned(world, network, order.payer.institution, '/entries', { side: 'debit', instruction: lacking });
  }
}

/** What the payer has at the bank behind the card that a wallet knows. */
export function holdAtBank(world: HutongWorld, provider: string, amountFen: Fen): void {
  const card = world.market.clearing.member(provider).directory.cardOf(PERSON);
  if (!card) throw new Prerequisite(`a card of the payer at ${provider}`, 'it knows none');
  world.market.clearing.bank(card.institution).open(card.account, card.name, amountFen);
}
