import type { Gate } from '../api';
import { RefusedV2, UnreadableV2 } from './gate';
import type { Members } from './xml';

/** One member of a v2 request. */
export interface Member {
  readonly name: string;
  readonly max: number;
  readonly required?: boolean;
  readonly pattern?: RegExp;
}

const must = (name: string, max: number, pattern?: RegExp): Member => ({ name, max, required: true, pattern });
const may = (name: string, max: number, pattern?: RegExp): Member => ({ name, max, pattern });

const NUMBER = /^[0-9a-zA-Z_\-|*@]+$/;
/** Whole fen, at least one; no sign, no blank, no leading zero. */
const FEN = /^[1-9]\d{0,14}$/;
const CNY = /^CNY$/;

/** Who calls: in every request. */
const CALLER: readonly Member[] = [
  must('appid', 32),
  must('mch_id', 32),
  may('sub_appid', 32),
  may('sub_mch_id', 32),
  must('nonce_str', 32),
];

/** One of the two numbers of an order; that one is there is checked where it is looked for. */
const ORDER: readonly Member[] = [may('transaction_id', 32), may('out_trade_no', 32, NUMBER)];

/** The members of each endpoint that is simulated (OA; sheet 1.3). */
export const MEMBERS = {
  micropay: [
    ...CALLER,
    must('body', 128),
    may('device_info', 32),
    may('detail', 6000),
    may('attach', 127),
    must('out_trade_no', 32, NUMBER),
    must('total_fee', 15, FEN),
    may('fee_type', 16, CNY),
    must('spbill_create_ip', 64),
    must('auth_code', 128),
  ],
  orderquery: [...CALLER, ...ORDER],
  reverse: [...CALLER, ...ORDER],
  closeorder: [...CALLER, must('out_trade_no', 32, NUMBER)],
  refund: [
    ...CALLER,
    ...ORDER,
    must('out_refund_no', 64, NUMBER),
    must('total_fee', 15, FEN),
    must('refund_fee', 15, FEN),
    may('refund_fee_type', 8, CNY),
    may('refund_desc', 80),
  ],
  refundquery: [...CALLER, ...ORDER, may('out_refund_no', 64, NUMBER), may('refund_id', 32)],
} as const satisfies Readonly<Record<string, readonly Member[]>>;

function fault(gate: Gate, code: string, text: string): RefusedV2 | UnreadableV2 {
  return gate.choose('v2MemberFaults') === 'inner-layer' ? new RefusedV2(code, text) : new UnreadableV2(text);
}

/** Control characters that XML cannot carry, and what needs four bytes (sheet 1.1). */
const PLAIN = /^[^\p{Cs}\u{10000}-\u{10FFFF}\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]*$/u;

/** Checks the members of a request in their order. @throws RefusedV2 or UnreadableV2, as the profile chooses. */
export function checkMembers(gate: Gate, table: readonly Member[], members: Members): void {
  for (const { name, max, required, pattern } of table) {
    const value = members[name] ?? '';
    if (value === '' && required) throw fault(gate, 'LACK_PARAMS', `缺少参数${name}`);
    const fits = Buffer.byteLength(value) <= max && PLAIN.test(value) && (pattern?.test(value) ?? true);
    if (value !== '' && !fits) throw fault(gate, 'PARAM_ERROR', `参数错误：${name}`);
  }
}
