import type { Instruction, TransferRefusal } from '../wire/instruction';
import {
  type Admission,
  type Advance,
  type Advanced,
  type ClearingEffect,
  type ClearingEvent,
  type ClearingRules,
  sameInstruction,
  type Transfer,
  transferMachine,
} from './transfer';

const refuse = (traceId: string, code: TransferRefusal): Advanced => ({
  ok: false,
  answer: { traceId, state: 'refused', code },
});

const accept = (transfer: Transfer, ...effects: ClearingEffect[]): Advanced => ({ ok: true, transfer, effects });

const isFinal = ({ state }: Transfer) => transferMachine.isFinal(state);

/** Why a return does not fit the pull that it names: it goes the same way back, and no more than what is left. */
function unfit(
  { original, payer, payee, amountFen }: Instruction,
  pull: Transfer | undefined,
): TransferRefusal | undefined {
  if (original === undefined || pull?.instruction.kind !== 'pull' || pull.state !== 'succeeded')
    return 'no-such-original';
  const back = payer.institution === pull.instruction.payee.institution;
  const home =
    payee.institution === pull.instruction.payer.institution && payee.account === pull.instruction.payer.account;
  if (!back || !home) return 'no-such-original';
  return pull.returnedFen + amountFen > pull.instruction.amountFen ? 'exceeds-original' : undefined;
}

/** Why an instruction is not taken; a bank has no quota, and a pull uses none. */
function against(
  instruction: Instruction,
  { refusal, availableFen, original }: Admission,
): TransferRefusal | undefined {
  if (refusal !== undefined) return refusal;
  if (instruction.kind === 'return') {
    const fault = unfit(instruction, original);
    if (fault !== undefined) return fault;
  }
  if (instruction.kind === 'pull' || availableFen === undefined) return undefined;
  return availableFen < BigInt(instruction.amountFen) ? 'insufficient-quota' : undefined;
}

function instruct(transfer: Transfer | undefined, event: ClearingEvent & { type: 'instruct' }): Advanced {
  const { instruction, asker, admission, at } = event;
  const { traceId, kind, amountFen } = instruction;
  if (transfer) {
    const same = transfer.asker === asker && sameInstruction(transfer.instruction, instruction);
    return same ? accept(transfer) : refuse(traceId, 'trace-reused');
  }
  const fault = against(instruction, admission);
  if (fault !== undefined) return refuse(traceId, fault);
  const fresh: Transfer = { instruction, asker, state: 'asked', askedAt: at, questions: 0, returnedFen: 0 };
  const setAside: ClearingEffect[] = kind === 'pull' ? [] : [{ type: 'set-aside' }];
  const mark: ClearingEffect[] = kind === 'return' ? [{ type: 'mark-original', amountFen }] : [];
  return accept(fresh, ...setAside, ...mark, { type: 'enter' });
}

/** The other side has not answered: what is presumed is on record, and it will be asked. */
function presume(transfer: Transfer, { presumes }: ClearingRules): Advanced {
  const { instruction, questions, state } = transfer;
  const presumed =
    state === 'asked' ? transferMachine.move(state, presumes[instruction.kind], instruction.traceId) : state;
  return accept({ ...transfer, state: presumed, questions: questions + 1 }, { type: 'ask-later', question: questions });
}

function told(
  transfer: Transfer,
  { answer, session }: ClearingEvent & { type: 'told' },
  rules: ClearingRules,
): Advanced {
  // What is final stays final, whatever arrives late.
  if (isFinal(transfer)) return accept(transfer);
  if (answer === 'silence') return presume(transfer, rules);
  const { traceId, kind, amountFen } = transfer.instruction;
  if (answer.state === 'done') {
    const state = transferMachine.move(transfer.state, 'succeeded', traceId);
    return accept({ ...transfer, state, session }, { type: 'book', session });
  }
  const state = transferMachine.move(transfer.state, 'failed', traceId);
  const setFree: ClearingEffect[] = kind === 'pull' ? [] : [{ type: 'set-free' }];
  const unmark: ClearingEffect[] = kind === 'return' ? [{ type: 'mark-original', amountFen: -amountFen }] : [];
  const code = answer.code === undefined ? {} : { code: answer.code };
  return accept({ ...transfer, state, ...code }, ...setFree, ...unmark);
}

/** The core that works. */
export const advance: Advance = (transfer, event, rules) => {
  if (event.type === 'instruct') return instruct(transfer, event);
  if (!transfer) throw new Error(`a transfer is ${event.type} that nobody asked for`);
  if (event.type === 'told') return told(transfer, event, rules);
  return accept({ ...transfer, returnedFen: transfer.returnedFen + event.amountFen });
};
