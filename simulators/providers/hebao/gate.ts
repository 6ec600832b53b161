import type { Context, Hono } from 'hono';
import { incoming } from '../../network/message';
import type { SignatureState } from '../contract';
import { setting } from '../profile';
import { line } from './answers';
import type { Admitted, Desk, Said } from './desk';
import { errors, HebaoError } from './errors';
import { malformed } from './fields';
import { type Gateway, isMessageType, LAYOUTS, type MessageType, requestOrder } from './layouts';
import { keyInForce, type Merchant } from './register';
import { checkRequest, proofOf } from './signature';
import { type Sent, sentIn } from './text';

/** What each type of message does. */
export type Methods = Readonly<Record<MessageType, (admitted: Admitted) => Said>>;

export interface Gate {
  readonly desk: Desk;
  readonly methods: Methods;
  /** What is believed after the check; see the contract's parts. */
  readonly believe: (found: SignatureState) => SignatureState;
  readonly report: (error: unknown) => void;
}

/** The addresses of the two gateways (sheet B1). */
export const GATEWAY_PATHS: Readonly<Record<Gateway, string>> = { ips: '/ips/cmpayService', cps: '/cps/cmpayService' };

/** True when a request line names a gateway. */
export const gatewayAt = (target: string): Gateway | undefined => {
  const path = target.split('?')[0];
  return (['ips', 'cps'] as const).find((gateway) => GATEWAY_PATHS[gateway] === path);
};

function checkSignature({ desk, believe }: Gate, { values }: Sent): Merchant {
  const { state, merchant } = checkRequest(values, desk.register);
  const believed = believe(state);
  if (believed === 'unknown-key' || !merchant) throw errors.unknownMerchant();
  if (values['signType'] === 'RSA') throw errors.signTypeUnsupported();
  if (believed !== 'valid') throw errors.badSignature();
  return merchant;
}

/** Who signed a request, once that is known: only then is anything signed for him, so that nobody has his texts signed. */
interface Signed {
  merchant?: Merchant;
}

function perform(gate: Gate, gateway: Gateway, sent: Sent, signed: Signed): Said {
  const { values, charset, repeated } = sent;
  if (repeated !== undefined) throw errors.repeated(repeated);
  const { type } = values;
  if (!isMessageType(type) || LAYOUTS[type].gateway !== gateway) throw errors.unknownType();
  const merchant = checkSignature(gate, sent);
  signed.merchant = merchant;
  const wrong = malformed(values, requestOrder(type, values['version']));
  if (wrong !== undefined) throw errors.malformed(wrong);
  return gate.methods[type]({ merchant, type, values, charset, proof: proofOf(values, merchant) });
}

function handled(gate: Gate, gateway: Gateway, sent: Sent, tooLarge: boolean): Response {
  const { values, charset } = sent;
  const signed: Signed = {};
  const sealed = () => ({ signKey: signed.merchant && keyInForce(signed.merchant), charset });
  try {
    if (tooLarge) throw errors.unreadable();
    const said = perform(gate, gateway, sent, signed);
    return line(values, { returnCode: '000000', message: 'SUCCESS', ...said }, sealed());
  } catch (error) {
    const known = error instanceof HebaoError ? error : errors.systemError();
    if (known !== error) gate.report(error);
    const seal = setting(gate.desk.profile, 'failureHmac') === 'present' ? sealed() : { charset };
    const asked = shortened(values);
    // A refusal names the order, so that nobody takes it for one of another order.
    return line(asked, { returnCode: known.code, message: known.said, orderId: asked['orderId'] ?? '' }, seal);
  }
}

/** What strangers send is repeated to them no longer than any field can be. */
const shortened = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, text]) => [name, text.slice(0, 64)]));

/** The two addresses of the gateways; a request comes as a form, or by GET as a query. */
export function mountGateways(app: Hono, gate: Gate): void {
  const take = async (context: Context) => {
    const message = await incoming(context.req.raw);
    const gateway = gatewayAt(message.target);
    return gateway ? handled(gate, gateway, sentIn(message), message.tooLarge) : context.notFound();
  };
  for (const path of Object.values(GATEWAY_PATHS)) app.on(['GET', 'POST'], path, take);
}
