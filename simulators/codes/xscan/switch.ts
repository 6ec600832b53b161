import { Hono } from 'hono';
import type { BusinessClock } from '../../kernel/clock';
import { fen } from '../../kernel/money';
import type { Random } from '../../kernel/random';
import { beijingDay, compactDateTime } from '../../kernel/time';
import { incoming } from '../../network/message';
import type { Party } from '../../network/party';
import type { Recognises } from '../recognition';
import type { Resolution } from '../resolve';
import type { Answered, Line } from './caller';
import { untilDone } from './caller';
import { askedMember, beginningMember, type ScanContent, type ScanPayment } from './payment';
import { scanProfile } from './profile';
import type { ScanReader } from './reader';
import type { MemberWord, ScanEffect, ScanEvent, ScanReducer, ScanRefusal } from './reduce';
import { rowsOf, type ScanRow } from './rows';
import type { Settlement } from './settlement';
import { checkSeal, errorAnswer, profileAnswer, readBody, ScanError } from './wire';

export const SWITCH = 'xscan';
export const SWITCH_ORIGIN = 'https://switch.xscan.example';

/** What the switch is built from. */
export interface SwitchSettings {
  readonly clock: BusinessClock;
  readonly random: Random;
  readonly reader: ScanReader;
  /** The line to each member. */
  readonly lines: ReadonlyMap<string, Line>;
  readonly settlement: Settlement;
  readonly recognises: Recognises;
  /** To whom the content of a code belongs. */
  readonly resolve: (code: string) => Resolution;
  readonly reduce: ScanReducer;
  readonly report: (error: unknown) => void;
}

const WORDS: Readonly<Record<string, MemberWord>> = { PAID: 'paid', PAYING: 'paying', FAILED: 'failed' };

/** What a member's answer to a question about its part means. */
function wordOf(answered: Answered): { readonly says: MemberWord; readonly why?: string } {
  if (answered.kind === 'lost') return { says: 'silent' };
  const { status, body } = answered;
  if (status === 404) return { says: 'absent' };
  const says = WORDS[String(body['state'])];
  if (says === undefined) return { says: 'failed', why: String((body['error'] as { code?: unknown })?.code ?? status) };
  return typeof body['why'] === 'string' ? { says, why: body['why'] } : { says };
}

/** Why a request is refused, as the wire says it. */
const REFUSALS: Readonly<Record<ScanRefusal, 404 | 409>> = {
  'no-such-payment': 404,
  'content-changed': 409,
  'not-paid': 409,
  'refund-exceeds': 409,
  'refund-changed': 409,
};

/** The party between two schemes: it knows both, and neither knows more of the other than the payment needs. */
export class ScanSwitch implements Party {
  readonly name = SWITCH;
  readonly origins = [SWITCH_ORIGIN];
  readonly reader: ScanReader;
  readonly #app = new Hono();
  readonly #payments = new Map<string, ScanPayment>();
  readonly #byRef = new Map<string, string>();
  /** Payments whose beginning member was answered before they ended. */
  readonly #awaited = new Set<string>();

  constructor(readonly settings: SwitchSettings) {
    this.reader = settings.reader;
    this.#mount();
  }

  fetch(request: Request): Response | Promise<Response> {
    return this.#app.fetch(request);
  }

