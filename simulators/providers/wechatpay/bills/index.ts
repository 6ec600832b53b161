import { gzipSync } from 'node:zlib';
import type { Context, Hono } from 'hono';
import { randomHex } from '../../../kernel/keys';
import type { Ledger } from '../../../kernel/ledger';
import type { ClosedDays } from '../../closed-days';
import { payeeAccount } from '../../engine/engine';
import type { Trade } from '../../engine/trade';
import type { BillNumbers } from '../../profile';
import { type Admitted, admit, success, unsigned } from '../api';
import type { Desk } from '../desk';
import { billErrors, WechatError } from '../errors';
import { checkFields, type Field } from '../fields';
import { billFields, fileFields } from '../tables';
import { type BusinessDay, billDay, isOn } from './days';
import { readRate } from './fees';
import { type AccountType, type Flow, flowsOf, fundFlowBill } from './fund-flow';
import { BillLinks, billDigest } from './links';
import { type Fees, type Movement, movementsOf } from './movements';
import { listedIn, TRADE_BILLS, type TradeBill, tradeBill } from './trade-bill';

/** What bills are made from, beside the book. */
export interface Accounts {
  readonly ledger: Ledger;
  readonly closed: ClosedDays;
  /** Where the gateway listens: the production origin, or this machine in the sandbox. */
  readonly apiOrigin: () => string;
}

const FILE = '/v3/billdownload/file';

/** Bills of trades and of funds, and their files (sheet 1.7 and 6). */
export function mountBills(app: Hono, desk: Desk, accounts: Accounts): void {
  const { bills: numbers, origins } = desk.profile;
  if (!numbers) throw new Error('the profile has no numbers of bills');
  const follows = desk.gate.choose('billDownloadOrigin') === 'follows-the-gateway';
  const downloadOrigin = () => (follows ? accounts.apiOrigin() : (origins[0] ?? ''));
  const bills = new Bills(desk, { ...accounts, numbers, downloadOrigin });
  app.get('/v3/bill/tradebill', (context) => bills.trades(context));
  app.get('/v3/bill/fundflowbill', (context) => bills.funds(context));
  app.get(FILE, (context) => bills.file(context));
}

class Bills {
  readonly #links: BillLinks;
  readonly #fees: Fees;

  constructor(
    readonly desk: Desk,
    readonly accounts: Accounts & {
      readonly numbers: BillNumbers;
      /** What stands before the path in a download address. */
      readonly downloadOrigin: () => string;
    },
  ) {
    const { linkLife, feeRate } = accounts.numbers;
    this.#links = new BillLinks(linkLife.value, () => randomHex(24));
    this.#fees = { rate: readRate(feeRate.value), returned: desk.gate.choose('feeOfRefunds') === 'returned' };
  }

