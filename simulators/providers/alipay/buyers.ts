import { errors } from './errors';
import { textAt } from './fields';
import type { Admitted } from './gateway';
import type { TradeDesk } from './trades';

/** The account number of a person, the same for every application. */
export const accountOf = ({ random }: Pick<TradeDesk, 'random'>, person: string): string =>
  `2088${random.stream(`user/${person}`).digits(12)}`;

/** The person whom one application knows by an identifier; another application's identifier is nobody's. */
function byOpenId({ payers }: TradeDesk, openId: string, appId: string): string | undefined {
  return payers.people.find((person) => payers.identifier(person, appId) === openId);
}

/** Everybody whom the content names as the buyer, each by his own kind of number; undefined is nobody we know. */
function named(desk: TradeDesk, { app, content }: Admitted): (string | undefined)[] {
  const [account, openId] = [textAt(content, 'buyer_id'), textAt(content, 'buyer_open_id')];
  const [otherApp, otherOpenId] = [textAt(content, 'op_app_id'), textAt(content, 'op_buyer_open_id')];
  if (otherApp !== undefined && !desk.register.app(otherApp)) throw errors.applicationUnbound();
  const people: (string | undefined)[] = [];
  if (account !== undefined) people.push(desk.payers.people.find((person) => accountOf(desk, person) === account));
  if (openId !== undefined) people.push(byOpenId(desk, openId, app.appId));
  if (otherOpenId !== undefined) people.push(byOpenId(desk, otherOpenId, otherApp ?? app.appId));
  return people;
}

/**
 * The one person whom an order of alipay.trade.create names as its buyer (sheet 2.7).
 * @throws AlipayError where nobody is named, nobody has that number, two people are, or the seller buys from himself.
 */
export function namedBuyer(desk: TradeDesk, admitted: Admitted): string {
  if (textAt(admitted.content, 'buyer_id') === admitted.app.pid) throw errors.buyerIsSeller();
  const people = named(desk, admitted);
  if (people.length === 0) throw errors.parameter('buyer_id和buyer_open_id不能同时为空');
  const [person] = people;
  if (person === undefined || people.includes(undefined)) throw errors.buyerUnknown();
  if (people.some((other) => other !== person)) throw errors.payersDiffer();
  return person;
}
