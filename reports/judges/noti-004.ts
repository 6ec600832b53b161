import type { HistoryEvent } from '../../simulators/kernel/history';
import { type Finding, type Judge, judge } from './judge';
import { isNotice } from './notices';
import { isSilent, SILENT } from './silence';
import type { CaseView } from './view';

const inSeconds = (ms: number) => `within ${ms / 1000} s`;
const orderNamed = (view: CaseView, trade: string | undefined) => view.orderOf(trade)?.order ?? trade ?? '';

interface Open {
  readonly notice: HistoryEvent;
  /** What the receiver asked of others meanwhile and got no answer to; a client's own repetitions count once. */
  readonly unanswered: ReadonlySet<string>;
}

interface Waiting {
  readonly open: ReadonlyMap<number, Open>;
  readonly observed: number;
  readonly findings: readonly Finding[];
}

/** What a receiver waited for while a notice lay open. */
function waitedFor(open: Waiting['open'], event: HistoryEvent): Waiting['open'] {
  const call = `${event.kind} ${event.trade ?? ''}`;
  const entries = [...open].map(([seq, { notice, unanswered }]) => {
    const own = notice.to === event.facts['from'];
    return [seq, { notice, unanswered: own ? new Set([...unanswered, call]) : unanswered }] as const;
  });
  return new Map(entries);
}

/**
 * NOTI-004: from a notice to its answer passes no more than the profile allows. A clock that stands still while requests
 * are under way does not show how long a call lasts that nobody answers; it counts with the time after which the receiver gives up.
 */
const answeredInTime = judge<Waiting>({
  check: 'NOTI-004/answered-in-time',
  init: () => ({ open: new Map(), observed: 0, findings: [] }),
  step(state, event, view) {
    if (isNotice(event)) {
      return { ...state, open: new Map(state.open).set(event.seq, { notice: event, unanswered: new Set() }) };
    }
    if (isSilent(event)) return { ...state, open: waitedFor(state.open, event) };
    const waiting = event.type === 'answer' ? state.open.get(event.message ?? -1) : undefined;
    if (!waiting) return state;
    const { notice, unanswered } = waiting;
    const open = new Map(state.open);
    open.delete(notice.seq);
    const observed = state.observed + 1;
    const waitedMs = event.at - notice.at + unanswered.size * view.patienceMs;
    const limitMs = view.providers.get(notice.by)?.noticeTimeoutMs ?? Number.POSITIVE_INFINITY;
    if (waitedMs < limitMs) return { ...state, open, observed };
    const about = { provider: notice.by, order: orderNamed(view, notice.trade) };
    const seen = `${waitedMs / 1000} s`;
    const finding = { reason: 'notice-answered-late', expected: inSeconds(limitMs), seen, at: event.seq, about };
    return { open, observed, findings: [...state.findings, finding] };
  },
  finish: ({ observed, findings }) => ({ observed, findings }),
});

interface Sent {
  readonly attempts: readonly HistoryEvent[];
  /** The first attempt that the sender heard an answer to. */
  readonly heard?: number;
}

interface Schedule {
  readonly notices: ReadonlyMap<string, Sent>;
  readonly now: number;
}

/** The first attempt that is not where the profile puts it, or is missing although its time has come. */
function deviation({ attempts, heard }: Sent, gapsMs: readonly number[], now: number) {
  let due = attempts[0]?.at ?? 0;
  for (const [i, gapMs] of [0, ...gapsMs].entries()) {
    due += gapMs;
    const attempt = attempts[i];
    const acknowledged = heard !== undefined && i > 0 && (attempts[i - 1]?.seq ?? heard) >= heard;
    if (!attempt) return acknowledged || due > now ? undefined : { reason: 'notice-not-retried', due, attempt };
    if (attempt.at !== due) return { reason: 'notice-off-schedule', due, attempt };
  }
  const surplus = attempts[gapsMs.length + 1];
  return surplus && { reason: 'notice-off-schedule', due, attempt: surplus };
}

/** NOTI-004: a notice is repeated exactly at the published times until it is acknowledged; later copies keep to them, too. */
const retriedOnSchedule = judge<Schedule>({
  check: 'NOTI-004/retried-on-schedule',
  init: () => ({ notices: new Map(), now: 0 }),
  step({ notices }, event, view) {
    const now = event.at;
    if (isNotice(event)) {
      const id = `${event.by} ${String(event.facts['notice'])}`;
      const known = notices.get(id) ?? { attempts: [] };
      return { now, notices: new Map(notices).set(id, { ...known, attempts: [...known.attempts, event] }) };
    }
    const message = event.message ?? -1;
    const reached = event.type === 'answer' && !SILENT.has(view.faults.get(message) ?? '');
    if (!reached || event.facts['acknowledged'] !== true) return { notices, now };
    const entry = [...notices].find(([, { attempts }]) => attempts.some(({ seq }) => seq === message));
    if (!entry) return { notices, now };
    const [id, sent] = entry;
    return { now, notices: new Map(notices).set(id, { ...sent, heard: sent.heard ?? message }) };
  },
  finish({ notices, now }, view) {
    const findings = [...notices.values()].flatMap((sent): Finding[] => {
      const [first] = sent.attempts;
      const gapsMs = view.providers.get(first?.by ?? '')?.noticeGapsMs ?? [];
      const found = deviation(sent, gapsMs, now);
      if (!first || !found) return [];
      const { reason, due, attempt } = found;
      const about = { provider: first.by, order: orderNamed(view, first.trade) };
      const expected = `after ${(due - first.at) / 1000} s`;
      const seen = attempt ? `after ${(attempt.at - first.at) / 1000} s` : 'no further notice';
      return [{ reason, expected, seen, at: (attempt ?? sent.attempts.at(-1) ?? first).seq, about }];
    });
    return { observed: notices.size, findings };
  },
});

/** The judges of this rule. */
export const judges: readonly Judge[] = [answeredInTime, retriedOnSchedule];
