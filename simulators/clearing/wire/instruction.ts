import type { Fen } from '../../kernel/money';

/** The name of the wire; no public document describes the real ones, so every answer says that this is our own. */
export const PROFILE = 'clearing-sim-profile/0';

/** One side of a transfer: an account at an institution, and in whose name it is. */
export interface AccountRef {
  readonly institution: string;
  readonly account: string;
  readonly name: string;
}

/** A merchant for whose sale the money moves, as it is registered; several share a combined order. */
export interface MerchantRef {
  /** The merchant's own number of the order. */
  readonly orderNo: string;
  readonly name: string;
  readonly code: string;
  readonly category: string;
  readonly amountFen: Fen;
}

/**
 * `pull`: the payer's institution is asked to take the money from the payer. `push`: the asking institution pays to an
 * account elsewhere. `return`: an earlier pull goes back, whole or in part, to the account that it came from.
 */
export type TransferKind = 'pull' | 'push' | 'return';

/** What an institution asks of a clearing institution: every protected field of the order (rule ROUTE-005). */
export interface Instruction {
  readonly traceId: string;
  readonly kind: TransferKind;
  readonly payer: AccountRef;
  readonly payee: AccountRef;
  readonly merchants: readonly MerchantRef[];
  readonly amountFen: Fen;
  readonly currency: 'CNY';
  /** RFC 3339, Beijing time. */
  readonly at: string;
  readonly channel: string;
  /** Type of the terminal or of the interface. */
  readonly terminal: string;
  /** The pull that a return is about. */
  readonly original?: string;
}

/** How a transfer stands. `presumed`: the other side has not answered; nothing is final (rule LIFE-008). */
export const TRANSFER_STATES = ['asked', 'presumed-success', 'presumed-failure', 'succeeded', 'failed'] as const;
export type TransferState = (typeof TRANSFER_STATES)[number];

/** Why a clearing institution or an account institution refuses. */
export const REFUSALS = [
  'bad-signature',
  'not-readable',
  'field-missing',
  'not-a-member',
  'other-side-not-a-member',
  'trace-reused',
  'no-mapped-quota',
  'insufficient-quota',
  'no-such-original',
  'exceeds-original',
  'not-a-clearing-institution',
  'no-such-account',
  'name-differs',
  'insufficient-funds',
  'void',
] as const;
export type TransferRefusal = (typeof REFUSALS)[number];

/** An answer about a transfer: how it stands, or why it was refused, or that nobody knows of it. */
export interface TransferAnswer {
  readonly traceId?: string;
  readonly state: TransferState | 'refused' | 'not-found';
  readonly code?: TransferRefusal;
  /** The fields that are missing, by name. */
  readonly missing?: readonly string[];
  /** The session to which a success belongs. */
  readonly session?: string;
}

/** An account institution's answer: carried out, refused, or never heard of (and void from now on). */
export interface EntryAnswer {
  readonly traceId?: string;
  readonly state: 'done' | 'refused' | 'not-found';
  readonly code?: TransferRefusal;
  readonly missing?: readonly string[];
}

/** One line of a settlement file: what the participant received or paid. */
export interface SettlementLine {
  readonly traceId: string;
  readonly side: 'received' | 'paid';
  readonly amountFen: number;
}

/** What each participant gets when a session has ended. Amounts are whole fen; a net below zero is what it owes. */
export interface SettlementFile {
  readonly session: string;
  readonly participant: string;
  readonly lines: readonly SettlementLine[];
  readonly netFen: number;
}

/** The protected fields of an order, by the names under which a refusal names them. */
export const PROTECTED_FIELDS = [
  'traceId',
  'payer.institution',
  'payer.account',
  'payer.name',
  'payee.institution',
  'payee.account',
  'payee.name',
  'merchants.name',
  'merchants.code',
  'merchants.category',
  'amountFen',
  'at',
  'channel',
  'terminal',
] as const;

function isThere(value: unknown, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (name === undefined) return value !== undefined && value !== null && value !== '';
  if (Array.isArray(value)) return value.length > 0 && value.every((entry) => isThere(entry, path));
  return typeof value === 'object' && value !== null && isThere((value as Record<string, unknown>)[name], rest);
}

/** The protected fields that an order lacks. */
export const missingFields = (order: unknown): string[] =>
  PROTECTED_FIELDS.filter((field) => !isThere(order, field.split('.')));
