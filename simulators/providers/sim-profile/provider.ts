import { Hono } from 'hono';
import { verifyRsa } from '../../kernel/keys';
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
  ProviderParts,
} from '../contract';
import { TradeBook } from '../engine/book';
import type { Effect, EngineRules, RefusalCode } from '../engine/engine';
import { type Notice, Notifier } from '../engine/notifier';
import { type CodeBehaviour, type CodeReading, NoPayerCodes, type PayerCode, PayerCodes } from '../engine/payer-codes';
import type { Trade } from '../engine/trade';
import type { WalletSecrets } from '../payers';
import type { Profile } from '../profile';
import { billAddress, mountVouchers, type VoucherDesk } from '../voucher-pages';
import { Api } from './calls';
import { Decisions } from './decisions';
import type { PayerSide, SimDesign } from './design';
import { type Decision, presentsOf, type SimDesk, withSide } from './desk';
import { enrolDirect, enrolPlatform, type MerchantKit } from './enrolment';
import { RequestReader } from './fields';
import { forgedAnswer, forgedNotice, forgedRequest } from './forgeries';
import { noticeOf } from './notices';
import { mountPages } from './pages';
import { mountPaymentCode } from './payment-code';
import { SimReader } from './reader';
import { Register } from './register';
import { plainSide } from './side';
import type { Signers } from './signers';
import { WALLET_PATH } from './views';
import { LABEL_HEADER } from './wire';

/** The label of a profile. @throws Error where the profile claims to be somebody's real wire, or has no label. */
function labelOf({ provider, label, wireTrue }: Profile): string {
  if (label !== undefined && !wireTrue) return label;
  throw new Error(`profile of ${provider}: expected wireTrue: false and a label such as ${provider}-sim-profile/0`);
}

/** What the engine needs to know of a profile. */
function rulesOf({ numbers }: Profile, { presents }: SimDesign): EngineRules {
  const failsInTime = new Set(presents.filter((each) => each.failsInTime).map(({ product }) => product));
  return {
    preparedFirst: () => false,
    closesWhenExpired: true,
    failsWhenExpired: (product) => failsInTime.has(product),
    refundTakesMs: numbers.refundTakes.value,
    refundWindowMs: numbers.refundWindow.value,
    mostRefunds: numbers.mostRefunds?.value,
    refundGapMs: numbers.refundGap?.value,
  };
}

/** A provider whose wire is a profile of ours. */
export class SimProvider implements Provider {
  readonly name: string;
  readonly origins: readonly string[];
  readonly ledger: Ledger;
  readonly book: TradeBook;
  readonly reader: SimReader;
  readonly register = new Register();
  readonly closedDays = new ClosedDays();
  readonly desk: SimDesk;
  readonly #app = new Hono();
  readonly #notifier: Notifier;
  readonly #decisions: Decisions;