  payments(): readonly ScanPayment[] {
    return [...this.#payments.values()];
  }

  /** A member's rows of a Beijing day. */
  rows(member: string, day: string): readonly ScanRow[] {
    return rowsOf(this.payments(), member, day);
  }

  #mount(): void {
    const { report } = this.settings;
    const route = (
      method: 'get' | 'post',
      path: string,
      handle: (member: string, request: Request) => Promise<unknown>,
    ) =>
      this.#app[method](path, async (context) => {
        const message = await incoming(context.req.raw);
        const { state, member = '' } = checkSeal(message, this.reader.secretOf);
        if (state !== 'valid') return errorAnswer(new ScanError(401, 'seal-refused', `found a seal that is ${state}`));
        const secret = this.reader.secretOf(member);
        try {
          return profileAnswer(200, await handle(member, context.req.raw), secret);
        } catch (error) {
          if (error instanceof ScanError) return errorAnswer(error, secret);
          throw error;
        }
      });
    route('post', '/v0/look', (wallet, request) => this.#look(wallet, request));
    route('post', '/v0/payments', (wallet, request) => this.#pay(wallet, request));
    route('post', '/v0/charges', (scheme, request) => this.#charge(scheme, request));
    route('post', '/v0/results', (member, request) => this.#result(member, request));
    route('post', '/v0/refunds', (scheme, request) => this.#refund(scheme, request));
    route('get', '/v0/payments/:ref', async (member, { url }) => this.#found(member, url.split('/').at(-1) ?? ''));
    route('get', '/v0/reconciliation', async (member, { url }) => ({
      rows: this.rows(member, new URL(url).searchParams.get('day') ?? ''),
    }));
    this.#app.notFound(() => errorAnswer(new ScanError(404, 'unknown-path', 'expected a path of the profile')));
    this.#app.onError((error) => {
      report(error);
      return profileAnswer(500, { error: { code: 'unforeseen', detail: '' } });
    });
  }

  /** A wallet asks what stands behind a code: its scheme is asked, where the wallet recognises it. */
  async #look(wallet: string, request: Request): Promise<unknown> {
    const { code } = readBody(await incoming(request), 'look');
    const resolution = this.settings.resolve(code);
    if (resolution.presentedBy !== 'merchant') throw new ScanError(404, 'unknown-code', 'expected a code of a member');
    const { provider: scheme, kind } = resolution;
    const today = beijingDay(this.settings.clock.now());
    if (!this.settings.recognises({ wallet, scheme, kind, direction: 'payer-scans' }, today)) {
      throw new ScanError(409, 'not-recognised', `${wallet} does not recognise these codes of ${scheme} today`);
    }
    const answered = await this.#line(scheme).ask('POST', '/v0/look', { code, wallet });
    if (answered.kind === 'lost') throw new ScanError(409, 'scheme-silent', `${scheme} does not answer`);
    if (answered.status !== 200) {
      const { code: why } = (answered.body['error'] ?? {}) as { code?: string };
      throw new ScanError(409, why ?? 'refused', `${scheme} refuses the code`);
    }
    return { ...answered.body, payeeScheme: scheme };
  }

  async #pay(payerScheme: string, request: Request): Promise<unknown> {
    const body = readBody(await incoming(request), 'pay');
    this.#line(body.payeeScheme);
    return this.#begin({ ...body, direction: 'payer-scans', payerScheme, amountFen: fen(body.amountFen) });
  }

  async #charge(payeeScheme: string, request: Request): Promise<unknown> {
    const body = readBody(await incoming(request), 'charge');
    const question = {
      wallet: body.payerScheme,
      scheme: payeeScheme,
      kind: 'merchant',
      direction: 'merchant-scans',
    } as const;
    if (!this.settings.recognises(question, beijingDay(this.settings.clock.now()))) {
      throw new ScanError(409, 'not-recognised', `${payeeScheme} does not take codes of ${body.payerScheme} today`);
    }
    this.#line(body.payerScheme);
    return this.#begin({ ...body, direction: 'merchant-scans', payeeScheme, amountFen: fen(body.amountFen) });
  }

  async #begin(content: ScanContent): Promise<unknown> {
    const { clock, random } = this.settings;
    const at = clock.now();
    const ref = `${beginningMember(content)} ${content.memberRef}`;
    const known = this.#byRef.get(ref);
    const switchTxnId = known ?? `X${compactDateTime(at)}${random.digits(10)}`;
    this.#byRef.set(ref, switchTxnId);
    await this.#apply(switchTxnId, { type: 'begin', content, switchTxnId, at });
    const view = this.#view(switchTxnId);
    if (view.state === 'ACCEPTED' || view.state === 'PAYING') this.#awaited.add(switchTxnId);
    return view;
  }

  /** The payer's wallet says how a payment ended that its payer was asked about. */
  async #result(member: string, request: Request): Promise<unknown> {
    const { switchTxnId, state } = readBody(await incoming(request), 'result');
    const payment = this.#payments.get(switchTxnId);
    if (!payment || askedMember(payment) !== member) throw new ScanError(404, 'no-such-payment', switchTxnId);
    const says = state === 'PAID' ? 'paid' : 'failed';
    await this.#apply(switchTxnId, { type: 'answered', says, at: this.settings.clock.now() });
    return this.#view(switchTxnId);
  }

  async #refund(payeeScheme: string, request: Request): Promise<unknown> {
    const { refundOf, refundNo, amountFen } = readBody(await incoming(request), 'refund');
    if (this.#payments.get(refundOf)?.payeeScheme !== payeeScheme)
      throw new ScanError(404, 'no-such-payment', refundOf);
    const at = this.settings.clock.now();
    await this.#apply(refundOf, { type: 'refund', refundNo, amountFen: fen(amountFen), at });
    return { ...this.#view(refundOf), refundOf, refundNo };
  }

  #found(member: string, ref: string) {
    const switchTxnId = this.#byRef.get(`${member} ${ref}`) ?? ref;
    const payment = this.#payments.get(switchTxnId);
    const involved = payment && [payment.payerScheme, payment.payeeScheme].includes(member);
    if (!involved) throw new ScanError(404, 'no-such-payment', ref);
    return this.#view(switchTxnId);
  }

  /** What both members may know of a payment. */
  #view(switchTxnId: string) {
    const payment = this.#payments.get(switchTxnId);
    if (!payment) throw new ScanError(404, 'no-such-payment', switchTxnId);
    const { state, why, orderRef, amountFen, payerScheme, payeeScheme } = payment;
    return { switchTxnId, state, ...(why === undefined ? {} : { why }), orderRef, amountFen, payerScheme, payeeScheme };
  }

  #line(member: string): Line {
    const line = this.settings.lines.get(member);
    if (!line) throw new ScanError(404, 'no-such-member', `found "${member}", expected a member of the switch`);
    return line;
  }

  async #apply(switchTxnId: string, event: ScanEvent): Promise<void> {
    const outcome = this.settings.reduce(this.#payments.get(switchTxnId), event, scanProfile.numbers.askAgain);
    if (!outcome.ok) throw new ScanError(REFUSALS[outcome.why], outcome.why, switchTxnId);
    this.#payments.set(switchTxnId, outcome.payment);
    for (const effect of outcome.effects) await this.#perform(outcome.payment, effect);
  }

  async #perform(payment: ScanPayment, effect: ScanEffect): Promise<void> {
    const { clock } = this.settings;
    const { switchTxnId } = payment;
    switch (effect.type) {
      case 'settle':
        return this.#settle(payment, effect);
      case 'ask':
        return this.#hear(switchTxnId, await this.#ask(payment));
      case 'query': {
        const path = `/v0/parts/${switchTxnId}`;
        return this.#hear(switchTxnId, await this.#line(askedMember(payment)).ask('GET', path));
      }
      case 'ask-again-at':
        clock.at(effect.at, () => this.#apply(switchTxnId, { type: 'ask-again', at: clock.now() }));
        return;
      case 'undo':
        return this.#insist(askedMember(payment), '/v0/reversals', { switchTxnId });
      case 'tell': {
        if (!this.#awaited.delete(switchTxnId)) return;
        const { state, memberRef, payerScheme } = payment;
        return this.#insist(beginningMember(payment), '/v0/results', { switchTxnId, state, memberRef, payerScheme });
      }
      case 'give-back': {
        const { refundNo } = effect;
        const refund = payment.refunds.find((entry) => entry.refundNo === refundNo);
        const own = payment.direction === 'payer-scans' ? { memberRef: payment.memberRef } : {};
        const body = { refundOf: switchTxnId, ...own, refundNo, amountFen: refund?.amountFen };
        return this.#insist(payment.payerScheme, '/v0/returns', body, () =>
          this.#apply(switchTxnId, { type: 'returned', refundNo, at: clock.now() }),
        );
      }
    }
  }

  #ask(payment: ScanPayment): Promise<Answered> {
    const { direction, switchTxnId, payerScheme, payeeScheme, orderRef, amountFen, code, merchantName, scene } =
      payment;
    const line = this.#line(askedMember(payment));
    return direction === 'payer-scans'
      ? line.ask('POST', '/v0/credits', { switchTxnId, payerScheme, orderRef, amountFen, scene })
      : line.ask('POST', '/v0/debits', { switchTxnId, payeeScheme, code, amountFen, merchantName });
  }

  #hear(switchTxnId: string, answered: Answered): Promise<void> {
    return this.#apply(switchTxnId, { type: 'answered', ...wordOf(answered), at: this.settings.clock.now() });
  }

  async #settle(payment: ScanPayment, { back, amountFen, ref }: ScanEffect & { type: 'settle' }): Promise<void> {
    const { clock, settlement } = this.settings;
    const { payerScheme, payeeScheme, switchTxnId, orderRef, merchantName } = payment;
    const [from, to] = back ? [payeeScheme, payerScheme] : [payerScheme, payeeScheme];
    const sale = { switchTxnId, orderRef, merchantName };
    const move = async (): Promise<boolean> => {
      const settled = await settlement.settle(from, to, amountFen, ref, sale);
      if (settled.state === 'unknown') return false;
      // What goes back is asked for until it is there.
      if (back) return settled.state === 'done';
      const why = settled.state === 'refused' ? settled.why : undefined;
      await this.#apply(switchTxnId, { type: 'settled', ok: settled.state === 'done', why, at: clock.now() });
      return true;
    };
    if (!(await move())) untilDone(clock, scanProfile.numbers.repeat, move, 1);
  }

  /** Tells a member something until it acknowledges it. */
  async #insist(member: string, path: string, body: unknown, then?: () => Promise<void>): Promise<void> {
    const work = async () => {
      const answered = await this.#line(member).ask('POST', path, body);
      if (answered.kind === 'lost' || answered.status !== 200) return false;
      await then?.();
      return true;
    };
    if (!(await work())) untilDone(this.settings.clock, scanProfile.numbers.repeat, work, 1);
  }
}
