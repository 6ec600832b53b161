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
import { Notifier } from '../engine/notifier';
import { type CodeBehaviour, type CodeReading, type PayerCode, PayerCodes } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import { type WalletSecrets, walletSecrets } from '../payers';
import { type Profile, readProfile } from '../profile';
import { billAddress, mountVouchers } from '../voucher-pages';
import { bankNamed } from './banks';
import type { BillDesk } from './bills/file';
import { Authority, strangersSigner } from './certificates';
import { type EnrolmentDesk, enrolDirect, enrolPlatform, type MerchantKit } from './enrolment';
import { forgedAnswer, forgedNotice, forgedRequest } from './forgeries';
import type { Gate } from './gate';
import { mountGateway, PATHS } from './gateway';
import { Announcer, type NoticeDesk } from './notices';
import { mountPages, type PayerChoice, PROFILE_NAME, WALLET, walletAddress } from './pages';
import { mountPaymentCode } from './payment-code';
import { provesOrder } from './proof';
import { UnionPayReader } from './reader';
import { Register } from './register';
import { Signers } from './signers';
import { masked, PRODUCT_NAMES, SCANNED } from './trades';

export const unionpayProfile = readProfile(join(__dirname, 'profile.yaml'));

const [GATEWAY = '', , CODES = ''] = unionpayProfile.origins;

/** UnionPay's codes begin with 62 and have 19 digits (barcodes sheet 1). */
const drawCode = (random: { digits(length: number): string }) => `62${random.digits(17)}`;

/** UnionPay's all-channel gateway with the wallet of Cloud QuickPass, simulated. */
export class UnionPay implements Provider {
  readonly name: string;
  readonly origins: readonly string[];
  readonly ledger: Ledger;
  readonly book: TradeBook;
  readonly reader: UnionPayReader;
  readonly register = new Register();
  readonly closedDays = new ClosedDays();
  readonly codes: PayerCodes;
  readonly #app = new Hono();
  readonly #desk: NoticeDesk & BillDesk;
  readonly #announcer: Announcer;
  readonly #enrolment: EnrolmentDesk;

