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
import { type CodeBehaviour, type CodeReading, NoPayerCodes, type PayerCode, PayerCodes } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import { type WalletSecrets, walletSecrets } from '../payers';
import { type Profile, readProfile, setting } from '../profile';
import { billAddress, mountVouchers } from '../voucher-pages';
import { query, queryRefund, refund, revoke } from './calls';
import { fkmPay } from './code-payments';
import type { Desk } from './desk';
import { type EnrolmentDesk, enrolPlatform, type MerchantKit, openAccount } from './enrolment';
import { forgedAnswer, forgedNotice, forgedRequest } from './forgeries';
import { mountServices } from './gate';
import { noticeOf } from './notices';
import { PRODUCT_NAMES, SCANNED, uniorder } from './orders';
import { APP_PATH, markPages, type PayerSide, SIM_PROFILE, WALLET, WALLET_PATH, WalletPages } from './pages';
import { mountPaymentCode } from './payment-code';
import { JdPayReader } from './reader';
import { RECON_PATH, RECON_PROFILE, recon } from './recon';
import { Register } from './register';
import { queryBaiTiaoFQ, relations } from './relations';
import { verifiesProof } from './requests';
import { Signers } from './signers';

export const jdpayProfile = readProfile(join(__dirname, 'profile.yaml'));

const [API_ORIGIN = '', DESKTOP_ORIGIN = '', PHONE_ORIGIN = ''] = jdpayProfile.origins;

/** JD Pay 2.0, simulated. */
export class JdPay implements Provider {
  readonly name: string;
  readonly origins: readonly string[];
  readonly ledger: Ledger;
  readonly book: TradeBook;
  readonly reader: JdPayReader;
  readonly register = new Register();
  readonly desk: Desk;
  readonly #closedDays = new ClosedDays();
  readonly #codes: PayerCodes;
  readonly #app = new Hono();
  readonly #enrolment: EnrolmentDesk;

  constructor(
    readonly context: ProviderContext,
    readonly signers: Signers,
    readonly parts: ProviderParts,
    readonly profile: Profile,
  ) {
    const { clock, random, keys, pageOrigin, memory, report } = context;
    const { numbers, provider, origins } = profile;
    const { register } = this;
    this.name = provider;
    this.origins = origins;
    this.ledger = new Ledger(memory?.keepTrades);
    this.#codes = new PayerCodes(
      random.stream('payer-codes'),
      numbers.payerCodeLife.value,
      (drawn) => `18${drawn.digits(16)}`,
      parts.mayRead,
    );
    this.reader = new JdPayReader(provider, { register, signers, profile }, context.tokens);
    this.book = this.#openBook();
    this.desk = {
      register,
      signers,
      book: this.book,
      profile,
      random,
      keys,
      codes: this.#codes,
      now: () => clock.now(),
      choose: (name) => setting(profile, name),
      believe: parts.believe,
      phoneOrigin: () => pageOrigin(PHONE_ORIGIN),
      report,
    };
    this.#enrolment = {
      register,
      signers,
      keys,
      random,
      apiOrigin: API_ORIGIN,
      cashiers: () => ({ page: pageOrigin(DESKTOP_ORIGIN), h5: pageOrigin(PHONE_ORIGIN) }),
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
  enrolDirect(merchant: Applicant): Promise<MerchantKit> {
    return openAccount(this.#enrolment, merchant, merchant.owner);
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
    const command: Command =
      outcome === 'paid' ? { type: 'pay', payer, confirmedBy, seal, at } : { type: 'open', payer, at };
    const result = await this.book.pay(trade, command);
    if (!result.ok) return result.refusal;
    // Whoever turns down what was asked for with his own code ends it; any other payment waits on.
    const ended = outcome === 'declined' && result.trade.chargedTo !== undefined;
    if (ended) this.book.apply(result.trade, { type: 'fail', why: 'declined', at });
    return undefined;
  }

  async forgeNotice(payee: string, outTradeNo: string, forgery: Forgery | undefined): Promise<Request | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade && forgedNotice(this.desk, trade, forgery);
  }

