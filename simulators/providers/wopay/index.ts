import { join } from 'node:path';
import { Hono } from 'hono';
import { Ledger } from '../../kernel/ledger';
import type { Random } from '../../kernel/random';
import { answer } from '../../network/message';
import { mountCashier, walletAddress } from '../cashier-pages';
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
import { NoPayerCodes, type PayerCode } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import { Payers, type WalletSecrets, walletSecrets } from '../payers';
import { type Profile, readProfile, setting } from '../profile';
import { billAddress, mountVouchers } from '../voucher-pages';
import { cashierOf, vouchersIn, type WalletHouse } from '../wallet-house';
import { billQuery, mountBills } from './bills';
import { query, refund } from './calls';
import { type Desk, SIM_PROFILE } from './desk';
import { type EnrolmentDesk, enrolMerchant, enrolPlatform, rotate } from './enrolment';
import { forgedAnswer, forgedNotice, forgedRequest } from './forgeries';
import { mountGateway } from './gate';
import { genuineNotice } from './notices';
import { PRODUCT_NAMES } from './orders';
import { WopayReader } from './reader';
import { type Merchant, Register } from './register';
import { verifiesProof } from './signature';

export const wopayProfile = readProfile(join(__dirname, 'profile.yaml'));

const [ORIGIN = ''] = wopayProfile.origins;

/** The wallet's own name. */
const WALLET = { en: 'WoPay', zh: '沃支付' };

/** WoPay, China Unicom's wallet, simulated: the wire as far as it is public, the rest by a profile of ours. */
export class Wopay implements Provider {
  readonly name: string;
  readonly origins: readonly string[];
  readonly ledger: Ledger;
  readonly book: TradeBook;
  readonly reader: WopayReader;
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
    const { clock, history, random, keys, pageOrigin, memory } = context;
    const { numbers, provider, origins } = profile;
    this.name = provider;
    this.origins = origins;
    this.ledger = new Ledger(memory?.keepTrades);
    this.reader = new WopayReader(provider, this.register, profile);
    const { register } = this;
    const pages = () => pageOrigin(ORIGIN);
    this.#enrolment = { register, keys, random, apiOrigin: ORIGIN, pageOrigin: pages };
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
      wayOf: () => 'online',
      rules: {
        preparedFirst: () => false,
        closesWhenExpired: true,
        refundTakesMs: numbers.refundTakes.value,
        refundWindowMs: numbers.refundWindow.value,
      },
      nameAccount: (account) => this.#nameAccount(account),
      notify: (trade, effect) => this.#notify(trade, effect),
    });
    const closed = this.closedDays;
    this.#desk = { register, book: this.book, profile, random, closed, now: () => clock.now(), pageOrigin: pages };
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
    // A payer who gives up leaves an order that waits for him.
    const command: Command =
      outcome === 'paid' ? { type: 'pay', payer, confirmedBy, seal, at } : { type: 'open', payer, at };
    const result = await this.book.pay(this.book.byCredential(credential), command);
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

  /**
   * No public source has payers' codes of this wallet, so it shows none; its profile says so, too.
   * @throws NoPayerCodes always.
   */
  showCode(): PayerCode {
    throw new NoPayerCodes(this.name);
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
    const { report } = this.context;
    const links = new DayFileLinks(this.profile);
    const calls = {
      query: (admitted: Parameters<typeof query>[1]) => query(desk, admitted),
      refund: (admitted: Parameters<typeof refund>[1]) => refund(desk, admitted),
      file: (admitted: Parameters<typeof refund>[1]) => billQuery(desk, links, admitted),
    };
    mountGateway(this.#app, { desk, wallet: WALLET, calls, believe: this.parts.believe, report });
    mountCashier(this.#app, cashierOf(this.#house()));
    mountVouchers(this.#app, vouchersIn(this.#house()));
    mountBills(this.#app, desk, links);
    this.#app.notFound(() => answer(404, { 'X-Sim-Profile': SIM_PROFILE }, ''));
    this.#app.onError((error) => {
      report(error);
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

/** No message names a payer; his number is the wallet's own. */
const userNumber = (random: Random) => random.digits(16);

/** Opens WoPay with other answers to the open questions of its profile. */
export function wopayWith(
  settings: Readonly<Record<string, string>>,
): (...given: Parameters<ProviderFactory>) => Promise<Wopay> {
  const changed = Object.entries(settings).map(([name, value]) => {
    const entry = wopayProfile.settings[name];
    if (!entry) throw new Error(`profile of ${wopayProfile.provider} has no setting "${name}"`);
    return [name, { ...entry, value }] as const;
  });
  const profile = { ...wopayProfile, settings: { ...wopayProfile.settings, ...Object.fromEntries(changed) } };
  for (const [name] of changed) setting(profile, name);
  return async (context, parts) =>
    new Wopay(context, new Payers(context.random, userNumber, context.people), parts, profile);
}

/** Opens WoPay for one world. */
export const wopay: ProviderFactory = wopayWith({});
