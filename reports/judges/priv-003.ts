import type { Fact } from '../../simulators/kernel/history';
import { eventJudge, type Finding, type Judge } from './judge';
import { nothingFound } from './scans';

/** At most so many digits of a card's number may be shown at its beginning and at its end (PCI DSS 3.4.1). */
const MOST_FIRST = 8;
const MOST_LAST = 4;

type Shown = Readonly<Record<string, Fact>>;

const tooMuch = ({ digits, first, last }: Shown): boolean =>
  Number(first) > MOST_FIRST || Number(last) > MOST_LAST || Number(digits) > Number(first) + Number(last);

/** PRIV-003: a page shows of a card's number at most who issued it and the last four digits. */
const cardsAreMasked = eventJudge('PRIV-003/cards-are-masked', ({ type, kind, facts, seq: at }) => {
  const { cards } = facts;
  if (type !== 'page' || kind !== 'wallet.shown' || !Array.isArray(cards) || cards.length === 0) return undefined;
  const shown = (cards as readonly Shown[]).find(tooMuch);
  if (!shown) return [];
  const about = { provider: String(facts['provider']) };
  const finding: Finding = { reason: 'card-shown', expected: 'issuer and last four digits', seen: shown, at, about };
  return [finding];
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [
  nothingFound({ check: 'PRIV-003/passwords-are-nowhere', what: 'passwords', reason: 'password-kept' }),
  nothingFound({ check: 'PRIV-003/cards-are-nowhere', what: 'cards', reason: 'card-kept' }),
  cardsAreMasked,
];
