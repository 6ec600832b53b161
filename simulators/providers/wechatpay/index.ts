import { join } from 'node:path';
import { Hono } from 'hono';
import { Ledger } from '../../kernel/ledger';
import type { Random } from '../../kernel/random';
import { answer, incoming } from '../../network/message';
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
import { type Command, type Effect, type RefusalCode } from '../engine/engine';
import { Notifier } from '../engine/notifier';
import { type CodeBehaviour, type CodeReading, type PayerCode, PayerCodes } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import type { WalletDesk } from '../pages';
import { Payers, type WalletSecrets, walletSecrets } from '../payers';
import { type Profile, readProfile, setting } from '../profile';
import { billAddress, mountVouchers, type VoucherDesk } from '../voucher-pages';
import { mountAbnormalRefunds } from './abnormal-refunds';
import { failure, type Gate } from './api';
import type { Blanks } from './authorization';
import { mountBills } from './bills';
import { mountCertificates } from './certificates';
import { mountCodepay } from './codepay';
import { mountCombined, spelled } from './combine';
import { type Desk, Orders } from './desk';
import { type EnrolmentDesk, enrolDirect, enrolPlatform, type MerchantKit } from './enrolment';
import { serviceErrors, WechatError } from './errors';
import { forgedAnswer, forgedNotice, forgedRequest } from './forgeries';
import { mountH5 } from './h5';
import { isAppInvocation } from './invocation';
import { Nonces } from './nonces';
import { genuineNotice, type NoticeDesk, paymentContent, refundContent } from './notices';
import { mountOrders, renewingCodes } from './orders';
import { mountPaymentCode } from './payment-code';
import { Probes } from './probes';
import { mountQueries } from './queries';
import { WechatReader } from './reader';
import { mountRefunds } from './refunds';
import { Register } from './register';
import { requestCheck, verifiesProof } from './signature';
import { Signers } from './signers';
import { CODE_PRODUCT, PRODUCT_NAMES, SCANNED } from './tables';
import { mountV2 } from './v2';
import { mountWallet, WALLET } from './wallet';

export const wechatpayProfile = readProfile(join(__dirname, 'profile.yaml'));

const [API_ORIGIN = '', , CASHIER_ORIGIN = ''] = wechatpayProfile.origins;

const METHODS = ['GET', 'POST'];
/** A dot segment, encoded or not, or a backslash. */
const RELATIVE = /\\|\/(?:\.|%2e){1,2}(?:\/|$)/i;

/** 18 digits that begin with 10 to 15 (sheet 1.3). */
const payerCode = (random: Random) => `${random.int(10, 15)}${random.digits(16)}`;

/** WeChat Pay APIv3, simulated. */
export class WechatPay implements Provider {
  readonly name = wechatpayProfile.provider;
  readonly origins = wechatpayProfile.origins;
  readonly ledger: Ledger;
  readonly book: TradeBook;
  readonly reader: WechatReader;
  readonly register = new Register();
  readonly closedDays = new ClosedDays();
  readonly codes: PayerCodes;
  readonly #app = new Hono();
  readonly #notifier: Notifier;
  readonly #notices: NoticeDesk;
  readonly #enrolment: EnrolmentDesk;
  readonly #orders: Orders;

