import { z } from 'zod';
import type { Millis } from '../../kernel/time';
import { readTable, rowMark } from '../tables/table';
import { duration } from '../xscan/profile';

const schema = z.strictObject({
  from: z.iso.date(),
  source: z.string(),
  mark: rowMark,
  dynamicCodeLife: duration,
  trading: z.strictObject({ receipts: z.int().positive(), payers: z.int().positive(), within: duration }),
});

/** The dated numbers of personal codes. */
export type PersonalNumbers = z.infer<typeof schema>;
export const personalNumbers: PersonalNumbers = readTable('../personal/personal.yaml', schema);

/** How a payer came by a personal code: he stands before it, got it from afar, or has a saved picture of it. */
export const SCENES = ['here', 'remote', 'saved'] as const;
export type Scene = (typeof SCENES)[number];

/** Whose code it is: a person's, or a person's who trades and chose a code for that. */
export type ReceiverKind = 'personal' | 'personal-business';

/** A code of a person: printed once and for all, or drawn anew. */
export interface PersonalCode {
  readonly id: string;
  readonly person: string;
  readonly form: 'static' | 'dynamic';
  /** The last instant at which a dynamic code is fresh. */
  readonly freshUntil: Millis;
}

/** Receipts from afar that are allowed to a person after all: until when, how many, and how much in all, in fen. */
export interface Allowance {
  readonly from: Millis;
  readonly until: Millis;
  readonly count: number;
  readonly amountFen: number;
}

export interface Receipt {
  readonly at: Millis;
  readonly payer: string;
  readonly amountFen: number;
  /** True when it came from afar over a static or saved code, and so counts against the allowance. */
  readonly remote: boolean;
}

/** A person who receives money, as the wallet knows him. */
export interface Receiver {
  readonly person: string;
  readonly kind: ReceiverKind;
  readonly receipts: readonly Receipt[];
  readonly allowances: readonly Allowance[];
  /** What came of the wallet's invitation to another kind of code. */
  readonly invitation: 'none' | 'open' | 'accepted' | 'declined';
}

export const newReceiver = (person: string): Receiver => ({
  person,
  kind: 'personal',
  receipts: [],
  allowances: [],
  invitation: 'none',
});

/** Somebody wants to pay a person. */
export interface ReceiptRequest {
  readonly code: PersonalCode;
  readonly scene: Scene;
  readonly amountFen: number;
  readonly at: Millis;
}

export type ReceiptRefusal = 'remote-not-allowed' | 'code-expired';

/** A static code from afar, and a saved picture of a drawn one, count alike. */
export const countsAsRemote = ({ code, scene }: Pick<ReceiptRequest, 'code' | 'scene'>): boolean =>
  scene !== 'here' && (code.form === 'static' || scene === 'saved');

/** Why a receipt is refused; undefined when it is taken (rule QR-005). */
export function receiptRefusal(receiver: Receiver, request: ReceiptRequest): ReceiptRefusal | undefined {
  const { code, scene, amountFen, at } = request;
  if (code.form === 'dynamic' && scene !== 'saved' && at > code.freshUntil) return 'code-expired';
  if (receiver.kind !== 'personal' || !countsAsRemote(request)) return undefined;
  const allowed = receiver.allowances.some((allowance) => {
    if (at < allowance.from || at > allowance.until) return false;
    const counted = receiver.receipts.filter((entry) => entry.remote && entry.at >= allowance.from);
    const sum = counted.reduce((total, entry) => total + entry.amountFen, 0);
    return counted.length < allowance.count && sum + amountFen <= allowance.amountFen;
  });
  return allowed ? undefined : 'remote-not-allowed';
}

/** True when a person's receipts look like trade, so that the wallet invites him (rule QR-006). */
export function evidentlyTrades({ kind, receipts }: Receiver, { trading }: PersonalNumbers, at: Millis): boolean {
  const recent = receipts.filter((entry) => at - entry.at <= trading.within);
  const payers = new Set(recent.map(({ payer }) => payer));
  return kind === 'personal' && recent.length >= trading.receipts && payers.size >= trading.payers;
}

/** What happens to a person who receives money. */
export type ReceiverEvent =
  | { readonly type: 'received'; readonly receipt: Receipt }
  | { readonly type: 'allowed'; readonly allowance: Allowance }
  /** The person answers the invitation himself. */
  | { readonly type: 'answered'; readonly accepts: boolean };

/** Decides about receivers; a broken twin replaces it. */
export type ReceiverReducer = (receiver: Receiver, event: ReceiverEvent, numbers: PersonalNumbers) => Receiver;

export const reduceReceiver: ReceiverReducer = (receiver, event, numbers) => {
  switch (event.type) {
    case 'allowed':
      return { ...receiver, allowances: [...receiver.allowances, event.allowance] };
    case 'answered': {
      if (receiver.invitation !== 'open') return receiver;
      if (!event.accepts) return { ...receiver, invitation: 'declined' };
      return { ...receiver, invitation: 'accepted', kind: 'personal-business' };
    }
    case 'received': {
      const after = { ...receiver, receipts: [...receiver.receipts, event.receipt] };
      const invited = receiver.invitation === 'none' && evidentlyTrades(after, numbers, event.receipt.at);
      return invited ? { ...after, invitation: 'open' } : after;
    }
  }
};
