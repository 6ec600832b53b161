import type { Deed } from '../simulators/clearing/parts';
import { readClearingProfile } from '../simulators/clearing/profile';
import type { Facts } from '../simulators/kernel/history';
import type { World } from '../simulators/world/world';

const DEEDS: readonly Deed[] = ['processes', 'settles', 'stores'];

const declare = ({ history }: World, kind: string, facts: Facts) =>
  history.append({ type: 'declared', by: 'harness', kind, facts });

/** Puts on record who clears, who is connected to whom, and where everybody's machines stand. */
export function declareClearing(world: World): void {
  const { clearing, market, providers } = world;
  const { members, named, parts, market: data } = clearing.surroundings;
  const wallets = [...providers.keys()];
  declare(world, 'clearing', {
    institutions: [...named].map(([id, period]) => ({ id, ...period })),
    members: [...members.values()]
      .filter(({ id, role }) => role === 'bank' || wallets.includes(id))
      .map(({ id, role, licence, networks }) => ({ id, role, licence: { ...licence }, networks: { ...networks } })),
    withoutClearing: wallets.filter((id) => !clearing.clears(id)),
    desks: Object.fromEntries(wallets.map((id) => [`${id}-desk`, id])),
    finalWithinMs: readClearingProfile().finalWithin.value,
    openingBalanceFen: data.openingBalanceFen,
  });
  const parties = ['platform', ...wallets, ...named.keys(), ...data.banks.map(({ id }) => id)];
  const regionOf = (party: string, does: Deed) => {
    const tag = data.nodes.find((node) => node.party === party && node.does === does);
    return parts.region(party, does, tag?.region ?? data.domestic);
  };
  declare(world, 'regions', {
    domestic: data.domestic,
    nodes: parties.map((party) => ({
      party,
      ...Object.fromEntries(DEEDS.map((does) => [does, regionOf(party, does)])),
    })),
    platform: market.platform,
  });
}

/** From now on an institution is connected to these networks and no others; the record says so. */
export function connectOnly(world: World, member: string, networks: readonly string[]): void {
  const { members } = world.clearing.surroundings;
  const known = members.get(member);
  if (!known) throw new Error(`the clearing market has no institution "${member}"`);
  const kept = Object.fromEntries(Object.entries(known.networks).filter(([id]) => networks.includes(id)));
  members.set(member, { ...known, networks: kept });
  declare(world, 'member', { id: member, networks: kept });
}

/** From that day on, the first without it, an institution has no licence any more. */
export function endLicence(world: World, member: string, to: string): void {
  const { members } = world.clearing.surroundings;
  const known = members.get(member);
  if (!known) throw new Error(`the clearing market has no institution "${member}"`);
  const licence = { ...known.licence, to };
  members.set(member, { ...known, licence });
  declare(world, 'member', { id: member, licence });
}

/** What stands for a wallet at a clearing institution is mapped anew; `null` takes it away. */
export function mapQuota(world: World, network: string, wallet: string, mappedFen: number | null): void {
  world.clearing.institution(network).record.map(wallet, mappedFen);
  declare(world, 'quota', { network, wallet, mappedFen });
}
