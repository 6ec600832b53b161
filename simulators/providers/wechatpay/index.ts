import { join } from 'node:path';
import { Hono } from 'hono';
import { Ledger } from '../../kernel/ledger';
import { answer } from '../../network/message';
import type {
  Applicant,
  Enrolment,
  Forgery,
  PayerOutcome,
  Provider,
  ProviderContext,
  ProviderFactory,
  ProviderParts,
} from '../contract';
import { TradeBook } from '../engine/book';
import { type Command, type Effect, type RefusalCode } from '../engine/engine';
import { Notifier } from '../engine/notifier';
import type { Trade } from '../engine/trade';
import { Payers } from '../payers';
import { readProfile } from '../profile';
import { failure, type Gate } from './api';
import { mountCertificates } from './certificates';
import { type EnrolmentDesk, enrolDirect, enrolPlatform, type MerchantKit } from './enrolment';
import { errors, WechatError } from './errors';
import { forgedAnswer, forgedNotice, forgedRequest } from './forgeries';
import { genuineNotice, type NoticeDesk, paymentContent, refundContent } from './notices';
import { mountOrders, type OrderDesk } from './orders';
import { mountPages, type PayerSide } from './pages';
import { WechatReader } from './reader';
import { mountRefunds } from './refunds';
import { Register } from './register';
import { Signers } from './signers';

export const wechatpayProfile = readProfile(join(__dirname, 'profile.yaml'));

const [API_ORIGIN = '', , CASHIER_ORIGIN = ''] = wechatpayProfile.origins;

/** WeChat Pay APIv3, simulated. */
export class WechatPay implements Provider {
  readonly name = wechatpayProfile.provider;
  readonly profile = wechatpayProfile;
  readonly origins = wechatpayProfile.origins;
  readonly ledger = new Ledger();
  readonly book: TradeBook;
  readonly reader: WechatReader;
  readonly register = new Register();
  readonly #app = new Hono();
  readonly #notifier: Notifier;
  readonly #notices: NoticeDesk;
  readonly #enrolment: EnrolmentDesk;

  constructor(
    readonly context: ProviderContext,
    readonly signers: Signers,
    readonly payers: Payers,
    readonly parts: ProviderParts,
  ) {
    const { clock, history, random, keys, tokens } = context;
    const { register } = this;
    const { numbers } = this.profile;
    this.reader = new WechatReader(this.name, register, signers, tokens);
    this.#enrolment = { register, signers, keys, random, apiOrigin: API_ORIGIN };
    this.#notices = { register, signers, payers, keys, random, now: () => clock.now() };
    this.#notifier = new Notifier(clock, parts.noticeGaps(numbers.noticeGaps.value), (request) =>
      context.send(request, this.reader.notices),
    );
    this.book = new TradeBook({
      provider: this.name,
      clock,
      history,
      ledger: this.ledger,
      engine: parts.engine,
      rules: {
        preparedFirst: () => false,
        // The deadline only ends paying; the order stays open until it is closed (sheet 4.2).
        closesWhenExpired: false,
        refundTakesMs: numbers.refundTakes.value,
        refundWindowMs: numbers.refundWindow.value,
      },
      nameAccount: (account) => this.#nameAccount(account),
      notify: (trade, effect) => this.#notify(trade, effect),
    });
    this.#mount({ register, signers, believe: parts.believe });
  }

  get noticeReader() {
    return this.reader.notices;
  }

  fetch(request: Request): Response | Promise<Response> {
    return this.#app.fetch(request);
  }

  enrolPlatform(platform: Applicant, merchants: readonly Applicant[]): Promise<Enrolment> {
    return enrolPlatform(this.#enrolment, platform, merchants);
  }

  enrolDirect(merchant: Applicant): Promise<MerchantKit> {
    return enrolDirect(this.#enrolment, merchant);
  }

  pay(credential: string, payer: string, outcome: PayerOutcome): RefusalCode | undefined {
    const at = this.context.clock.now();
    // A payment that the payer gives up leaves the order open (sheet 4.1).
    const command: Command = outcome === 'paid' ? { type: 'pay', payer, at } : { type: 'open', payer, at };
    return this.#command(credential, command);
  }

  async forgeNotice(payee: string, outTradeNo: string, forgery: Forgery | undefined): Promise<Request | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade ? forgedNotice(this.#notices, trade, forgery) : undefined;
  }

  async forgeAnswer(payee: string, outTradeNo: string, forgery: Forgery): Promise<Response | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade ? forgedAnswer(this.#notices, trade, forgery) : undefined;
  }

  async forgeRequest(payee: string, outTradeNo: string, forgery: Forgery): Promise<Request | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade ? forgedRequest(this.#notices, trade, API_ORIGIN, forgery) : undefined;
  }

  walletUrl(code: string): string {
    return `${this.context.pageOrigin(CASHIER_ORIGIN)}/sim/wallet?${new URLSearchParams({ code })}`;
  }

  async rotateKeys(activate: boolean): Promise<void> {
    if (activate) this.signers.activateNewest();
    else await this.signers.publishCertificate();
  }

  #command(credential: string, command: Command): RefusalCode | undefined {
    const outcome = this.book.apply(this.book.byCredential(credential), command);
    return outcome.ok ? undefined : outcome.refusal;
  }

  #mount(gate: Gate): void {
    const { random, pageOrigin } = this.context;
    const { book, profile, payers } = this;
    const desk: OrderDesk = { gate, book, profile, random, payers, cashierOrigin: () => pageOrigin(CASHIER_ORIGIN) };
    const payerSide: PayerSide = {
      people: payers.people,
      pay: (code, payer, outcome) => this.pay(code, payer, outcome),
    };
    mountOrders(this.#app, desk);
    mountRefunds(this.#app, desk);
    mountCertificates(this.#app, desk);
    mountPages(this.#app, desk, payerSide);
    this.#app.notFound((context) => answer(this.#knows(context.req.path, context.req.method) ? 405 : 404, {}, ''));
    this.#app.onError((error) => {
      if (error instanceof WechatError) return failure(error);
      this.context.report(error);
      return failure(errors.systemError());
    });
  }

  /** True when the path exists with another method: the gateway says 405 then, 404 otherwise, both without a body. */
  #knows(path: string, method: string): boolean {
    const other = method === 'GET' ? 'POST' : 'GET';
    return this.#app.router.match(other, path)[0].length > 0;
  }

  #notify(trade: Trade, effect: Effect & { type: 'notify' }): void {
    // Only successes and refunds are told; a close is not (sheet 3).
    if (effect.about === 'close') return;
    const refund = trade.refunds.find((candidate) => candidate.outRefundNo === effect.outRefundNo);
    const url = effect.about === 'payment' ? trade.notifyUrl : refund?.notifyUrl;
    const content =
      effect.about === 'payment'
        ? paymentContent(this.#notices, trade)
        : refundContent(this.#notices, trade, effect.outRefundNo ?? '');
    const notice = url && content ? genuineNotice(this.#notices, trade, url, content) : undefined;
    if (notice) this.#notifier.post(notice);
  }

  #nameAccount(account: string): string {
    const [kind = '', ...rest] = account.split(':');
    const id = rest.join(':');
    return kind === 'payee' ? this.register.owner(id) : `payer:${this.context.tokens.token(id)}`;
  }
}

/** Opens WeChat Pay for one world. */
export const wechatpay: ProviderFactory = async (context, parts) => {
  const signers = await Signers.create(context.keys);
  const payers = new Payers(context.random, (random) => `o${random.letters(27)}`, context.people);
  return new WechatPay(context, signers, payers, parts);
};
