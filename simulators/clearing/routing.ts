import type { Millis } from '../kernel/time';
import { isInForce, type Member, type Period } from '../market/clearing';

/** Everything that decides over which network a transfer goes; it is kept with the choice (rule ROUTE-003). */
export interface RouteInputs {
  /** Networks that the asking side is connected to that day, the preferred one first. */
  readonly asker: readonly string[];
  /** Networks that the other side is connected to that day. */
  readonly other: readonly string[];
  /** Networks that are named as clearing institutions that day. */
  readonly named: readonly string[];
  /** True when both sides have a licence in force that day. */
  readonly licensed: boolean;
}

/** Chooses a network, or none. */
export type ChooseNetwork = (inputs: RouteInputs) => string | undefined;

/** The first network of the asking side that the other side has too and that may clear; none without licences. */
export const chooseNetwork: ChooseNetwork = ({ asker, other, named, licensed }) =>
  licensed ? asker.find((network) => other.includes(network) && named.includes(network)) : undefined;

const connectedOn = ({ networks }: Member, at: Millis): string[] =>
  Object.entries(networks).flatMap(([network, period]) => (isInForce(period, at) ? [network] : []));

/** The inputs as the dated data has them at an instant. */
export function routeInputs(
  asker: Member,
  other: Member | undefined,
  named: ReadonlyMap<string, Period>,
  at: Millis,
): RouteInputs {
  return {
    asker: connectedOn(asker, at),
    other: other ? connectedOn(other, at) : [],
    named: [...named].flatMap(([network, period]) => (isInForce(period, at) ? [network] : [])),
    licensed: [asker, other].every((side) => side !== undefined && isInForce(side.licence, at)),
  };
}
