import { join } from 'node:path';
import { Hono } from 'hono';
import { Ledger } from '../../kernel/ledger';
import type { Random } from '../../kernel/random';
import { answer } from '../../network/message';
import { mountCashier, onToWallet, walletAddress } from '../cashier-pages';
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
import { DayFileLinks } from '../day-files';
import { TradeBook } from '../engine/book';
import type { Command, Effect, RefusalCode } from '../engine/engine';
import { Notifier } from '../engine/notifier';
import { type CodeBehaviour, type CodeReading, type PayerCode, PayerCodes } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import { Payers, type WalletSecrets, walletSecrets } from '../payers';
import { type Profile, readProfile, setting } from '../profile';
import { billAddress, mountVouchers } from '../voucher-pages';
import { cashierOf, vouchersIn, type WalletHouse } from '../wallet-house';
import { billQuery, mountBills } from './bills';
import { type Desk, SIM_PROFILE } from './desk';
import { type EnrolmentDesk, enrolMerchant, enrolPlatform, rotate } from './enrolment';
import { forgedAnswer, forgedNotice, forgedRequest } from './forgeries';
import { type Methods, mountGateways } from './gate';
import { genuineNotice } from './notices';
import { CASHIER_PATH, order, PRODUCT_NAMES, WAP_PATH } from './orders';
import { orderQuery, tillQuery } from './queries';
import { HebaoReader } from './reader';
import { refund } from './refunds';
import { type Merchant, Register } from './register';
import { RequestIds } from './request-ids';
import { verifiesProof } from './signature';
import { cancel, quickPay } from './till';

export const hebaoProfile = readProfile(join(__dirname, 'profile.yaml'));

const [ORIGIN = ''] = hebaoProfile.origins;

/** The wallet's own name. */
const WALLET = { en: 'HeBao', zh: '和包支付' };

/** A mobile number with stars, as answers show it. */
const maskedMobile = (random: Random) => `1${random.int(34, 39)}****${random.digits(4)}`;

/** HeBao, China Mobile's wallet, simulated: the wire as far as it is public, the rest by a profile of ours. */
export class Hebao implements Provider {
  readonly name: string;
  readonly origins: readonly string[];
  readonly ledger: Ledger;
  readonly book: TradeBook;
  readonly reader: HebaoReader;
  readonly register = new Register();
  readonly closedDays = new ClosedDays();
  readonly #app = new Hono();
  readonly #desk: Desk;
  readonly #enrolment: EnrolmentDesk;
  readonly #notifier: Notifier;

