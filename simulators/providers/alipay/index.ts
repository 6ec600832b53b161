import { join } from 'node:path';
import { Hono } from 'hono';
import { Ledger } from '../../kernel/ledger';
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
import type { CodeBehaviour, CodeReading, PayerCode } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import type { WalletDesk } from '../pages';
import { Payers, type WalletSecrets, walletSecrets } from '../payers';
import { type Profile, readProfile, setting } from '../profile';
import { billAddress, mountVouchers, type VoucherDesk } from '../voucher-pages';
import { Announcer } from './announcer';
import { type AppDesk, type AppOutcome, type AppResult, isAppOrder, payAppOrder, payInApp } from './app-pay';
import { mountAppPages } from './app-pay-pages';
import { type Bill, type BillDesk, billNumbers } from './bills/bill';
import { mountBills } from './bills/download';
import { BillLinks } from './bills/links';
import { billUrl } from './bills/method';
import { close, downloadCertificate, query, refund, refundQuery } from './calls';
import { cancel } from './cancel';
import { type ChargeScript, ChargeScripts } from './charge-scripts';
import { type ChargeDesk, charge } from './charges';
import { type DirectWish, type EnrolmentDesk, enrolDirect, enrolPlatform, type MerchantKit } from './enrolment';
import { forgedRequest } from './forged-requests';
import { forgedAnswer, forgedNotice } from './forgeries';
import { type Gate, type Methods, mountGateway, takeOver } from './gateway';
import { mountNotifyVerify, WaitingNotices } from './notify-verify';
import { create, PRODUCT_NAMES, place, precreate, SCANNED } from './orders';
import { mountPages, openCashier, type PayerSide, WALLET } from './pages';
import { AlipayReader } from './reader';
import { Register } from './register';
import { verifiesProof } from './signature';
import { Signers } from './signers';
import { beginsAtOnce } from './trades';
import { mountV3 } from './v3/gateway';
import { type Scene, WalletCodes } from './wallet-codes';

export const alipayProfile = readProfile(join(__dirname, 'profile.yaml'));

