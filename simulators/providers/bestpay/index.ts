import { join } from 'node:path';
import { Hono } from 'hono';
import { Ledger } from '../../kernel/ledger';
import type { Random } from '../../kernel/random';
import { answer } from '../../network/message';
import { type CashierDesk, mountCashier, walletAddress } from '../cashier-pages';
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
import type { Command, Effect, RefusalCode } from '../engine/engine';
import { Notifier } from '../engine/notifier';
import { type CodeBehaviour, type CodeReading, type PayerCode, PayerCodes } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import { type WalletSecrets, walletSecrets } from '../payers';
import { billTerms, type Profile, readProfile } from '../profile';
import { billAddress, mountVouchers, type VoucherDesk } from '../voucher-pages';
import { mountBills } from './bills';
import type { CodeDesk } from './calls';
import { type EnrolmentDesk, enrolDirect, enrolPlatform, type MerchantKit } from './enrolment';
import { type ForgeryDesk, forgedAnswer, forgedNotice, forgedRequest } from './forgeries';
import { type Gate, verifiesProof } from './gate';
import { mountGateway, WALLET } from './gateway';
import { mountMapi } from './mapi/gateway';
import { PlatformKeys } from './mapi/keys';
import { MAPI_NOTICE_GAPS_MS, mapiNotice } from './mapi/notices';
import { payNotice, refundNotice } from './notices';
import { mountPaymentCode, wayBack } from './pages';
import { BestPayReader } from './reader';
import { Register } from './register';
import { asTold, PRODUCT_NAMES, requestNumber } from './trades';

export const bestpayProfile = readProfile(join(__dirname, 'profile.yaml'));

const [WEB_ORIGIN = '', WAP_ORIGIN = ''] = bestpayProfile.origins;

/** BestPay's gateways, simulated. */
export class BestPay implements Provider {
  readonly name: string;
  readonly origins: readonly string[];
  readonly ledger: Ledger;
  readonly book: TradeBook;
  readonly reader: BestPayReader;
  readonly register = new Register();
  readonly closedDays = new ClosedDays();
  readonly codes: PayerCodes;
  readonly platformKeys: PlatformKeys;
  readonly #app = new Hono();
  readonly #desk: CodeDesk & ForgeryDesk;
  readonly #notifier: Notifier;
  readonly #mapiNotifier: Notifier;
  readonly #enrolment: EnrolmentDesk;

  constructor(
    readonly context: ProviderContext,
    readonly parts: ProviderParts,
    readonly profile: Profile,
  ) {
    const { clock, history, random, keys, tokens, pageOrigin, memory } = context;
    const { register } = this;
    const { numbers, provider, origins } = profile;
    this.name = provider;
    this.origins = origins;
    this.ledger = new Ledger(memory?.keepTrades);
    const payerCode = random.stream('payer-codes');
    const drawCode = (stream: Random) => `51${stream.digits(16)}`;
    this.codes = new PayerCodes(payerCode, numbers.payerCodeLife.value, drawCode, parts.mayRead);
    this.#enrolment = { register, keys, random, origins: { api: WEB_ORIGIN, wap: WAP_ORIGIN }, pageOrigin };
    this.book = new TradeBook({
      provider: this.name,
      clock,
      history,
      ledger: this.ledger,
      memory,
      engine: parts.engine,
      limits: parts.limits,
      wayOf: (product) => (product === 'code' ? 'dynamic-code' : 'online'),
      rules: {
        preparedFirst: () => false,
        closesWhenExpired: true,
        failsWhenExpired: (product) => product === 'code',
        refundTakesMs: numbers.refundTakes.value,
        refundWindowMs: numbers.refundWindow.value,
      },
      nameAccount: (account) => this.#nameAccount(account),
      notify: (trade, effect) => this.#notify(trade, effect),
    });
    const gate: Gate = { register, profile, believe: parts.believe };
    const { book } = this;
    const requestOf = (merchantId: string, orderNo: string) => {
      const trade = book.byOutTradeNo(merchantId, orderNo);
      return trade && requestNumber(trade);
    };
    this.reader = new BestPayReader(this.name, { register, profile, requestOf }, tokens);
    this.#desk = {
      gate,
      register,
      book,
      profile,
      random,
      now: () => clock.now(),
      codes: this.codes,
      otherMerchant: (merchantId) => register.other(merchantId),
    };
    this.platformKeys = new PlatformKeys(keys, profile);
    const sender = (gaps: readonly number[]) =>
      new Notifier(
        clock,
        parts.noticeGaps(gaps),
        (request) => context.send(request, this.reader.notices, numbers.noticeTimeout.value),
        numbers.noticeTimeout.value,
      );
    this.#notifier = sender(numbers.noticeGaps.value);
    this.#mapiNotifier = sender(MAPI_NOTICE_GAPS_MS);
    this.#mount();
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