  constructor(
    readonly context: ProviderContext,
    readonly payers: Payers,
    readonly parts: ProviderParts,
    readonly profile: Profile,
  ) {
    const { clock, history, random, keys, tokens, pageOrigin, memory } = context;
    const { numbers, provider, origins } = profile;
    this.name = provider;
    this.origins = origins;
    this.ledger = new Ledger(memory?.keepTrades);
    this.reader = new HebaoReader(provider, this.register, profile, tokens);
    this.#enrolment = { register: this.register, keys, random, apiOrigin: ORIGIN };
    this.#notifier = new Notifier(
      clock,
      parts.noticeGaps(numbers.noticeGaps.value),
      (request) => context.send(request, this.reader.notices),
      numbers.noticeTimeout.value,
    );
    this.book = new TradeBook({
      provider,
      clock,
      history,
      ledger: this.ledger,
      memory,
      engine: parts.engine,
      limits: parts.limits,
      wayOf: (product) => (product === 'code' ? 'dynamic-code' : 'online'),
      rules: {
        preparedFirst: () => false,
        // The period of an order is its end: it is then shown as closed (sheet B4).
        closesWhenExpired: true,
        failsWhenExpired: (product) => product === 'code',
        refundTakesMs: numbers.refundTakes.value,
        refundWindowMs: numbers.refundWindow.value,
      },
      nameAccount: (account) => this.#nameAccount(account),
      notify: (trade, effect) => this.#notify(trade, effect),
    });
    const drawCode = (stream: Random) => `${setting(profile, 'payerCodePrefix')}${stream.digits(16)}`;
    this.#desk = {
      register: this.register,
      book: this.book,
      profile,
      random,
      codes: new PayerCodes(random.stream('payer-codes'), numbers.payerCodeLife.value, drawCode, parts.mayRead),
      requestIds: new RequestIds(),
      closed: this.closedDays,
      now: () => clock.now(),
      pageOrigin: () => pageOrigin(ORIGIN),
      mobileOf: (payer) => (payer === undefined ? '' : payers.identifier(payer, provider)),
    };
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

  /** Signs up one merchant for itself. */
  enrolDirect(merchant: Applicant): Merchant {
    return enrolMerchant(this.#enrolment, merchant);
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
    const asked = trade?.chargedTo !== undefined;
    if (asked && trade.chargedTo !== payer) return 'wrong-payer';
    // Who gives up leaves an order that waits, but not one that began with his own code.
    const gaveUp: Command = asked ? { type: 'fail', why: 'declined', at } : { type: 'open', payer, at };
    const command: Command = outcome === 'paid' ? { type: 'pay', payer, confirmedBy, seal, at } : gaveUp;
    const result = await this.book.pay(trade, command);
    return result.ok ? undefined : result.refusal;
  }

  async forgeNotice(payee: string, outTradeNo: string, forgery: Forgery | undefined): Promise<Request | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade ? forgedNotice(this.#desk, this.context.keys, trade, forgery) : undefined;
  }

  async forgeAnswer(payee: string, outTradeNo: string, forgery: Forgery): Promise<Response | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade ? forgedAnswer(this.#desk, this.context.keys, trade, forgery) : undefined;
  }

  async forgeRequest(payee: string, outTradeNo: string, forgery: Forgery): Promise<Request | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade ? forgedRequest(this.#desk, this.context.keys, trade, ORIGIN, forgery) : undefined;
  }

  /** A code from the configured range; no public table has HeBao's, so it counts as an unverified prefix. */
  showCode(payer: string, behaviour: CodeBehaviour): PayerCode {
    return this.#desk.codes.show(payer, behaviour, this.context.clock.now());
  }

  readCode(code: string, order: string): CodeReading {
    return this.#desk.codes.read(code, order, this.context.clock.now());
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
    this.#desk.requestIds.recall(this.book.trades());
  }

  walletUrl(code: string): string {
    return `${this.#desk.pageOrigin()}${walletAddress(code)}`;
  }

  billUrl(payer: string): string {
    return `${this.#desk.pageOrigin()}${billAddress(payer)}`;
  }

  closeDay(date: string): void {
    this.closedDays.close(date);
  }

  /** The keys are secrets that two share: a new one is told to the merchant past the gateway, which no message does. */
  async rotateKeys(activate: boolean): Promise<void> {
    rotate(this.#enrolment, activate);
  }

  /** What the wallet's pages are about. */
  #house(): WalletHouse {
    const { book, parts, register } = this;
    return {
      wallet: WALLET,
      book,
      people: this.payers.people,
      parts,
      products: PRODUCT_NAMES,
      secretsOf: (person) => this.secretsOf(person),
      nameOf: (payee) => register.nameOf(payee),
      pay: (code, payer, outcome, given, seal) => this.pay(code, payer, outcome, given, seal),
    };
  }

  #mount(): void {
    const desk = this.#desk;
    const links = new DayFileLinks(this.profile);
    const methods: Methods = {
      DirectPayConfirm: (admitted) => order(desk, admitted, 'direct'),
      WAPDirectPayConfirm: (admitted) => order(desk, admitted, 'wap'),
      CloudQuickPay: (admitted) => quickPay(desk, admitted),
      CloudTxnCancel: (admitted) => cancel(desk, admitted),
      OrderQuery: (admitted) => orderQuery(desk, admitted),
      OrderQueryCPS: (admitted) => orderQuery(desk, admitted),
      OrderQueryByYPOS: (admitted) => tillQuery(desk, admitted),
      OrderRefund: (admitted) => refund(desk, admitted),
      OrderRefundCPS: (admitted) => refund(desk, admitted),
      SIMReconQuery: (admitted) => billQuery(desk, links, admitted),
    };
    const { believe } = this.parts;
    mountGateways(this.#app, { desk, methods, believe, report: this.context.report });
    // One public example writes the session's name in small letters, another in capitals; either may be posted or opened.
    for (const path of [WAP_PATH, CASHIER_PATH]) {
      this.#app.on(['GET', 'POST'], path, ({ req }) =>
        onToWallet(req.query('SESSIONID') ?? req.query('sessionId') ?? ''),
      );
    }
    mountCashier(this.#app, cashierOf(this.#house()));
    mountVouchers(this.#app, vouchersIn(this.#house()));
    mountBills(this.#app, desk, links);
    this.#app.notFound(() => answer(404, { 'X-Sim-Profile': SIM_PROFILE }, ''));
    this.#app.onError((error) => {
      this.context.report(error);
      return answer(500, { 'X-Sim-Profile': SIM_PROFILE }, '');
    });
  }

  /** Only payments are told: no notice of a refund is public. */
  #notify(trade: Trade, { about }: Effect & { type: 'notify' }): void {
    const notice = about === 'payment' ? genuineNotice(this.#desk, trade) : undefined;
    if (notice) this.#notifier.post(notice);
  }

  #nameAccount(account: string): string {
    const [kind = '', ...rest] = account.split(':');
    const id = rest.join(':');
    return kind === 'payee' ? this.register.owner(id) : `payer:${this.context.tokens.token(id)}`;
  }
}

/** Opens HeBao with other answers to the open questions of its profile. */
export function hebaoWith(
  settings: Readonly<Record<string, string>>,
): (...given: Parameters<ProviderFactory>) => Promise<Hebao> {
  const changed = Object.entries(settings).map(([name, value]) => {
    const entry = hebaoProfile.settings[name];
    if (!entry) throw new Error(`profile of ${hebaoProfile.provider} has no setting "${name}"`);
    return [name, { ...entry, value }] as const;
  });
  const profile = { ...hebaoProfile, settings: { ...hebaoProfile.settings, ...Object.fromEntries(changed) } };
  for (const [name] of changed) setting(profile, name);
  return async (context, parts) =>
    new Hebao(context, new Payers(context.random, maskedMobile, context.people), parts, profile);
}

/** Opens HeBao for one world. */
export const hebao: ProviderFactory = hebaoWith({});