  constructor(
    readonly context: ProviderContext,
    readonly signers: Signers,
    readonly parts: ProviderParts,
    readonly profile: Profile,
  ) {
    const { clock, history, random, keys, tokens, pageOrigin, memory } = context;
    const { numbers, provider, origins } = profile;
    const { register } = this;
    this.name = provider;
    this.origins = origins;
    this.ledger = new Ledger(memory?.keepTrades);
    this.codes = new PayerCodes(random.stream('payer-codes'), numbers.payerCodeLife.value, drawCode, parts.mayRead);
    const gate: Gate = { register, signers, profile, believe: parts.believe };
    this.reader = new UnionPayReader(this.name, {
      gate,
      tokens,
      book: () => this.book,
      holderOf: (told) => context.people.find((person) => masked(this.secretsOf(person).card) === told),
    });
    this.#enrolment = {
      register,
      authority: signers.authority,
      keys,
      random,
      apiOrigin: GATEWAY,
      pageOrigin: () => pageOrigin(GATEWAY),
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
        preparedFirst: () => false,
        closesWhenExpired: true,
        failsWhenExpired: (product) => product === 'code',
        refundTakesMs: numbers.refundTakes.value,
        refundWindowMs: numbers.refundWindow.value,
      },
      nameAccount: (account) => this.#nameAccount(account),
      notify: (trade, effect) => this.#announcer.changed(trade, effect),
    });
    this.#desk = {
      register,
      signers,
      profile,
      book: this.book,
      codes: this.codes,
      random,
      keys,
      now: () => clock.now(),
      failed: (trade) => this.#announcer.failed(trade),
      cardOf: (person) => this.secretsOf(person).card,
      pageOrigin,
      strangersSigner: () => strangersSigner(keys),
      closed: this.closedDays,
    };
    const send = (request: Request) => context.send(request, this.reader.notices);
    const gaps = parts.noticeGaps(numbers.noticeGaps.value);
    this.#announcer = new Announcer(this.#desk, new Notifier(clock, gaps, send, numbers.noticeTimeout.value));
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

  enrolDirect(merchant: Applicant): Promise<MerchantKit> {
    return enrolDirect(this.#enrolment, merchant);
  }

  pay(
    credential: string,
    payer: string,
    outcome: PayerOutcome,
    given?: string,
    seal?: string,
  ): Promise<RefusalCode | undefined> {
    return this.payFrom(credential, payer, outcome, { given, seal });
  }

  /** A payer pays from an account at a bank; the first of the list where none is named. */
  async payFrom(
    credential: string,
    payer: string,
    outcome: PayerOutcome,
    { given, seal, bank }: PayerChoice,
  ): Promise<RefusalCode | undefined> {
    const confirmedBy = given === undefined ? undefined : this.parts.factor(given);
    const at = this.context.clock.now();
    const from = bankNamed(bank)?.code;
    const trade = this.book.byCredential(credential);
    // A payer who gives up leaves an order that waits for him.
    const command: Command =
      outcome === 'paid' ? { type: 'pay', payer, confirmedBy, seal, from, at } : { type: 'open', payer, at };
    const result = await this.book.pay(trade, command);
    if (!result.ok) return result.refusal;
    if (outcome === 'declined' && result.trade.product === 'code') this.#declined(result.trade);
    return undefined;
  }

  /** Whoever turns down what was asked with his code ends it. */
  #declined(trade: Trade): void {
    const failed = this.book.apply(trade, { type: 'fail', why: 'declined', at: this.context.clock.now() });
    if (failed.ok) this.#announcer.failed(failed.trade);
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
    return trade ? forgedRequest(this.#desk, trade, `${GATEWAY}${PATHS.query}`, forgery) : undefined;
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
    return proof !== undefined && provesOrder(this.register, proof);
  }

  written(): Iterable<Trade> {
    return this.context.memory?.written?.() ?? [];
  }

  async crash(): Promise<void> {
    this.book.restart(this.written());
  }

  walletUrl(code: string): string {
    return walletAddress(this.#desk, code);
  }

  billUrl(payer: string): string {
    return `${this.context.pageOrigin(CODES)}${billAddress(payer)}`;
  }

  closeDay(date: string): void {
    this.closedDays.close(date);
  }

  /** A new certificate travels in the messages that it signs; nobody has to fetch it first. */
  async rotateKeys(activate: boolean): Promise<void> {
    if (activate) this.signers.activateNewest();
    else await this.signers.publish();
  }

  #mount(gate: Gate): void {
    const { people } = this.context;
    const { parts, register, book } = this;
    this.#app.use('/sim/*', async (context, next) => {
      await next();
      context.header('X-Sim-Profile', PROFILE_NAME);
    });
    mountGateway(this.#app, gate, this.#desk);
    mountPages(this.#app, this.#desk, {
      people,
      cards: Object.fromEntries(people.map((person) => [person, parts.shownCard(this.secretsOf(person).card)])),
      view: parts.walletView,
      answer: parts.walletAnswer,
      fits: (payer, given) => this.secretsOf(payer).password === given,
      payFrom: (code, payer, outcome, choice) => this.payFrom(code, payer, outcome, choice),
    });
    mountPaymentCode(this.#app, this.#desk, people, (payer, behaviour) => this.showCode(payer, behaviour));
    mountVouchers(this.#app, {
      wallet: WALLET,
      people,
      products: PRODUCT_NAMES,
      vouchers: (payer) => parts.vouchers(book.trades(), payer, (payee) => register.merchant(payee)?.name ?? payee),
      shown: parts.shownVoucher,
    });
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

/** Opens UnionPay with other answers to the open questions of its profile. */
export function unionpayWith(
  settings: Readonly<Record<string, string>>,
): (...given: Parameters<ProviderFactory>) => Promise<UnionPay> {
  return async (context, parts) => {
    const changed = Object.entries(settings).map(([name, value]) => {
      const entry = unionpayProfile.settings[name];
      if (!entry) throw new Error(`profile of unionpay has no setting "${name}"`);
      return [name, { ...entry, value }] as const;
    });
    const profile = { ...unionpayProfile, settings: { ...unionpayProfile.settings, ...Object.fromEntries(changed) } };
    const signers = await Signers.create(await Authority.of(context.keys));
    return new UnionPay(context, signers, parts, profile);
  };
}

/** Opens UnionPay for one world. */
export const unionpay: ProviderFactory = unionpayWith({});