  async trades(context: Context): Promise<Response> {
    const { admitted, query, day } = await this.#asked(context, billFields.tradebill);
    const type = (query['bill_type'] ?? 'ALL') as TradeBill;
    // Bills of recharged coupons and tailored ones never have a line here.
    if (!TRADE_BILLS.includes(type)) throw billErrors.nothing();
    const sub = this.#subMerchant(admitted, query['sub_mchid']);
    const found = this.#movements((trade) => this.#isBilled(trade, admitted, sub))
      .filter((movement) => isOn(day, movement.at) && listedIn[type](movement))
      .sort((a, b) => a.at - b.at);
    if (found.length === 0) throw billErrors.nothing();
    const asOf = Math.min(this.desk.orders.now(), day.end + this.accounts.numbers.availableFrom.value);
    const summary = this.desk.gate.choose('billSummary');
    const bytes = tradeBill(type, found, { rate: this.#fees.rate, payers: this.desk.payers, asOf, summary });
    return this.#handOut(admitted, bytes, query['tar_type']);
  }

  async funds(context: Context): Promise<Response> {
    const { admitted, query, day } = await this.#asked(context, billFields.fundflowbill);
    const account = (query['account_type'] ?? 'BASIC') as AccountType;
    const { choose } = this.desk.gate;
    const named = choose('fundFlowOfSubMerchant') === 'accepted' ? query['sub_mchid'] : undefined;
    const payee = this.#subMerchant(admitted, named) ?? admitted.account.mchid;
    const all = this.#movements((trade) => trade.payee === payee)
      .flatMap((movement) => flowsOf(movement, choose('feesBookedAt') as AccountType))
      .filter((flow) => flow.account === account)
      .sort((a, b) => a.at - b.at);
    const flows = all.filter(({ at }) => isOn(day, at));
    if (flows.length === 0) throw billErrors.nothing();
    const opening = this.#opening(payee, account, all, day);
    const number = (flow: Flow) => this.#flowNumber(payee, flow);
    const bytes = fundFlowBill(flows, opening, number, choose('billSummary'));
    return this.#handOut(admitted, bytes, query['tar_type']);
  }

  /** The file, unsigned; another merchant's token and one that is over are told apart (sheet 1.7). */
  async file(context: Context): Promise<Response> {
    const { admitted, query } = await this.#admitted(context, fileFields);
    const link = this.#links.find(query['token'] ?? '', this.desk.orders.now());
    if (!link) throw billErrors.staleLink();
    if (link.mchid !== admitted.account.mchid) throw billErrors.linkOfAnother();
    const zipped = /^gzip$/i.test(query['tartype'] ?? '');
    return unsigned(zipped ? 'application/x-gzip' : 'text/plain', zipped ? gzipSync(link.bytes) : link.bytes);
  }

  async #asked(context: Context, fields: readonly Field[]) {
    const { admitted, query } = await this.#admitted(context, fields);
    const { numbers, closed } = this.accounts;
    const calendar = { now: this.desk.orders.now(), availableFromMs: numbers.availableFrom.value, closed };
    return { admitted, query, day: billDay(query['bill_date'] ?? '', calendar) };
  }

  async #admitted(context: Context, fields: readonly Field[]) {
    const admitted = await admit(this.desk.gate, context);
    const query: Readonly<Record<string, string | undefined>> = context.req.query();
    try {
      checkFields('query', fields, query, this.desk.fieldRules);
    } catch (error) {
      const code = this.desk.gate.choose('billParameterErrors');
      throw error instanceof WechatError ? new WechatError(400, code, error.message, error.detail) : error;
    }
    return { admitted, query };
  }

  /** The sub-merchant that a service provider asks for; a direct merchant has none to ask for. */
  #subMerchant({ account }: Admitted, sub: string | undefined): string | undefined {
    if (account.role !== 'service-provider' || !sub) return undefined;
    if (this.desk.gate.register.mayActFor(account, sub)) return sub;
    throw billErrors.notAuthorised();
  }

  #isBilled(trade: Trade, { account }: Admitted, sub: string | undefined): boolean {
    if (account.role !== 'service-provider') return trade.payee === account.mchid;
    return trade.extra?.['sp_mchid'] === account.mchid && (sub ?? trade.payee) === trade.payee;
  }

  #movements(billed: (trade: Trade) => boolean): Movement[] {
    const { orders } = this.desk;
    return orders.book.trades().flatMap((trade) => (billed(trade) ? movementsOf(trade, this.#fees) : []));
  }

  /** What an account held when a day began: what it holds now without what has come since. Fees are in no ledger. */
  #opening(payee: string, account: AccountType, all: readonly Flow[], day: BusinessDay): bigint {
    const isFee = ({ business }: Flow) => business.endsWith('手续费');
    const total = (flows: readonly Flow[]) => flows.reduce((sum, { fen }) => sum + BigInt(fen), 0n);
    const moneySince = total(all.filter((flow) => !isFee(flow) && flow.at >= day.start));
    const feesBefore = total(all.filter((flow) => isFee(flow) && flow.at < day.start));
    const held = account === 'BASIC' ? this.accounts.ledger.balance(payeeAccount(payee)) : 0n;
    return held - moneySince + feesBefore;
  }

  #flowNumber(payee: string, { businessNo, business }: Flow): string {
    return `${payee}${this.desk.random.stream(`flow/${businessNo}/${business}`).digits(20)}`;
  }

  #handOut(admitted: Admitted, bytes: Buffer, tarType: string | undefined): Response {
    const token = this.#links.open(admitted.account.mchid, bytes, this.desk.orders.now());
    return success(this.desk.gate, admitted, {
      hash_type: 'SHA1',
      hash_value: billDigest(bytes),
      download_url: `${this.accounts.downloadOrigin()}${FILE}?token=${token}${tarType ? '&tartype=gzip' : ''}`,
    });
  }
}
