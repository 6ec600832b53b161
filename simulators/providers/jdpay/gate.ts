import type { Context, Hono } from 'hono';
import { incoming } from '../../network/message';
import type { Proof } from '../engine/trade';
import type { Desk } from './desk';
import { beginning, outerDocument, SUCCESS, sealedDocument, signedDocument, xmlAnswer } from './documents';
import { JdFault, ReconFault } from './faults';
import type { Account } from './register';
import { type CheckedRequest, checkRequest, proofOf } from './requests';
import type { Elements, Members } from './xml';

/** A request that passed the gate. */
export interface Admitted {
  readonly account: Account;
  readonly members: Members;
  /** All of the document, with what is nested in it. */
  readonly elements: Elements;
  /** What the request leaves behind as a proof of who asked. */
  readonly proof?: Proof;
}

/** Lets a checked request in. @throws JdFault */
export function admit({ believe }: Pick<Desk, 'believe'>, checked: CheckedRequest): Admitted {
  const { state, account, members, elements, fault } = checked;
  const believed = believe(state);
  if (fault !== undefined) throw new JdFault(fault);
  if (believed !== 'valid' || !account || !members || !elements) throw new JdFault('unsigned');
  if (members['merchant'] !== account.merchant) throw new JdFault('wrong', { at: 'merchant' });
  return { account, members, elements, proof: proofOf(checked) };
}

/** What a service answers beyond version, merchant and result. */
export type Service = (desk: Desk, admitted: Admitted) => Elements;

const DONE = { code: SUCCESS, desc: '成功' };

/** Everything that a service answers, in the order in which JD writes it: sealed and signed (sheet 2.4). */
function answered({ signers }: Desk, account: Account, body: Elements, headers: Members): Response {
  const inner = signedDocument({ ...beginning(account.merchant, DONE), ...body }, signers);
  return xmlAnswer(sealedDocument(account, DONE, inner), headers);
}

/** A refusal: the outer document alone, unless a setting puts a sealed one beside it for those who proved themselves. */
function refusal(
  desk: Desk,
  { state, account, named = '' }: CheckedRequest,
  { code, desc }: JdFault | ReconFault,
): string {
  const result = { code, desc };
  if (!account || state !== 'valid' || desk.choose('encryptInRefusals') === 'absent') {
    return outerDocument(named, result);
  }
  return sealedDocument(account, result, signedDocument(beginning(account.merchant, result), desk.signers));
}

/** Answers one kind of request; always 200, whatever is wrong (sheet 8). */
async function handle(desk: Desk, service: Service, headers: Members, context: Context): Promise<Response> {
  const checked = checkRequest(await incoming(context.req.raw), 'xml', desk);
  try {
    const admitted = admit(desk, checked);
    return answered(desk, admitted.account, service(desk, admitted), headers);
  } catch (error) {
    const known = error instanceof JdFault || error instanceof ReconFault;
    if (!known) desk.report(error);
    return xmlAnswer(refusal(desk, checked, known ? error : new JdFault('failed')), headers);
  }
}

/** Mounts services, each at its path; `headers` say it where a service is a profile of ours. */
export function mountServices(
  app: Hono,
  desk: Desk,
  services: Readonly<Record<string, Service>>,
  headers: Members = {},
): void {
  for (const [path, service] of Object.entries(services)) {
    app.post(path, (context) => handle(desk, service, headers, context));
  }
}
