import type { Random } from '../../kernel/random';
import { SECOND_MS } from '../../kernel/time';
import type { Trade } from '../../providers/engine/trade';
import { confirmationOf } from '../web/confirmation';
import type { CrashMarket } from './market';

/** What the platform says of an order to its merchant. */
interface OrderAnswer {
  readonly orderNo: string;
  readonly merchantOrderNo: string;
  readonly amountFen: number;
  readonly description: string;
  readonly status: string;
  readonly cashierUrl: string;
  readonly deliveries: number;
  readonly payments: ReadonlyArray<{ readonly paymentNo: string; readonly provider: string; readonly status: string }>;
  readonly refunds: ReadonlyArray<{ readonly refundNo: string; readonly amountFen: number; readonly status: string }>;
}

const MOST_TRIES = 12;

/** One order, with the merchant and the payer who insist on it, and the books that show how it ended. */
export class CrashOrder {
  readonly #merchant: string;
  readonly #amountFen: number;
  readonly #description: string;
  #orderNo = '';
  #page = '';
  /** The cashier page as the payer's browser holds it. */
  #cashier = '';
  /** The codes on the payer's screens, by provider. */
  readonly #codes = new Map<string, string>();
  readonly #refunds = new Map<string, number>();

  constructor(
    readonly market: CrashMarket,
    readonly random: Random,
    readonly number: string,
  ) {
    this.#merchant = random.pick(market.merchants);
    this.#amountFen = random.int(2, 20_000);
    this.#description = `龙井 ${number}`;
  }

  /** The merchant places the order under its number until the platform acknowledges it, and at times once more. */
  async place(): Promise<void> {
    const order = {
      merchantOrderNo: this.number,
      amountFen: this.#amountFen,
      currency: 'CNY',
      description: this.#description,
    };
    const times = this.random.int(1, 2);
    for (let i = 0; i < times; i += 1) {
      const answer = await this.#json('POST', '/api/orders', order);
      this.#orderNo = answer.orderNo;
      this.#page = new URL(answer.cashierUrl).pathname;
    }
  }

  /** The payer opens the page of one provider or, having changed his mind, of both. */
  async openPages(): Promise<void> {
    this.#cashier = await (await this.market.ask('GET', this.#page)).text();
    const providers = [...this.market.providers.keys()];
    const first = this.random.pick(providers);
    const chosen = this.random.int(0, 2) === 0 ? [first] : [first, ...providers.filter((other) => other !== first)];
    for (const provider of chosen) await this.#choose(provider);
  }

  /** The payer pays some of the codes that he has. */
  async pay(): Promise<void> {
    for (const [provider, code] of this.#codes) {
      if (this.random.int(0, 3) > 0) await this.market.pay(provider, code);
    }
  }

  /** A code that is still on a screen is paid after everything has settled. */
  async payAgain(): Promise<void> {
    if (this.random.int(0, 1) === 0) await this.pay();
  }

  /** The merchant gives some of it back, under one number until the platform acknowledges it. */
  async refund(): Promise<void> {
    const { status } = await this.#read();
    const wanted = this.random.int(0, 2);
    const amountFen = Math.floor(this.#amountFen / 2);
    for (let i = 1; i <= wanted && status === 'paid'; i += 1) {
      await this.#json('POST', `/api/orders/${this.#orderNo}/refunds`, { refundNo: `R${i}`, amountFen });
      this.#refunds.set(`${this.#orderNo}RR${i}`, amountFen);
    }
  }

  /** Payments that a provider has taken and the platform, alive and at rest, does not know of. */
  async unknownPayments(): Promise<string[]> {
    const { payments } = await this.#read();
    return this.#trades()
      .filter(({ status }) => status === 'paid')
      .flatMap(({ outTradeNo }) => {
        const payment = payments.find(({ paymentNo }) => paymentNo === outTradeNo);
        // One that its provider has closed is not asked about; whoever pays it nevertheless is heard by notice.
        if (payment?.status === 'paid' || payment?.status === 'closed') return [];
        return [`${outTradeNo} is paid, and the platform has it as ${payment?.status ?? 'unheard of'}`];
      });
  }

  /** What is not as it must be, now that everything has settled. */
  async violations(): Promise<string[]> {
    const answer = await this.#read();
    const paid = this.#trades().filter(({ status }) => status === 'paid');
    const found = [
      ...this.#contentLost(answer),
      ...this.#wrongState(answer, paid.length > 0),
      ...this.#wrongMoney(paid),
      ...this.#wrongRefunds(answer, paid),
      ...this.#strayTrades(answer),
    ];
    return found.map((text) => `order ${this.#orderNo}: ${text}`);
  }

  #contentLost({ orderNo, merchantOrderNo, amountFen, description }: OrderAnswer): string[] {
    const seen = [orderNo, merchantOrderNo, amountFen, description].join(' ');
    const expected = [this.#orderNo, this.number, this.#amountFen, this.#description].join(' ');
    return seen === expected ? [] : [`was placed as "${expected}" and is now "${seen}"`];
  }

  #wrongState({ status, deliveries }: OrderAnswer, isPaid: boolean): string[] {
    const expected = isPaid ? 'paid, 1 delivery' : 'closed, 0 deliveries';
    const seen = `${status}, ${deliveries} ${deliveries === 1 ? 'delivery' : 'deliveries'}`;
    return seen === expected ? [] : [`expected ${expected}, found ${seen}`];
  }