const [API_ORIGIN = '', CODE_ORIGIN = '', BILL_ORIGIN = '', SECURE_BILL_ORIGIN = ''] = alipayProfile.origins;

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
  readonly codes: WalletCodes;
  readonly scripts = new ChargeScripts();
  readonly #app = new Hono();
  readonly #desk: BillDesk;
  readonly #apps: AppDesk;
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
    this.codes = new WalletCodes(random.stream('payer-codes'), profile, parts.mayRead);
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
      limits: parts.limits,
      wayOf: (product) => (SCANNED.includes(product) ? 'dynamic-code' : 'online'),
      rules: {
        // A page or a code is no trade until somebody comes to pay (sheet 4).
        preparedFirst: (product) => !beginsAtOnce(product),
        closesWhenExpired: true,
        refundTakesMs: numbers.refundTakes.value,
        refundWindowMs: numbers.refundWindow.value,
        refundGapMs: setting(profile, 'refundsWithinTheGap') === 'accepted' ? 0 : numbers.refundGap?.value,
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
    this.#apps = this.#mount(gate);
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

  async pay(
    credential: string,
    payer: string,
    outcome: PayerOutcome,
    given?: string,
    seal?: string,
    from?: string,
  ): Promise<RefusalCode | undefined> {
    if (isAppOrder(credential)) return payAppOrder(this.#apps, credential, payer, outcome);
    const confirmedBy = given === undefined ? undefined : this.parts.factor(given);
    const at = this.context.clock.now();
    const trade = this.book.byCredential(credential);
    // A code that nobody opened in its time is dead, even while the order could still be paid (sheet 2.1).
    if (trade?.status === 'prepared' && at > trade.credentialUntil) return 'expired';
    // A payer who gives up leaves a trade that waits for him.
    const command: Command =
      outcome === 'paid' ? { type: 'pay', payer, confirmedBy, seal, from, at } : { type: 'open', payer, at };
    const result = await this.book.pay(trade, command);
    if (!result.ok) return result.refusal;
    if (outcome === 'declined') this.#givenUp(trade, result.trade);
    return undefined;
  }

  /** An app hands its order to the payer's wallet and gets a result, which proves nothing (sheet 2.4). */
  payInApp(order: string, payer: string, outcome: AppOutcome): Promise<AppResult> {
    return payInApp(this.#apps, order, payer, outcome);
  }

  /** What alipay.trade.pay does with the next request that it would carry out (requirement A18). */
  scriptCharge(script: ChargeScript): void {
    this.scripts.add(script);
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

  showCode(payer: string, behaviour: CodeBehaviour, scene: Scene = 'bar_code'): PayerCode {
    return this.codes.show(payer, behaviour, this.context.clock.now(), scene);
  }

  readCode(code: string, order: string): CodeReading {
    return this.codes.readAcross(code, order, this.context.clock.now());
  }

  secretsOf(person: string): WalletSecrets {
    return walletSecrets(this.context.keys, this.name, person);
  }

  /** How the wallet's pages know their users and take a payment. */
  #wallet(): WalletDesk {
    const { people } = this.payers;
    return {
      people,
      cards: Object.fromEntries(people.map((person) => [person, this.parts.shownCard(this.secretsOf(person).card)])),
      view: this.parts.walletView,
      answer: this.parts.walletAnswer,
      fits: (payer, given) => this.secretsOf(payer).password === given,
      guests: this.context.guests ?? (() => []),
      pay: (code, payer, outcome, given, seal, from) => this.pay(code, payer, outcome, given, seal, from),
    };
  }

  /** What the bill and the vouchers are drawn from. */
  #vouchers(): VoucherDesk {
    const { parts, register, payers, book } = this;
    const nameOf = (payee: string) => register.seller(payee)?.name ?? payee;
    return {
      wallet: WALLET,
      people: payers.people,
      products: PRODUCT_NAMES,
      vouchers: (payer) => parts.vouchers(book.trades(), payer, nameOf),
      shown: parts.shownVoucher,
    };
  }

  proves({ proof }: Trade): boolean {
    return proof !== undefined && verifiesProof(this.register, proof);
  }

  written(): Iterable<Trade> {
    return this.context.memory?.written?.() ?? [];
  }

  async crash(): Promise<void> {
    this.book.restart(this.written());
  }

  walletUrl(code: string): string {
    const page = isAppOrder(code)
      ? `app-pay?${new URLSearchParams({ order: code })}`
      : `wallet?${new URLSearchParams({ code })}`;
    return `${this.context.pageOrigin(CODE_ORIGIN)}/sim/${page}`;
  }

  billUrl(payer: string): string {
    return `${this.context.pageOrigin(CODE_ORIGIN)}${billAddress(payer)}`;
  }

  closeDay(date: string): void {
    this.closedDays.close(date);
  }

  async rotateKeys(activate: boolean): Promise<void> {
    if (activate) this.signers.activateNewest();
    else await this.signers.publishCertificate();
  }

  /** The payer turns a payment down: it waits on, or, where a setting says so, a payer's code comes to nothing. */
  #givenUp(before: Trade | undefined, trade: Trade): void {
    if (before?.status === 'prepared') this.#announcer.opened(trade);
    if (trade.product !== 'code' || setting(this.profile, 'declinedCharge') !== 'closed') return;
    this.book.apply(trade, { type: 'fail', why: 'declined', at: this.context.clock.now() });
  }

  #mount(gate: Gate): AppDesk {
    const desk = this.#desk;
    const charging: ChargeDesk = { ...desk, codes: this.codes, scripts: this.scripts, told: this.#announcer };
    const methods: Methods = {
      calls: {
        'alipay.trade.precreate': (admitted) => precreate(desk, admitted),
        'alipay.trade.create': (admitted) => create(desk, admitted),
        'alipay.trade.pay': (admitted) => charge(charging, admitted),
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
      handOffs: { 'alipay.trade.app.pay': (admitted) => place(desk, 'app', admitted) },
    };
    mountNotifyVerify(this.#app, desk.waiting, API_ORIGIN);
    mountGateway(this.#app, gate, methods, this.context.report);
    mountV3(this.#app, gate, methods.calls, this.context.report);
    const payerSide: PayerSide = {
      look: (code) => this.look(code),
      ...this.#wallet(),
    };
    const apps: AppDesk = { ...desk, payerSide, takeOver: (text) => takeOver(gate, methods, text) };
    mountPages(this.#app, desk, payerSide);
    mountAppPages(this.#app, apps);
    mountVouchers(this.#app, this.#vouchers());
    mountBills(this.#app, desk);
    this.#app.notFound(() => answer(404, {}, ''));
    this.#app.onError((error) => {
      this.context.report(error);
      return answer(500, {}, '');
    });
    return apps;
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
