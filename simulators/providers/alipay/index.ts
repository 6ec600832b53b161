import { join } from 'node:path';
import { Hono } from 'hono';
import { Ledger } from '../../kernel/ledger';
import type { Random } from '../../kernel/random';
import { answer } from '../../network/message';
import { ClosedDays } from '../closed-days';
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
import type { Command, RefusalCode } from '../engine/engine';
import { type CodeBehaviour, type PayerCode, PayerCodes } from '../engine/payer-codes';
import { Payers } from '../payers';
import { type Profile, readProfile } from '../profile';
import { Announcer } from './announcer';
import { type Bill, type BillDesk, billNumbers } from './bills/bill';
import { mountBills } from './bills/download';
import { BillLinks } from './bills/links';
import { billUrl } from './bills/method';
import { close, downloadCertificate, query, refund, refundQuery } from './calls';
import { cancel } from './cancel';
import { type DirectWish, type EnrolmentDesk, enrolDirect, enrolPlatform, type MerchantKit } from './enrolment';
import { forgedRequest } from './forged-requests';
import { forgedAnswer, forgedNotice } from './forgeries';
import { type Gate, type Methods, mountGateway } from './gateway';
import { mountNotifyVerify, WaitingNotices } from './notify-verify';
import { precreate } from './orders';
import { mountPages, openCashier } from './pages';
import { AlipayReader } from './reader';
import { Register } from './register';
import { Signers } from './signers';
import { mountV3 } from './v3/gateway';

export const alipayProfile = readProfile(join(__dirname, 'profile.yaml'));

const [API_ORIGIN = '', CODE_ORIGIN = '', BILL_ORIGIN = '', SECURE_BILL_ORIGIN = ''] = alipayProfile.origins;

/** 16 to 24 digits that begin with 25 to 30 (sheet 2.6); this wallet shows 18. */
const payerCode = (random: Random) => `${random.int(25, 30)}${random.digits(16)}`;

/** Alipay's gateway.do, simulated. */
export class Alipay implements Provider {
  readonly name: string;
  readonly origins: readonly string[];
  readonly ledger: Ledger;
  readonly book: TradeBook;
  readonly reader: AlipayReader;
  readonly register = new Register();
  readonly closedDays = new ClosedDays();
  readonly rootSn: string;
  readonly codes: PayerCodes;
  readonly #app = new Hono();
  readonly #desk: BillDesk;
  readonly #announcer: Announcer;
  readonly #enrolment: EnrolmentDesk;

