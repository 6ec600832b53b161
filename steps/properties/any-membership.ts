import fc from 'fast-check';
import { clearingParts } from '../../simulators/clearing/parts';
import { routeInputs } from '../../simulators/clearing/routing';
import { History } from '../../simulators/kernel/history';
import type { Member, Period } from '../../simulators/market/clearing';
import type { WorldParts } from '../../simulators/world/world';
import type { Story } from './property';

const NETWORKS = ['first', 'second', 'third'];
/** The day of the choices lies between these, so that spans end, begin and run. */
const DAYS = ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-30'];
const AT = Date.parse('2026-11-24T09:00:00+08:00');

const anyPeriod: fc.Arbitrary<Period> = fc
  .tuple(fc.constantFrom(...DAYS), fc.option(fc.constantFrom(...DAYS), { nil: undefined }))
  .map(([from, to]) => (to === undefined ? { from } : { from, to }));

/** Networks in any order, each with a span of its own. */
const anyNetworks: fc.Arbitrary<Readonly<Record<string, Period>>> = fc
  .tuple(fc.shuffledSubarray(NETWORKS), fc.array(anyPeriod, { minLength: NETWORKS.length, maxLength: NETWORKS.length }))
  .map(([names, periods]) => Object.fromEntries(names.map((name, i) => [name, periods[i] ?? { from: DAYS[0] ?? '' }])));

/** A wallet and a bank, connected to whatever, licensed whenever, and networks that are named whenever. */
export interface MembershipTable {
  readonly wallet: Member;
  readonly bank: Member;
  readonly named: Readonly<Record<string, Period>>;
}

const anyMember = (id: string, role: Member['role']): fc.Arbitrary<Member> =>
  fc.record({ id: fc.constant(id), role: fc.constant(role), licence: anyPeriod, networks: anyNetworks });

export const anyMembership: fc.Arbitrary<MembershipTable> = fc.record({
  wallet: anyMember('wallet', 'wallet'),
  bank: anyMember('bank', 'bank'),
  named: anyNetworks,
});

/** Lets a wallet choose over such a table and puts table and choice on record. */
export const chooseOver =
  ({ clearing }: WorldParts) =>
  ({ wallet, bank, named }: MembershipTable): Story => {
    const { chooseNetwork } = { ...clearingParts, ...clearing };
    const inputs = routeInputs(wallet, bank, new Map(Object.entries(named)), AT);
    const network = chooseNetwork(inputs) ?? null;
    const history = new History(() => AT);
    const institutions = Object.entries(named).map(([id, period]) => ({ id, ...period }));
    const members = [wallet, bank].map(({ id, role, licence, networks }) => ({
      id,
      role,
      licence: { ...licence },
      networks: { ...networks },
    }));
    const facts = { institutions, members, withoutClearing: [], desks: {}, finalWithinMs: 0, openingBalanceFen: 0 };
    history.append({ type: 'declared', by: 'harness', kind: 'clearing', facts });
    history.append({ type: 'decision', by: wallet.id, kind: 'clearing.route', facts: { to: bank.id, network } });
    const told = [wallet, bank].map(({ id, networks }) => `${id} on ${Object.keys(networks).join(', ') || 'none'}`);
    return { told: [...told, `chosen: ${network ?? 'none'}`], events: history.events() };
  };
