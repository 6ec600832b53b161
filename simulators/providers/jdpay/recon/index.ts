import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { randomHex } from '../../../kernel/keys';
import { DAY_MS, type Millis, readBeijingDateTime } from '../../../kernel/time';
import { answer } from '../../../network/message';
import type { ClosedDays } from '../../closed-days';
import type { Desk } from '../desk';
import { ReconFault } from '../faults';
import { checkFields } from '../fields';
import type { Admitted, Service } from '../gate';
import { reconFields } from '../tables';
import type { Elements } from '../xml';
import { billNumbers, fileOf, rowsOf } from './rows';

/** No public format of JD's bills was found, so this is ours and says so. */
export const RECON_PATH = '/sim/recon';
export const RECON_FILE_PATH = `${RECON_PATH}/file`;
export const RECON_PROFILE = { 'X-Sim-Profile': 'jdpay-sim-recon/0' };

/** What our own bills need beside the desk. */
export interface ReconDesk {
  readonly closed: ClosedDays;
  /** Where the file is fetched. */
  readonly origin: () => string;
}

/** The day that a request names, as `yyyy-MM-dd`. @throws ReconFault */
function dayOf(text: string): { readonly day: string; readonly over: Millis } {
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  const from = readBeijingDateTime(`${day} 00:00:00`);
  if (from === undefined) throw new ReconFault('SIMR000002', '日期不存在');
  return { day, over: from + DAY_MS };
}

function checkDay({ now, profile }: Desk, { closed }: ReconDesk, { day, over }: { day: string; over: Millis }): void {
  if (closed.has(day)) return;
  if (now() < over) throw new ReconFault('SIMR000002', '账单日尚未结束');
  if (now() < over + billNumbers(profile).availableFrom.value) throw new ReconFault('SIMR000001', '账单尚未生成');
}

/**
 * Our own bills of a day, in two steps: a signed answer names the file, its size and its digest; the file itself comes
 * from an address that works for a moment.
 */
export function recon(recorder: ReconDesk): { readonly ask: Service; mount(app: Hono, desk: Desk): void } {
  const links = new Map<string, { readonly file: Uint8Array; readonly until: Millis }>();

  function ask(desk: Desk, { account, members, elements }: Admitted): Elements {
    checkFields(reconFields, elements, desk.profile);
    const named = dayOf(members['billDate'] ?? '');
    checkDay(desk, recorder, named);
    const rows = rowsOf(desk.book.trades(), account.merchant, named.day, desk.profile);
    const file = Buffer.from(fileOf(rows), 'utf8');
    const at = desk.now();
    for (const [token, { until }] of links) if (until < at) links.delete(token);
    const token = randomHex(16);
    links.set(token, { file, until: at + billNumbers(desk.profile).linkLife.value });
    const query = new URLSearchParams({ merchant: account.merchant, billDate: members['billDate'] ?? '', token });
    return {
      billDate: members['billDate'] ?? '',
      rows: String(rows.length),
      size: String(file.length),
      sha256: createHash('sha256').update(file).digest('hex'),
      url: `${recorder.origin()}${RECON_FILE_PATH}?${query}`,
    };
  }

  return {
    ask,
    mount(app, desk) {
      app.get(RECON_FILE_PATH, (context) => {
        const link = links.get(context.req.query('token') ?? '');
        if (!link || desk.now() > link.until) return answer(403, RECON_PROFILE, '');
        return answer(200, { 'Content-Type': 'text/csv; charset=utf-8', ...RECON_PROFILE }, link.file);
      });
    },
  };
}
