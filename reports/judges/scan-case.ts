import type { Fact, Facts, HistoryEvent } from '../../simulators/kernel/history';
import { type CheckId, type Judge, type Judgement, judge } from './judge';
import type { CaseView } from './view';

/** A movement of money in somebody's books while a try lasted. */
export interface ScanMovement {
  readonly by: string;
  readonly kind: string;
  readonly amountFen: number;
  readonly from: string;
  readonly to: string;
  readonly seq: number;
}

/** What a clearing institution has booked while a try lasted. */
export interface ScanCleared {
  readonly from: string;
  readonly to: string;
  readonly amountFen: number;
  readonly seq: number;
}

/** What a wallet showed before its user could confirm: something to confirm, or a refusal. */
export interface ScanShown {
  readonly says: string;
  readonly why: string;
  readonly payee: string;
  readonly amountText: string;
  readonly feeText: string;
  readonly seq: number;
}

/** One person's try to pay by a code, from the scan to the end of everything that followed. */
export interface ScanTry {
  readonly wallet: string;
  readonly scheme: string;
  readonly direction: string;
  readonly kind: string;
  readonly merchant: string;
  readonly amountFen: number;
  /** The code, as a token. */
  readonly code: string;
  readonly facts: Facts;
  readonly seq: number;
  readonly shown?: ScanShown;
  readonly movements: readonly ScanMovement[];
  readonly cleared: readonly ScanCleared[];
}

/** A wallet, a scheme, a kind of the scheme's codes, and who scans. */
export interface Cell {
  readonly wallet: string;
  readonly scheme: string;
  readonly kind: string;
  readonly direction: string;
}

/** One dated line of what is declared: a wallet knows a scheme's codes of a kind in a direction, or not. */
export interface DeclaredRelation extends Cell {
  readonly live: boolean;
  readonly seq: number;
}

/** The codes of a case, folded from its history. */
export interface ScanCase {
  readonly tries: readonly ScanTry[];
  /** The latest line of each cell. */
  readonly relations: ReadonlyMap<string, DeclaredRelation>;
  /** When each code was issued, by its token. */
  readonly issued: ReadonlyMap<string, number>;
  /** What a payer pays beyond the price, in parts of a million. */
  readonly payerPerMillion: number;
}

const text = (value: Fact): string => (typeof value === 'string' ? value : '');
const count = (value: Fact): number => (typeof value === 'number' ? value : 0);

export const cellOf = ({ wallet, scheme, kind, direction }: Cell): string => `${wallet} ${scheme} ${kind} ${direction}`;

const LIVE: ReadonlySet<string> = new Set(['live', 'live in part']);

function declared(state: ScanCase, { kind, facts, seq }: HistoryEvent): ScanCase {
  if (kind === 'scan-fees') return { ...state, payerPerMillion: count(facts['payerPerMillion']) };
  if (kind !== 'recognition') return state;
  const [wallet, scheme] = [text(facts['wallet']), text(facts['scheme'])];
  const cell = { wallet, scheme, kind: text(facts['kind']), direction: text(facts['direction']) };
  const relation = { ...cell, live: LIVE.has(text(facts['state'])), seq };
  return { ...state, relations: new Map(state.relations).set(cellOf(cell), relation) };
}

function begun({ facts, seq }: HistoryEvent): ScanTry {
  return {
    wallet: text(facts['wallet']),
    scheme: text(facts['scheme']),
    direction: text(facts['direction']),
    kind: text(facts['kind']),
    merchant: text(facts['merchant']),
    amountFen: count(facts['amountFen']),
    code: text(facts['code']),
    facts,
    seq,
    movements: [],
    cleared: [],
  };
}

function shownOn({ facts, seq }: HistoryEvent): ScanShown {
  const word = (name: string) => text(facts[name]);
  const [says, why, payee] = [word('says'), word('why'), word('payee')];
  return { says, why, payee, amountText: word('amountText'), feeText: word('feeText'), seq };
}

function moved({ by, kind, facts, seq }: HistoryEvent): ScanMovement {
  return { by, kind, amountFen: count(facts['amountFen']), from: text(facts['from']), to: text(facts['to']), seq };
}

function clearedBy({ facts, seq }: HistoryEvent): ScanCleared {
  const [from, to] = [text(facts['payerInstitution']), text(facts['payeeInstitution'])];
  return { from, to, amountFen: count(facts['amountFen']), seq };
}

interface State extends ScanCase {
  readonly open?: ScanTry;
}

const START: State = { tries: [], relations: new Map(), issued: new Map(), payerPerMillion: 0 };

function step(state: State, event: HistoryEvent): State {
  const { type, kind, facts, seq } = event;
  const { open } = state;
  if (type === 'declared') return { ...state, ...declared(state, event) };
  if (type === 'act' && kind === 'code.issued') {
    return { ...state, issued: new Map(state.issued).set(text(facts['code']), seq) };
  }
  if (type === 'act' && kind === 'scan.tried') return { ...state, open: begun(event) };
  if (!open) return state;
  if (type === 'act' && kind === 'scan.ended') return { ...state, open: undefined, tries: [...state.tries, open] };
  if (type === 'page' && kind === 'scan.shown') return { ...state, open: { ...open, shown: shownOn(event) } };
  if (type === 'clearing' && kind === 'transfer.booked') {
    return { ...state, open: { ...open, cleared: [...open.cleared, clearedBy(event)] } };
  }
  if (type !== 'ledger') return state;
  return { ...state, open: { ...open, movements: [...open.movements, moved(event)] } };
}

const isOutside = (account: string) => account.startsWith('scheme:');

/** What the payer's wallet took of him for another scheme, in fen; undefined where it took nothing. */
export const takenFen = ({ wallet, movements }: ScanTry): number | undefined =>
  movements.find(({ by, kind, to }) => by === wallet && kind === 'payment' && isOutside(to))?.amountFen;

const PAYS: ReadonlySet<string> = new Set(['payment', 'receipt']);

/** What the payee got at his scheme, in fen; undefined where he got nothing. */
export const gotFen = ({ scheme, movements }: ScanTry): number | undefined =>
  movements.find(({ by, kind, to }) => by === scheme && PAYS.has(kind) && !isOutside(to))?.amountFen;

/** True when the payer has paid and the payee was paid. */
export const completed = (each: ScanTry): boolean => takenFen(each) !== undefined && gotFen(each) !== undefined;

/** True when any money moved, whoever's. */
export const anythingMoved = ({ movements }: ScanTry): boolean => movements.length > 0;

/** A judge that looks at the codes of the whole case when it is over. */
export function scanJudge(check: CheckId, look: (codes: ScanCase, view: CaseView) => Judgement): Judge {
  return judge<State>({ check, init: () => START, step, finish: (state, view) => look(state, view) });
}
