import { beijingDay, DAY_MS, HOUR_MS, MINUTE_MS, type Millis } from '../../kernel/time';
import type { SettlementLine } from '../wire/instruction';

/** A session of a clearing institution: its name, and when it ends. */
export interface Session {
  /** Day and number, for example `2026-11-24/2`. */
  readonly id: string;
  readonly endsAt: Millis;
}

/** What a session has gathered: the lines of each participant. */
export type SessionLines = ReadonlyMap<string, readonly SettlementLine[]>;

/** What each participant is owed at a session's end, in fen; below zero where it owes. */
export type Positions = (lines: SessionLines) => ReadonlyMap<string, bigint>;

const msOfDay = (text: string): number => {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * HOUR_MS + minutes * MINUTE_MS;
};

/**
 * The session of an instant: the next of the day's cut-offs ends it, and what happens at the cut-off itself belongs to the
 * next one. After a day's last cut-off the next day's first session runs.
 */
export function sessionAt(at: Millis, cutOffs: readonly string[]): Session {
  const today = beijingDay(at);
  const midnight = Date.parse(`${today}T00:00:00+08:00`);
  const number = cutOffs.findIndex((cutOff) => at < midnight + msOfDay(cutOff));
  if (number >= 0) return { id: `${today}/${number + 1}`, endsAt: midnight + msOfDay(cutOffs[number] ?? '') };
  const tomorrow = midnight + DAY_MS;
  return { id: `${beijingDay(tomorrow)}/1`, endsAt: tomorrow + msOfDay(cutOffs[0] ?? '') };
}

export const netFen = (lines: readonly SettlementLine[]): bigint =>
  lines.reduce((sum, { side, amountFen }) => sum + BigInt(side === 'received' ? amountFen : -amountFen), 0n);

/** The sum of what each has received less what it has paid. */
export const positions: Positions = (lines) =>
  new Map([...lines].map(([participant, own]) => [participant, netFen(own)]));