  /** One payment is kept, less what the merchant gave back; every other has gone back whole. */
  #wrongMoney(paid: readonly Trade[]): string[] {
    const taken = paid.reduce((sum, { amountFen }) => sum + amountFen, 0);
    const given = paid.flatMap(({ refunds }) => refunds).reduce((sum, refund) => sum + refund.amountFen, 0);
    const refunded = [...this.#refunds.values()].reduce((sum, amountFen) => sum + amountFen, 0);
    const expected = paid.length === 0 ? 0 : this.#amountFen - refunded;
    return taken - given === expected ? [] : [`the payer is ${taken - given} fen poorer, expected ${expected}`];
  }

  #wrongRefunds({ refunds }: OrderAnswer, paid: readonly Trade[]): string[] {
    const done = paid.flatMap((trade) => trade.refunds).filter(({ status }) => status === 'success');
    const unasked = done.filter(({ outRefundNo }) => !refunds.some(({ refundNo }) => refundNo === outRefundNo));
    const asked = [...this.#refunds.keys()].filter((number) => {
      const inBooks = done.filter(({ outRefundNo }) => outRefundNo === number).length;
      return inBooks !== 1 || refunds.find(({ refundNo }) => refundNo === number)?.status !== 'done';
    });
    return [
      ...unasked.map(({ outRefundNo }) => `refund ${outRefundNo} was made, and the platform does not know it`),
      ...asked.map((number) => `refund ${number} was acknowledged, and not made exactly once`),
    ];
  }

  /** A trade that could still be paid, or that the platform takes for something else. */
  #strayTrades({ payments }: OrderAnswer): string[] {
    return this.#trades().flatMap(({ outTradeNo, status }) => {
      const known = payments.find(({ paymentNo }) => paymentNo === outTradeNo)?.status ?? 'unheard of';
      const fits = status === 'paid' ? known === 'paid' : status !== 'open' && known === 'closed';
      return fits ? [] : [`trade ${outTradeNo} is ${status}, and the platform has it as ${known}`];
    });
  }

  #trades(): Trade[] {
    return [...this.market.providers.values()]
      .flatMap(({ book }) => book.trades())
      .filter(({ outTradeNo }) => outTradeNo.startsWith(`${this.#orderNo}A`));
  }

  /** Chooses until there is a code to pay, or the order needs none any more. */
  async #choose(provider: string): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const form = new URLSearchParams(confirmationOf(this.#cashier, provider));
      const page = await this.market.ask('POST', `${this.#page}/choose`, undefined, form);
      const chosen = page.status === 303;
      const shown = await this.market.ask('GET', `${this.#page}/go`);
      const code = /data-fact="code">([^<]+)</.exec(await shown.text())?.[1];
      if (chosen && code !== undefined) {
        this.#codes.set(provider, code.replaceAll('&amp;', '&'));
        return;
      }
      // A provider that did not answer is asked again after a few seconds.
      await this.market.advance(6 * SECOND_MS);
    }
    throw new Error(`the payer of order ${this.#orderNo} never gets a code of ${provider}`);
  }

  #read(): Promise<OrderAnswer> {
    return this.#json('GET', `/api/orders/${this.#orderNo}`);
  }

  async #json(method: string, path: string, body?: unknown): Promise<OrderAnswer> {
    const response = await this.market.ask(method, path, `key-of-${this.#merchant}`, body);
    const text = await response.text();
    if (response.status >= 300) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return JSON.parse(text) as OrderAnswer;
  }
}