  constructor(
    readonly context: ProviderContext,
    readonly signers: Signers,
    readonly payers: Payers,
    readonly parts: ProviderParts,
    readonly profile: Profile,
  ) {
    const { clock, history, random, keys, tokens, pageOrigin, memory } = context;
    this.ledger = new Ledger(memory?.keepTrades);
    this.codes = new PayerCodes(random.stream('payer-codes'), profile.numbers.payerCodeLife.value, payerCode);
    const { register } = this;
    const { numbers, provider, origins } = profile;
    this.name = provider;
    this.origins = origins;
    this.rootSn = signers.authority.rootSn;
    const gate: Gate = { register, signers, profile, rootSn: this.rootSn, believe: parts.believe };
    this.reader = new AlipayReader(this.name, gate, tokens);
    this.#enrolment = {
      register,
      signers,
      keys,
      random,
      apiOrigin: API_ORIGIN,
      pageOrigin: () => pageOrigin(API_ORIGIN),
    };
    this.book = new TradeBook({
      provider: this.name,
      clock,
      history,
      ledger: this.ledger,
      memory,
      engine: parts.engine,
      rules: {
        // A page or a code is no trade until somebody comes to pay (sheet 4).
        preparedFirst: () => true,
        closesWhenExpired: true,
        refundTakesMs: numbers.refundTakes.value,
        refundWindowMs: numbers.refundWindow.value,
      },
      nameAccount: (account) => this.#nameAccount(account),
      notify: (trade, effect) => this.#announcer.changed(trade, effect),
    });
    this.#desk = {
      register,
      book: this.book,
      profile,
      random,
      payers,
      signers,
      keys,
      waiting: new WaitingNotices(),
      now: () => clock.now(),
      closed: this.closedDays,
      links: new BillLinks<Bill>(billNumbers(profile).linkLife),
      openedAt: clock.now(),
      origin: (secure) => pageOrigin(secure ? SECURE_BILL_ORIGIN : BILL_ORIGIN),
    };
    this.#announcer = new Announcer(this.#desk, {
      clock,
      gaps: parts.noticeGaps,
      send: (request) => context.send(request, this.reader.notices),
    });
    this.#mount(gate);
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

  enrolDirect(merchant: Applicant, wish: DirectWish): Promise<MerchantKit> {
    return enrolDirect(this.#enrolment, merchant, wish);
  }

  pay(credential: string, payer: string, outcome: PayerOutcome): RefusalCode | undefined {
    const at = this.context.clock.now();
    const trade = this.book.byCredential(credential);
    // A code that nobody opened in its time is dead, even while the order could still be paid (sheet 2.1).
    if (trade?.status === 'prepared' && at > trade.credentialUntil) return 'expired';
    // A payer who gives up leaves a trade that waits for him.
    const command: Command = outcome === 'paid' ? { type: 'pay', payer, at } : { type: 'open', payer, at };
    const result = this.book.apply(trade, command);
    if (!result.ok) return result.refusal;
    if (outcome === 'declined' && trade?.status === 'prepared') this.#announcer.opened(result.trade);
    return undefined;
  }

  /** Somebody looks at the payment; a code that nobody opened in its time stays dead, and what is over stays as it is. */
  look(credential: string): void {
    const at = this.context.clock.now();
    const trade = this.book.byCredential(credential);
    if (trade?.status !== 'prepared' || at > trade.credentialUntil) return;
    const result = this.book.apply(trade, { type: 'open', at });
    if (result.ok) this.#announcer.opened(result.trade);
  }

  async forgeNotice(payee: string, outTradeNo: string, forgery: Forgery | undefined): Promise<Request | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade ? forgedNotice(this.#desk, trade, forgery) : undefined;
  }

  async forgeAnswer(payee: string, outTradeNo: string, forgery: Forgery): Promise<Response | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade ? forgedAnswer(this.#desk, trade, forgery) : undefined;
  }

  async forgeRequest(payee: string, outTradeNo: string, forgery: Forgery): Promise<Request | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    const gateway = { origin: API_ORIGIN, rootSn: this.rootSn };
    return trade ? forgedRequest(this.#desk, trade, gateway, forgery) : undefined;
  }

  showCode(payer: string, behaviour: CodeBehaviour): PayerCode {
    return this.codes.show(payer, behaviour, this.context.clock.now());
  }

  walletUrl(code: string): string {
    return `${this.context.pageOrigin(CODE_ORIGIN)}/sim/wallet?${new URLSearchParams({ code })}`;
  }

  closeDay(date: string): void {
    this.closedDays.close(date);
  }

  async rotateKeys(activate: boolean): Promise<void> {
    if (activate) this.signers.activateNewest();
    else await this.signers.publishCertificate();
  }

  #mount(gate: Gate): void {
    const desk = this.#desk;
    const methods: Methods = {
      calls: {
        'alipay.trade.precreate': (admitted) => precreate(desk, admitted),
        'alipay.trade.query': (admitted) => query(desk, admitted),
        'alipay.trade.cancel': (admitted) => cancel(desk, admitted),
        'alipay.trade.close': (admitted) => close(desk, admitted),
        'alipay.trade.refund': (admitted) => refund(desk, admitted),
        'alipay.trade.fastpay.refund.query': (admitted) => refundQuery(desk, admitted),
        'alipay.data.dataservice.bill.downloadurl.query': (admitted) => billUrl(desk, admitted),
        'alipay.open.app.alipaycert.download': (admitted) => downloadCertificate(this.signers, admitted),
      },
      pages: {
        'alipay.trade.page.pay': (admitted) => openCashier(desk, 'page', admitted),
        'alipay.trade.wap.pay': (admitted) => openCashier(desk, 'wap', admitted),
      },
    };
    mountNotifyVerify(this.#app, desk.waiting, API_ORIGIN);
    mountGateway(this.#app, gate, methods, this.context.report);
    mountV3(this.#app, gate, methods.calls, this.context.report);
    mountPages(this.#app, desk, {
      people: this.payers.people,
      look: (code) => this.look(code),
      pay: (code, payer, outcome) => this.pay(code, payer, outcome),
    });
    mountBills(this.#app, desk);
    this.#app.notFound(() => answer(404, {}, ''));
    this.#app.onError((error) => {
      this.context.report(error);
      return answer(500, {}, '');
    });
  }

  #nameAccount(account: string): string {
    const [kind = '', ...rest] = account.split(':');
    const id = rest.join(':');
    return kind === 'payee' ? this.register.owner(id) : `payer:${this.context.tokens.token(id)}`;
  }
}

/** Opens Alipay with other answers to the open questions of its profile. */
export function alipayWith(
  settings: Readonly<Record<string, string>>,
): (...given: Parameters<ProviderFactory>) => Promise<Alipay> {
  return async (context, parts) => {
    const changed = Object.entries(settings).map(([name, value]) => {
      const entry = alipayProfile.settings[name];
      if (!entry) throw new Error(`profile of alipay has no setting "${name}"`);
      return [name, { ...entry, value }] as const;
    });
    const profile = { ...alipayProfile, settings: { ...alipayProfile.settings, ...Object.fromEntries(changed) } };
    const signers = await Signers.create(context.keys);
    const payers = new Payers(context.random, (random) => `0${random.letters(27)}`, context.people);
    return new Alipay(context, signers, payers, parts, profile);
  };
}

/** Opens Alipay for one world. */
export const alipay: ProviderFactory = alipayWith({});