  constructor(
    readonly context: ProviderContext,
    readonly parts: ProviderParts,
    readonly profile: Profile,
    readonly design: SimDesign,
    readonly signers: Signers,
  ) {
    const { clock, history, random, tokens, memory, pageOrigin } = context;
    const { provider, origins, numbers } = profile;
    const [apiOrigin = '', pages = apiOrigin] = origins;
    this.name = provider;
    this.origins = origins;
    this.ledger = new Ledger(memory?.keepTrades);
    this.reader = new SimReader(provider, design, this.register, signers, tokens);
    this.#notifier = new Notifier(clock, parts.noticeGaps(numbers.noticeGaps.value), (request) =>
      context.send(request, this.reader.notices, numbers.noticeTimeout.value),
    );
    this.book = new TradeBook({
      provider,
      clock,
      history,
      ledger: this.ledger,
      memory,
      engine: parts.engine,
      limits: parts.limits,
      wayOf: design.wayOf,
      rules: rulesOf(profile, design),
      nameAccount: (account) => this.#nameAccount(account),
      notify: (trade, effect) => this.#notify(trade, effect),
    });
    const { payerCode } = design;
    const codeLife = numbers.payerCodeLife.value;
    const codes = payerCode && new PayerCodes(random.stream('payer-codes'), codeLife, payerCode, parts.mayRead);
    const desk = {
      context,
      parts,
      profile,
      design,
      label: labelOf(profile),
      register: this.register,
      signers,
      reader: new RequestReader(design),
      book: this.book,
      closedDays: this.closedDays,
      codes,
      random,
      now: () => clock.now(),
      apiOrigin,
      pageOrigin: () => pageOrigin(pages),
      decide: (decision: Decision) => this.#decisions.decide(decision),
      tell: (notice: Notice) => this.#notifier.post(notice),
    };
    this.desk = withSide(desk, design.side ?? plainSide);
    this.#decisions = new Decisions(this.desk);
    this.#mount();
  }

  get side(): PayerSide {
    return this.desk.side;
  }

  get noticeReader() {
    return this.reader.notices;
  }

  async fetch(request: Request): Promise<Response> {
    const response = await this.#app.fetch(request);
    if (!response.headers.has(LABEL_HEADER)) response.headers.set(LABEL_HEADER, this.desk.label);
    return response;
  }

  enrolPlatform(platform: Applicant, merchants: readonly Applicant[]): Promise<Enrolment> {
    return enrolPlatform({ ...this.desk, keys: this.context.keys }, platform, merchants);
  }

  enrolDirect(merchant: Applicant): Promise<MerchantKit> {
    return enrolDirect({ ...this.desk, keys: this.context.keys }, merchant);
  }

  pay(
    credential: string,
    person: string,
    outcome: PayerOutcome,
    given?: string,
    seal?: string,
  ): Promise<RefusalCode | undefined> {
    return this.desk.decide({ credential, person, outcome, given, seal });
  }

  secretsOf(person: string): WalletSecrets {
    return this.side.secrets(person);
  }

  /** @throws NoPayerCodes where the profile has none. */
  showCode(payer: string, behaviour: CodeBehaviour): PayerCode {
    const { codes } = this.desk;
    if (!codes) throw new NoPayerCodes(this.name);
    return codes.show(payer, behaviour, this.context.clock.now());
  }

  readCode(code: string, order: string): CodeReading {
    const reading = this.desk.codes?.read(code, order, this.context.clock.now());
    return reading ?? { ok: false, refusal: 'unknown-code' };
  }

  async forgeNotice(payee: string, outTradeNo: string, forgery: Forgery | undefined): Promise<Request | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade ? forgedNotice(this.desk, trade, forgery) : undefined;
  }

  async forgeAnswer(payee: string, outTradeNo: string, forgery: Forgery): Promise<Response | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade ? forgedAnswer(this.desk, trade, forgery) : undefined;
  }

  async forgeRequest(payee: string, outTradeNo: string, forgery: Forgery): Promise<Request | undefined> {
    const trade = this.book.byOutTradeNo(payee, outTradeNo);
    return trade ? forgedRequest(this.desk, trade, forgery) : undefined;
  }

  proves({ proof }: Trade): boolean {
    const [appId, key = ''] = proof?.key.split(' ') ?? [];
    const known = this.register.app(appId)?.keys.get(key);
    return (
      proof !== undefined &&
      known !== undefined &&
      verifyRsa(Buffer.from(proof.signed, 'base64'), proof.signature, known)
    );
  }

  written(): Iterable<Trade> {
    return this.context.memory?.written?.() ?? [];
  }

  async crash(): Promise<void> {
    this.#decisions.forget();
    this.book.restart(this.written());
  }

  walletUrl(code: string): string {
    return `${this.desk.pageOrigin()}${WALLET_PATH}?${new URLSearchParams({ code })}`;
  }

  billUrl(payer: string): string {
    return `${this.desk.pageOrigin()}${billAddress(payer)}`;
  }

  closeDay(date: string): void {
    this.closedDays.close(date);
  }

  async rotateKeys(activate: boolean): Promise<void> {
    if (activate) this.signers.activateNewest();
    else await this.signers.publish();
  }

  /** What the bill and the vouchers are drawn from. */
  #vouchers(): VoucherDesk {
    const { parts, register, profile, context } = this;
    return {
      wallet: profile.name,
      people: context.people,
      products: Object.fromEntries(presentsOf(this.desk).map(({ product, name }) => [product, name])),
      vouchers: (payer) => parts.vouchers(this.book.trades(), payer, (payee) => register.nameOf(payee)),
      shown: parts.shownVoucher,
    };
  }

  #mount(): void {
    const api = new Api(this.#app, this.desk);
    api.mount();
    mountPages(this.#app, this.desk);
    mountVouchers(this.#app, this.#vouchers());
    if (this.desk.codes) mountPaymentCode(this.#app, this.desk, (payer, how) => this.showCode(payer, how));
    this.design.mount?.(api);
    this.#app.notFound(() => answer(404, {}, ''));
    this.#app.onError((error) => {
      this.context.report(error);
      return answer(500, {}, '');
    });
  }

  /** Successes and refunds are told; that an order was closed is not. */
  #notify(trade: Trade, effect: Effect & { type: 'notify' }): void {
    const notice = effect.about === 'close' ? undefined : noticeOf(this.desk, trade, effect);
    if (notice) this.#notifier.post(notice);
  }

  #nameAccount(account: string): string {
    const [kind = '', ...rest] = account.split(':');
    const id = rest.join(':');
    return kind === 'payee' ? this.register.owner(id) : `${kind}:${this.context.tokens.token(id)}`;
  }
}