  /** Signs up one merchant for itself, with both generations. */
  enrolDirect(merchant: Applicant): Promise<MerchantKit> {
    return enrolDirect(this.#enrolment, merchant);
  }

  async pay(
    credential: string,
    payer: string,
    outcome: PayerOutcome,
    given?: string,
    seal?: string,
  ): Promise<RefusalCode | undefined> {
    const confirmedBy = given === undefined ? undefined : this.parts.factor(given);
    const at = this.context.clock.now();
    const trade = this.book.byCredential(credential);
    // A payer who gives up leaves a payment that waits for him; one whose own code was read has ended it.
    const command: Command =
      outcome === 'paid' ? { type: 'pay', payer, confirmedBy, seal, at } : { type: 'open', payer, at };
    const result = await this.book.pay(trade, command);
    if (!result.ok) return result.refusal;
    const ends = outcome === 'declined' && result.trade.chargedTo !== undefined;
    if (ends) this.book.apply(result.trade, { type: 'fail', why: 'declined', at });
    return undefined;
  }

  async forgeNotice(payee: string, outTradeNo: string, forgery: Forgery | undefined): Promise<Request | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade && forgedNotice(this.#desk, trade, forgery);
  }

  async forgeAnswer(payee: string, outTradeNo: string, forgery: Forgery): Promise<Response | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade && forgedAnswer(this.#desk, trade, forgery);
  }

  async forgeRequest(payee: string, outTradeNo: string, forgery: Forgery): Promise<Request | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade && forgedRequest(this.#desk, trade, WEB_ORIGIN, forgery);
  }

  showCode(payer: string, behaviour: CodeBehaviour): PayerCode {
    return this.codes.show(payer, behaviour, this.context.clock.now());
  }

  readCode(code: string, order: string): CodeReading {
    return this.codes.read(code, order, this.context.clock.now());
  }

  secretsOf(person: string): WalletSecrets {
    return walletSecrets(this.context.keys, this.name, person);
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
    return `${this.context.pageOrigin(WEB_ORIGIN)}${walletAddress(code)}`;
  }

  billUrl(payer: string): string {
    return `${this.context.pageOrigin(WEB_ORIGIN)}${billAddress(payer)}`;
  }

  closeDay(date: string): void {
    this.closedDays.close(date);
  }

  /** Data keys of generation 1 are agreed by hand and stay; the newer platform signs with another key. */
  async rotateKeys(activate: boolean): Promise<void> {
    if (activate) this.platformKeys.activateNewest();
    else await this.platformKeys.publish();
  }

  #notify(trade: Trade, { about, outRefundNo }: Effect & { type: 'notify' }): void {
    if (about === 'close') return;
    if (trade.product === 'h5') {
      const told = about === 'payment' ? mapiNotice(this.#desk, trade, this.platformKeys) : undefined;
      if (told) this.#mapiNotifier.post(told);
      return;
    }
    const notice = about === 'payment' ? payNotice(this.#desk, trade) : refundNotice(this.#desk, trade, outRefundNo);
    if (notice) this.#notifier.post(notice);
  }

  /** How the wallet's pages know their users and take a payment. */
  #cashier(): CashierDesk {
    const { people } = this.context;
    return {
      wallet: WALLET,
      book: this.book,
      nameOf: (payee) => this.register.name(payee),
      wayBack: (trade) => wayBack(this.#desk, trade),
      people,
      cards: Object.fromEntries(people.map((person) => [person, this.parts.shownCard(this.secretsOf(person).card)])),
      view: this.parts.walletView,
      answer: this.parts.walletAnswer,
      fits: (payer, given) => this.secretsOf(payer).password === given,
      pay: (code, payer, outcome, given, seal) => this.pay(code, payer, outcome, given, seal),
    };
  }

  /** What the bill and the vouchers are drawn from. */
  #vouchers(): VoucherDesk {
    const { parts, register, context, book } = this;
    return {
      wallet: WALLET,
      people: context.people,
      products: PRODUCT_NAMES,
      vouchers: (payer) => parts.vouchers(book.trades().map(asTold), payer, (payee) => register.name(payee)),
      shown: parts.shownVoucher,
    };
  }

  #mount(): void {
    const { report } = this.context;
    const desk = this.#desk;
    mountGateway(this.#app, desk, report);
    mountMapi(this.#app, { ...desk, keys: this.platformKeys }, report);
    const cashier = this.#cashier();
    mountCashier(this.#app, cashier);
    mountPaymentCode(this.#app, { ...cashier, show: (payer, behaviour) => this.showCode(payer, behaviour) });
    mountVouchers(this.#app, this.#vouchers());
    const { bills: numbers } = this.profile;
    const { feePerMillion = 0 } = billTerms(this.profile) ?? {};
    if (numbers) mountBills(this.#app, { ...desk, numbers, feePerMillion, closed: this.closedDays }, report);
    this.#app.notFound(() => answer(404, {}, ''));
    this.#app.onError((error) => {
      report(error);
      return answer(500, {}, '');
    });
  }

  #nameAccount(account: string): string {
    const [kind = '', ...rest] = account.split(':');
    const id = rest.join(':');
    return kind === 'payee' ? this.register.owner(id) : `payer:${this.context.tokens.token(id)}`;
  }
}

/** Opens BestPay with other answers to the open questions of its profile. */
export function bestpayWith(
  settings: Readonly<Record<string, string>>,
): (...given: Parameters<ProviderFactory>) => Promise<BestPay> {
  return async (context, parts) => {
    const changed = Object.entries(settings).map(([name, value]) => {
      const entry = bestpayProfile.settings[name];
      if (!entry) throw new Error(`profile of bestpay has no setting "${name}"`);
      return [name, { ...entry, value }] as const;
    });
    const profile = { ...bestpayProfile, settings: { ...bestpayProfile.settings, ...Object.fromEntries(changed) } };
    return new BestPay(context, parts, profile);
  };
}

/** Opens BestPay for one world. */
export const bestpay: ProviderFactory = bestpayWith({});