  constructor(
    readonly context: ProviderContext,
    readonly signers: Signers,
    readonly payers: Payers,
    readonly parts: ProviderParts,
    readonly profile: Profile,
  ) {
    const { clock, history, random, keys, tokens, memory } = context;
    this.ledger = new Ledger(memory?.keepTrades);
    const codeLife = profile.numbers.payerCodeLife.value;
    this.codes = new PayerCodes(random.stream('payer-codes'), codeLife, payerCode, parts.mayRead);
    const { register } = this;
    const { numbers } = profile;
    const choose = (name: string) => setting(profile, name);
    const check = requestCheck(register, {
      blanks: choose('blanksInAuthorization') as Blanks,
      lowerCaseSerial: choose('lowerCaseSerial'),
    });
    const associatedData = choose('associatedData');
    this.reader = new WechatReader(
      this.name,
      register,
      signers,
      tokens,
      check,
      choose('v2SignInSmallLetters') === 'accepted',
    );
    this.#enrolment = { register, signers, keys, random, apiOrigin: API_ORIGIN };
    this.#notices = {
      register,
      signers,
      payers,
      keys,
      random,
      now: () => clock.now(),
      associatedData,
      probes: new Probes(choose('signtestProbes')),
    };
    this.#notifier = new Notifier(clock, parts.noticeGaps(numbers.noticeGaps.value), (request) =>
      context.send(request, this.reader.notices, numbers.noticeTimeout.value),
    );
    const renews = (product: string) => product === 'native' && choose('nativeReorder') === 'new-code';
    this.book = new TradeBook({
      provider: this.name,
      clock,
      history,
      ledger: this.ledger,
      memory,
      engine: renewingCodes(parts.engine, renews),
      limits: parts.limits,
      wayOf: (product) => (SCANNED.includes(product) ? 'dynamic-code' : 'online'),
      rules: {
        preparedFirst: () => false,
        // The deadline only ends paying; the order stays open until it is closed (sheet 4.2).
        closesWhenExpired: false,
        failsWhenExpired: (product) => product === CODE_PRODUCT,
        refundTakesMs: numbers.refundTakes.value,
        refundWindowMs: numbers.refundWindow.value,
        mostRefunds: numbers.mostRefunds?.value,
        refundGapMs: choose('refundsWithinOneMinute') === 'accepted' ? 0 : numbers.refundGap?.value,
      },
      nameAccount: (account) => this.#nameAccount(account),
      notify: (trade, effect) => this.#notify(trade, effect),
    });
    this.#orders = new Orders(this.book, profile);
    this.#mount({
      register,
      signers,
      check,
      nonces: new Nonces(),
      probes: new Probes(choose('signtestProbes')),
      believe: parts.believe,
      choose,
    });
  }

  get noticeReader() {
    return this.reader.notices;
  }

  async fetch(request: Request): Promise<Response> {
    const { target, method } = await incoming(request);
    // A URL library would resolve these; the gateway takes the path as it was signed.
    if (RELATIVE.test(target.split('?')[0] ?? '')) return answer(404, {}, '');
    if (!METHODS.includes(method)) return this.#nowhere(new URL(request.url).pathname);
    return this.#app.fetch(request);
  }

  enrolPlatform(platform: Applicant, merchants: readonly Applicant[]): Promise<Enrolment> {
    return enrolPlatform(this.#enrolment, platform, merchants);
  }

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
    // A payment that the payer gives up leaves the order open, but not one with the payer's own code (sheet 4.1).
    const trade = this.#orders.byCode(credential);
    if (trade?.status === 'open' && !this.#orders.lives(trade, credential)) return 'expired';
    const asked = trade?.chargedTo !== undefined;
    if (asked && trade.chargedTo !== payer) return 'wrong-payer';
    const gaveUp: Command = asked ? { type: 'fail', why: 'declined', at } : { type: 'open', payer, at };
    const command: Command = outcome === 'paid' ? { type: 'pay', payer, confirmedBy, seal, at } : gaveUp;
    const steps = trade ? this.#orders.together(trade).map((each) => ({ trade: each, command })) : [];
    const result = await this.book.payTogether(steps);
    return result.ok ? undefined : result.refusal;
  }

  async forgeNotice(payee: string, outTradeNo: string, forgery: Forgery | undefined): Promise<Request | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade ? forgedNotice(this.#notices, this.book.together(trade), forgery) : undefined;
  }

  async forgeAnswer(payee: string, outTradeNo: string, forgery: Forgery): Promise<Response | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade ? forgedAnswer(this.#notices, this.book.together(trade), forgery) : undefined;
  }

  async forgeRequest(payee: string, outTradeNo: string, forgery: Forgery): Promise<Request | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade ? forgedRequest(this.#notices, trade, API_ORIGIN, forgery) : undefined;
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

  /** How the wallet's pages know their users and take a payment. */
  #wallet(): WalletDesk {
    const { people } = this.payers;
    return {
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
    const { parts, register, payers, book } = this;
    const nameOf = (payee: string) => register.account(payee)?.name ?? payee;
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
    this.#orders.recall();
  }

  walletUrl(code: string): string {
    // What an app hands to the wallet names its members itself.
    const query = isAppInvocation(code) ? code : new URLSearchParams({ code });
    return `${this.context.pageOrigin(CASHIER_ORIGIN)}/sim/wallet?${query}`;
  }

  billUrl(payer: string): string {
    return `${this.context.pageOrigin(CASHIER_ORIGIN)}${billAddress(payer)}`;
  }

  closeDay(date: string): void {
    this.closedDays.close(date);
  }

  async rotateKeys(activate: boolean): Promise<void> {
    if (activate) this.signers.activateNewest();
    else await this.signers.publishCertificate();
  }

  #mount(gate: Gate): void {
    const { random, pageOrigin } = this.context;
    const { profile, payers } = this;
    const { choose } = gate;
    const desk: Desk = {
      gate,
      orders: this.#orders,
      profile,
      random,
      payers,
      codes: this.codes,
      fieldRules: { lengthsCountedIn: choose('lengthsCountedIn'), unknownMembers: choose('unknownMembers') },
      cashierOrigin: () => pageOrigin(CASHIER_ORIGIN),
    };
    mountOrders(this.#app, desk);
    mountCodepay(this.#app, desk);
    mountQueries(this.#app, desk);
    mountRefunds(this.#app, desk);
    mountCombined(this.#app, desk);
    mountAbnormalRefunds(this.#app, desk);
    mountV2(this.#app, desk);
    mountCertificates(this.#app, desk);
    mountBills(this.#app, desk, {
      ledger: this.ledger,
      closed: this.closedDays,
      apiOrigin: () => pageOrigin(API_ORIGIN),
    });
    mountH5(this.#app, desk);
    mountWallet(this.#app, desk, this.#wallet());
    mountVouchers(this.#app, this.#vouchers());
    const showCode = (payer: string, behaviour: CodeBehaviour) => this.showCode(payer, behaviour);
    mountPaymentCode(this.#app, desk, { people: payers.people, showCode });
    this.#app.notFound((context) => this.#nowhere(context.req.path));
    this.#app.onError((error, context) => {
      const { path } = context.req;
      if (error instanceof WechatError) return failure(spelled(gate, error, path), path);
      this.context.report(error);
      return failure(spelled(gate, serviceErrors.systemError(), path), path);
    });
  }

  /** The gateway says 405 where the path exists with another method, 404 otherwise, both without a body. */
  #nowhere(path: string): Response {
    const known = METHODS.some((method) => this.#app.router.match(method, path)[0].length > 0);
    return answer(known ? 405 : 404, {}, '');
  }

  #notify(trade: Trade, effect: Effect & { type: 'notify' }): void {
    // Only successes and refunds are told; a close is not (sheet 3).
    if (effect.about === 'close') return;
    const refund = trade.refunds.find((candidate) => candidate.outRefundNo === effect.outRefundNo);
    const url = effect.about === 'payment' ? trade.notifyUrl : refund?.notifyUrl;
    const content =
      effect.about === 'payment'
        ? paymentContent(this.#notices, this.book.together(trade))
        : refundContent(this.#notices, trade, effect.outRefundNo ?? '');
    const notice = url && content ? genuineNotice(this.#notices, trade, url, content) : undefined;
    if (notice) this.#notifier.post(notice);
  }

  #nameAccount(account: string): string {
    const [kind = '', ...rest] = account.split(':');
    const id = rest.join(':');
    return kind === 'payee' ? this.register.owner(id) : `${kind}:${this.context.tokens.token(id)}`;
  }
}

/** Opens WeChat Pay with other answers to the open questions of its profile. */
export function wechatpayWith(settings: Readonly<Record<string, string>>): ProviderFactory {
  const changed = Object.entries(settings).map(([name, value]) => {
    const entry = wechatpayProfile.settings[name];
    if (!entry) throw new Error(`profile of wechatpay has no setting "${name}"`);
    return [name, { ...entry, value }] as const;
  });
  const profile = { ...wechatpayProfile, settings: { ...wechatpayProfile.settings, ...Object.fromEntries(changed) } };
  for (const [name] of changed) setting(profile, name);
  return async (context, parts) => {
    const signers = await Signers.create(context.keys);
    const payers = new Payers(context.random, (random) => `o${random.letters(27)}`, context.people);
    return new WechatPay(context, signers, payers, parts, profile);
  };
}

/** Opens WeChat Pay for one world. */
export const wechatpay: ProviderFactory = wechatpayWith({});
