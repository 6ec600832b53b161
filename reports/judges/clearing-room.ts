import type { Fact, Facts, HistoryEvent } from '../../simulators/kernel/history';
import { beijingDay } from '../../simulators/kernel/time';

interface Period {
  readonly from: string;
  readonly to?: string;
}

interface Member {
  readonly id: string;
  /** A bank or a wallet. */
  readonly role: string;
  readonly licence: Period;
  readonly networks: Readonly<Record<string, Period & { readonly mappedFen?: number }>>;
}

/** Who clears, who is connected to whom, as the scenario declared it last. */
export interface ClearingRoom {
  readonly institutions: ReadonlyMap<string, Period>;
  readonly members: ReadonlyMap<string, Member>;
  /** The institution behind each desk. */
  readonly desks: Readonly<Record<string, string>>;
  readonly withoutClearing: ReadonlySet<string>;
  readonly finalWithinMs: number;
  readonly openingBalanceFen: number;
}

export const NO_ROOM: ClearingRoom = {
  institutions: new Map(),
  members: new Map(),
  desks: {},
  withoutClearing: new Set(),
  finalWithinMs: 0,
  openingBalanceFen: 0,
};

/** The room after an event; nothing but a declaration changes it. */
export function declared(room: ClearingRoom, { type, kind, facts }: HistoryEvent): ClearingRoom {
  if (type !== 'declared') return room;
  if (kind === 'clearing') {
    const { institutions, members, desks, withoutClearing, finalWithinMs, openingBalanceFen } = facts as unknown as {
      institutions: ReadonlyArray<Period & { id: string }>;
      members: readonly Member[];
      desks: Record<string, string>;
      withoutClearing: readonly string[];
      finalWithinMs: number;
      openingBalanceFen: number;
    };
    return {
      institutions: new Map(institutions.map((entry) => [entry.id, entry])),
      members: new Map(members.map((entry) => [entry.id, entry])),
      desks,
      withoutClearing: new Set(withoutClearing),
      finalWithinMs,
      openingBalanceFen,
    };
  }
  if (kind !== 'member') return room;
  const known = room.members.get(String(facts['id']));
  if (!known) return room;
  const changed = { ...known, ...facts } as unknown as Member;
  return { ...room, members: new Map(room.members).set(known.id, changed) };
}

/** The institution behind a party of the network. */
export const institutionAt = ({ desks }: ClearingRoom, party: string): string => desks[party] ?? party;

const holds = (period: Period | undefined, day: string): boolean =>
  period !== undefined && period.from <= day && (period.to === undefined || day <= period.to);

/** The clearing institutions over which two institutions may deal with each other at an instant. */
export function commonNetworks(room: ClearingRoom, one: string, other: string, at: number): string[] {
  const day = beijingDay(at);
  const sides = [room.members.get(one), room.members.get(other)];
  if (sides.some((side) => !holds(side?.licence, day))) return [];
  return [...room.institutions].flatMap(([id, named]) =>
    holds(named, day) && sides.every((side) => holds(side?.networks[id], day)) ? [id] : [],
  );
}

const ORDERS: ReadonlySet<string> = new Set(['clearing.pull', 'clearing.push', 'clearing.return']);

/** What a wallet asks of a clearing institution. */
export interface ClearingOrder {
  readonly seq: number;
  readonly at: number;
  readonly asker: string;
  readonly network: string;
  readonly other: string;
  readonly kind: string;
  readonly traceId: string;
  readonly amountFen: number;
  readonly original?: string;
  /** The merchants' own numbers, one for each part. */
  readonly trades: readonly string[];
}

const text = (value: Fact): string => (typeof value === 'string' ? value : '');

/** The order that a message is; undefined for any other message. */
export function orderIn({ type, kind, by, to = '', facts, seq, at }: HistoryEvent): ClearingOrder | undefined {
  if (type !== 'message' || !ORDERS.has(kind)) return undefined;
  const parts = Array.isArray(facts['merchants']) ? (facts['merchants'] as readonly Facts[]) : [];
  const original = facts['original'] === undefined ? {} : { original: text(facts['original']) };
  return {
    seq,
    at,
    asker: by,
    network: to,
    other: text(facts[kind === 'clearing.pull' ? 'payerInstitution' : 'payeeInstitution']),
    kind,
    traceId: text(facts['traceId']),
    amountFen: Number(facts['amountFen'] ?? 0),
    ...original,
    trades: parts.map((part) => text(part['trade'])),
  };
}

/** True for an answer by which an order was taken, however it stands since. */
export const isTaken = ({ type, kind, facts }: HistoryEvent): boolean =>
  type === 'answer' &&
  ORDERS.has(kind) &&
  ['asked', 'presumed-success', 'presumed-failure', 'succeeded'].includes(text(facts['outcome']));
