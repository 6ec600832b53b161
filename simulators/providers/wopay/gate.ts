import type { Hono } from 'hono';
import { type Incoming, incoming } from '../../network/message';
import { onToWallet } from '../cashier-pages';
import type { SignatureState } from '../contract';
import { languageOf, refusalPage } from '../pages';
import { setting } from '../profile';
import { lines } from './answers';
import type { Admitted, Desk, Said } from './desk';
import { errors, WopayError } from './errors';
import { FILE_FIELDS, isAmount, malformed, ORDER_FIELDS, QUERY_FIELDS, REFUND_FIELDS } from './fields';
import { place } from './orders';
import { keyInForce, type Merchant } from './register';
import { checkRequest, proofOf } from './signature';
import { type Sent, sentIn } from './text';

/** Where each request goes (sheet C1, spelling as found); the one for files is ours. */
export const PATHS = {
  order: '/pay/servlet/MerOrderPayReqServlte.htm',
  query: '/pay/query/order.htm',
  refund: '/pay/trade/singleRefund.htm',
  file: '/sim/reconciliation.htm',
} as const;
export type Call = keyof typeof PATHS;

/** What a request must carry. */
const FIELDS: Readonly<Record<Call, readonly string[]>> = {
  order: ORDER_FIELDS,
  query: QUERY_FIELDS,
  refund: REFUND_FIELDS,
  file: FILE_FIELDS,
};

/** The line that says how a call ended. */
export const RESULTS: Readonly<Record<Exclude<Call, 'order'>, string>> = {
  query: 'queryResult',
  refund: 'refundResult',
  file: 'billResult',
};

export interface Gate {
  readonly desk: Desk;
  readonly wallet: Readonly<Record<'en' | 'zh', string>>;
  readonly calls: Readonly<Record<Exclude<Call, 'order'>, (admitted: Admitted) => Said>>;
  /** What is believed after the check; see the contract's parts. */
  readonly believe: (found: SignatureState) => SignatureState;
  readonly report: (error: unknown) => void;
}

/** The request that an address is for. */
export const callAt = (target: string): Call | undefined => {
  const path = target.split('?')[0];
  return (Object.keys(PATHS) as Call[]).find((call) => PATHS[call] === path);
};

/** Who signed a request, once that is known: only then is anything signed for him. */
interface Signed {
  merchant?: Merchant;
}

/** Lets a request in. @throws WopayError with what it is told. */
function admit(gate: Gate, call: Call, message: Incoming, signed: Signed): Admitted {
  if (message.tooLarge) throw errors.unreadable();
  const { values, charset, repeated }: Sent = sentIn(message);
  if (repeated !== undefined) throw errors.repeated(repeated);
  const { state, merchant } = checkRequest(values, charset, gate.desk.register);
  const believed = gate.believe(state);
  if (believed === 'unknown-key' || !merchant) throw errors.unknownMerchant();
  if (believed !== 'valid') throw errors.badSignature();
  signed.merchant = merchant;
  const wrong = malformed(values, FIELDS[call]);
  if (wrong !== undefined) throw errors.malformed(wrong);
  return { merchant, values, charset, proof: proofOf(values, merchant, charset) };
}

/** An error that is the wire's own, or the harness's trouble, which is reported. */
function known(gate: Gate, error: unknown): WopayError {
  if (error instanceof WopayError) return error;
  gate.report(error);
  return errors.systemError();
}

/** The payer's browser brings an order: it is led to the wallet, or reads why it was refused. */
function takeOrder(gate: Gate, message: Incoming): Response {
  try {
    return onToWallet(place(gate.desk, admit(gate, 'order', message, {})).credential);
  } catch (error) {
    const { code, said } = known(gate, error);
    const language = languageOf(message.headers);
    const page = refusalPage(language, gate.wallet[language], `${code} ${said}`);
    const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' };
    return new Response(page, { status: 400, headers });
  }
}

/** What a refusal repeats, so that nobody takes it for one of another order. */
function namesIn({ merNo, orderDate, orderNo, refundReqJournl }: Sent['values']): Said {
  const named = Object.entries({ merNo, orderDate, orderNo, refundReqJournl });
  return Object.fromEntries(named.flatMap(([name, text]) => (text ? [[name, text.slice(0, 64)]] : [])));
}

function takeCall(gate: Gate, call: Exclude<Call, 'order'>, message: Incoming): Response {
  const { values, charset } = sentIn(message);
  const signed: Signed = {};
  const lineEnd = setting(gate.desk.profile, 'lineEnd') === 'crlf' ? '\r\n' : '\n';
  const seal = () => ({
    key: signed.merchant && keyInForce(signed.merchant),
    signType: values['signType'],
    charset,
    lineEnd,
  });
  try {
    const said = gate.calls[call](admit(gate, call, message, signed));
    return lines(said, seal());
  } catch (error) {
    const { code, said } = known(gate, error);
    return lines({ [RESULTS[call]]: code, errDis: said, ...namesIn(values) }, seal());
  }
}

/** The addresses of the gateway; every request is a form. */
export function mountGateway(app: Hono, gate: Gate): void {
  app.post(PATHS.order, async ({ req }) => takeOrder(gate, await incoming(req.raw)));
  for (const call of ['query', 'refund', 'file'] as const) {
    app.post(PATHS[call], async ({ req }) => takeCall(gate, call, await incoming(req.raw)));
  }
}

/** An amount of a request, for whoever only reads it. */
export const amountIn = (text: string | undefined): number | undefined =>
  text !== undefined && isAmount(text) ? Number(text) : undefined;