  async forgeAnswer(payee: string, outTradeNo: string, forgery: Forgery): Promise<Response | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade && forgedAnswer(this.desk, trade, forgery);
  }

  async forgeRequest(payee: string, outTradeNo: string, forgery: Forgery): Promise<Request | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade && forgedRequest(this.desk, trade, API_ORIGIN, forgery);
  }

  /** @throws NoPayerCodes where the setting says that there are none. */
  showCode(payer: string, behaviour: CodeBehaviour): PayerCode {
    if (setting(this.profile, 'payerCodes') === 'none') throw new NoPayerCodes(this.name);
    return this.#codes.show(payer, behaviour, this.context.clock.now());
  }

  readCode(code: string, order: string): CodeReading {
    return this.#codes.read(code, order, this.context.clock.now());
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
    const page = code.startsWith('merchant=')
      ? `${APP_PATH}?${code}`
      : `${WALLET_PATH}?${new URLSearchParams({ code })}`;
    return `${this.context.pageOrigin(PHONE_ORIGIN)}${page}`;
  }

  billUrl(payer: string): string {
    return `${this.context.pageOrigin(PHONE_ORIGIN)}${billAddress(payer)}`;
  }

  closeDay(date: string): void {
    this.#closedDays.close(date);
  }

  /** Nothing in the protocol tells anybody: after it, whoever verifies needs the new key by hand. */
  async rotateKeys(activate: boolean): Promise<void> {
    if (activate) this.signers.activateNewest();
    else await this.signers.mint();
  }

  #openBook(): TradeBook {
    const { context, parts, profile } = this;
    const { clock, history, memory } = context;
    const { numbers } = profile;
    const notifier = new Notifier(
      clock,
      parts.noticeGaps(numbers.noticeGaps.value),
      (request) => context.send(request, this.reader.notices),
      numbers.noticeTimeout.value,
    );
    return new TradeBook({
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
      notify: (trade, effect) => {
        const notice = noticeOf(this.desk, trade, effect);
        if (notice) notifier.post(notice);
      },
    });
  }

  /** How the wallet's pages know their users and take a payment. */
  #wallet(): PayerSide {
    const { parts } = this;
    const { people, clock } = this.context;
    return {
      people,
      cards: Object.fromEntries(people.map((person) => [person, parts.shownCard(this.secretsOf(person).card)])),
      view: parts.walletView,
      answer: parts.walletAnswer,
      fits: (payer, given) => this.secretsOf(payer).password === given,
      pay: (code, payer, outcome, given, seal) => this.pay(code, payer, outcome, given, seal),
      look: (code) => {
        const trade = this.book.byCredential(code);
        if (trade?.status === 'open') this.book.apply(trade, { type: 'open', at: clock.now() });
      },
    };
  }

  #mount(): void {
    const { desk, parts, register, book } = this;
    const { people, pageOrigin, report } = this.context;
    markPages(this.#app);
    const users = relations();
    const bills = recon({ closed: this.#closedDays, origin: () => pageOrigin(API_ORIGIN) });
    mountServices(this.#app, desk, {
      '/service/uniorder': uniorder,
      '/service/fkmPay': fkmPay,
      '/service/query': query,
      '/service/refund': refund,
      '/service/queryRefund': queryRefund,
      '/service/revoke': revoke,
      '/service/getUserRelation': users.read,
      '/service/cancelUserRelation': users.cancel,
    });
    // The plans are ours, and so is how their list is written: no sample of an answer was found.
    mountServices(this.#app, desk, { '/service/queryBaiTiaoFQ': queryBaiTiaoFQ }, SIM_PROFILE);
    mountServices(this.#app, desk, { [RECON_PATH]: bills.ask }, RECON_PROFILE);
    bills.mount(this.#app, desk);
    new WalletPages(desk, this.#wallet()).mount(this.#app);
    mountPaymentCode(this.#app, desk, people, (payer, behaviour) => this.showCode(payer, behaviour));
    mountVouchers(this.#app, {
      wallet: WALLET,
      people,
      products: PRODUCT_NAMES,
      vouchers: (payer) => parts.vouchers(book.trades(), payer, register.nameOf),
      shown: parts.shownVoucher,
    });
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

/** Opens JD Pay with other answers to the open questions of its profile. */
export function jdpayWith(
  settings: Readonly<Record<string, string>>,
): (...given: Parameters<ProviderFactory>) => Promise<JdPay> {
  return async (context, parts) => {
    const changed = Object.entries(settings).map(([name, value]) => {
      const entry = jdpayProfile.settings[name];
      if (!entry) throw new Error(`profile of jdpay has no setting "${name}"`);
      return [name, { ...entry, value }] as const;
    });
    const profile = { ...jdpayProfile, settings: { ...jdpayProfile.settings, ...Object.fromEntries(changed) } };
    return new JdPay(context, await Signers.create(context.keys, profile), parts, profile);
  };
}

/** Opens JD Pay for one world. */
export const jdpay: ProviderFactory = jdpayWith({});
