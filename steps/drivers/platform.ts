import type { Facts } from '../../simulators/kernel/history';
import { placeOf } from '../../simulators/world/integration';
import type { World } from '../../simulators/world/world';
import { HttpDriver, type Reply } from './http';
import {
  type CashierObservation,
  type NamesOnPage,
  readCashier,
  readCode,
  readConsent,
  readForm,
  readOutwardForm,
  readStatus,
  valueOfMethod,
} from './pages';

/** An order as a scenario speaks of it. */
export interface PlacedOrder {
  readonly orderNo: string;
  readonly merchant: string;
  readonly merchantOrderNo: string;
  readonly amountFen: number;
  readonly description: string;
  readonly payer?: string;
  readonly cashierUrl: string;
  /** Each merchant's part, where several share the order; `merchant` then names none of them. */
  readonly parts?: readonly PartWish[];
}

/** One merchant's part of an order that several share. */
export interface PartWish {
  readonly merchant: string;
  readonly amountFen: number;
}

/** What a merchant wants to sell; left-out members take the usual values. */
export interface OrderWish {
  readonly merchant: string;
  readonly merchantOrderNo: string;
  readonly amountFen: unknown;
  readonly currency?: string;
  readonly description?: string;
  readonly payer?: string;
  readonly items?: ReadonlyArray<{ readonly name: string; readonly quantity: number }>;
}

const PHONE = 'Mozilla/5.0 (Linux; Android 14; HarmonyOS) AppleWebKit/537.36 Mobile';
const DESKTOP = 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36';

/** What the platform hands to the payer: the content of a code, or an address with the form that it may want. */
export interface HandOff {
  readonly code?: string;
  readonly url?: string;
  /** What the payer's browser posts to the address; without it the address is opened. */
  readonly form?: Readonly<Record<string, string>>;
}

/** A person's device and language. */
export interface Setting {
  readonly device: 'desktop' | 'phone';
  readonly language: 'en' | 'zh';
}

/**
 * Drives the platform under test through its contract and its pages, and records what it does and sees. What it
 * records are the harness's own acts and observations, never what the platform decided.
 */
export class PlatformDriver {
  readonly merchant: HttpDriver;
  readonly operator: HttpDriver;
  readonly #payer: HttpDriver;

  constructor(
    readonly world: World,
    readonly names: NamesOnPage,
  ) {
    for (const merchant of world.market.merchants)
      this.declare('merchant', { merchant: merchant.id, ...merchant.name, ...placeOf(merchant) });
    const { network, checkout } = world;
    this.merchant = new HttpDriver(network, 'merchant', checkout.reader);
    this.operator = new HttpDriver(network, 'operator', checkout.reader);
    this.#payer = new HttpDriver(network, 'payer', checkout.reader);
  }

  /** Declares a provider's relation to the platform and its state. */
  async declareProvider(
    provider: string,
    state: { platformOptedIn?: boolean; providerOptedIn?: boolean; inService?: boolean },
  ): Promise<void> {
    const reply = await this.operator.json(
      'PUT',
      this.url(`/api/providers/${provider}`),
      this.world.operatorKey,
      state,
    );
    expectStatus(reply, [200], `the platform to take the state of ${provider}`);
    this.declare('provider', { provider, ...state });
  }

  /** A merchant enables or disables a provider. */
  async enable(merchant: string, provider: string, enabled: boolean): Promise<void> {
    const reply = await this.merchant.json('PUT', this.url(`/api/methods/${provider}`), this.key(merchant), {
      enabled,
    });
    expectStatus(reply, [200], `the platform to take the choice of ${merchant}`);
    this.declare('method', { merchant, provider, enabled });
  }

  /** Sends an order as a merchant's system does; the reply is for the scenario to judge. */
  async sendOrder(wish: OrderWish): Promise<Reply> {
    const { merchant, merchantOrderNo, amountFen, currency = 'CNY', description = '一壶龙井', payer, items } = wish;
    const body = {
      merchantOrderNo,
      amountFen,
      currency,
      description,
      ...(items === undefined ? {} : { items }),
      ...(payer === undefined ? {} : { payerId: payer }),
    };
    return this.merchant.json('POST', this.url('/api/orders'), this.key(merchant), body);
  }

  /** Places an order that must be accepted. */
  async placeOrder(wish: OrderWish & { amountFen: number }): Promise<PlacedOrder> {
    const reply = await this.sendOrder(wish);
    expectStatus(reply, [200, 201], 'the platform to take the order');
    const { orderNo, cashierUrl, description } = JSON.parse(reply.text) as Record<string, string>;
    const { merchant, merchantOrderNo, amountFen, payer } = wish;
    const facts: Facts = { merchant, amountFen, ...(payer === undefined ? {} : { payer }) };
    this.world.history.append({ type: 'act', by: 'merchant', kind: 'order.placed', order: orderNo, facts });
    return {
      orderNo: orderNo ?? '',
      merchant,
      merchantOrderNo,
      amountFen,
      payer,
      cashierUrl: cashierUrl ?? '',
      description: description ?? '',
    };
  }

  /** Places an order that several merchants share, as the platform's own shop front does; it must be accepted. */
  async placeCombined(combinedOrderNo: string, parts: readonly PartWish[]): Promise<PlacedOrder> {
    const body = {
      combinedOrderNo,
      currency: 'CNY',
      description: '合并订单',
      parts: parts.map(({ merchant, amountFen }, index) => ({
        merchantId: merchant,
        merchantOrderNo: `${combinedOrderNo}-${index + 1}`,
        amountFen,
        description: '一壶龙井',
      })),
    };
    const reply = await this.operator.json('POST', this.url('/api/combined-orders'), this.world.operatorKey, body);
    expectStatus(reply, [200, 201], 'the platform to take the combined order');
    const placed = JSON.parse(reply.text) as Record<string, string>;
    const { orderNo = '', cashierUrl = '', description = '' } = placed;
    const amountFen = parts.reduce((sum, part) => sum + part.amountFen, 0);
    const merchant = String(placed['merchantId']);
    const facts: Facts = { merchant, amountFen, parts: parts.map((part) => ({ ...part })) };
    this.world.history.append({ type: 'act', by: 'merchant', kind: 'order.placed', order: orderNo, facts });
    return { orderNo, merchant, merchantOrderNo: combinedOrderNo, amountFen, description, cashierUrl, parts };
  }

  /** Reads the order as its merchant and records what the platform says of it. */
  async readOrder(order: PlacedOrder): Promise<Facts> {
    const reply = order.parts
      ? await this.operator.json('GET', this.url(`/api/combined-orders/${order.orderNo}`), this.world.operatorKey)
      : await this.merchant.json('GET', this.url(`/api/orders/${order.orderNo}`), this.key(order.merchant));
    expectStatus(reply, [200], 'the platform to know the order');
    const { cashierUrl: _, orderNo: __, ...facts } = JSON.parse(reply.text) as Record<string, never>;
    this.world.history.append({ type: 'contract', by: 'platform', kind: 'order.state', order: order.orderNo, facts });
    return facts;
  }

  /**
   * Asks for a refund as the merchant; the reply is for the scenario to judge.
   * @param merchant Which merchant asks, where several share the order.
   */
  refund(order: PlacedOrder, refundNo: string, amountFen: number, merchant = order.merchant): Promise<Reply> {
    const url = this.url(`/api/orders/${order.orderNo}/refunds`);
    if (order.parts) {
      const facts = { merchant, amountFen };
      this.world.history.append({ type: 'act', by: 'merchant', kind: 'refund.asked', order: order.orderNo, facts });
    }
    return this.merchant.json('POST', url, this.key(merchant), { refundNo, amountFen });
  }

  /** Opens the cashier as a payer and records what is on the page. */
  async openCashier(order: PlacedOrder, setting: Setting): Promise<CashierObservation> {
    const { text } = await this.page('GET', `${order.cashierUrl}?lang=${setting.language}`, setting);
    const seen = readCashier(text, this.names);
    this.world.history.append({
      type: 'page',
      by: 'payer',
      kind: 'cashier.shown',
      order: order.orderNo,
      facts: { ...seen, device: setting.device },
    });
    return seen;
  }

  /** The payer picks a method and confirms; an explicit act, recorded as such with what the page showed. */
  async choose(order: PlacedOrder, provider: string, setting: Setting): Promise<Reply> {
    const { text } = await this.page('GET', `${order.cashierUrl}?lang=${setting.language}`, setting);
    return this.confirm(order, provider, setting, text);
  }

  /** Confirms a method on a page as it was once opened; `change` does something to the form before it is sent. */
  confirm(
    order: PlacedOrder,
    provider: string,
    setting: Setting,
    text: string,
    change: (fields: Record<string, string>) => Record<string, string> = (fields) => fields,
  ): Promise<Reply> {
    const value = valueOfMethod(text, this.names, provider);
    const form = readForm(text, 'input[type=radio]');
    if (value === undefined || !form) throw new Prerequisite(`the cashier to offer ${provider}`, 'it does not');
    const { payee, prices } = readCashier(text, this.names);
    const payableFen = prices.find((price) => price.provider === provider)?.payableFen ?? null;
    const facts = { provider, payee, payableFen };
    this.world.history.append({ type: 'act', by: 'payer', kind: 'method.chosen', order: order.orderNo, facts });
    const fields = change({ ...form.fields, method: value });
    return this.page('POST', new URL(form.action, order.cashierUrl).href, setting, fields);
  }

  /** The payer switches the personal order off, or on again, with the page's own switch. */
  async switchPersonalOrder(order: PlacedOrder, on: boolean, setting: Setting): Promise<void> {
    const { text } = await this.page('GET', `${order.cashierUrl}?lang=${setting.language}`, setting);
    const form = readForm(text, '[data-personal]');
    if (!form) throw new Prerequisite('the cashier to have a switch for the personal order', 'it has none');
    const facts = { payer: order.payer ?? '', on };
    this.world.history.append({ type: 'act', by: 'payer', kind: 'order.switched', order: order.orderNo, facts });
    await this.page('POST', new URL(form.action, order.cashierUrl).href, setting, form.fields);
  }

  /**
   * Where the payer goes to pay: the content of a code, an address, or an address and the form that is posted there.
   * Undefined while there is nothing to pay with.
   */
  async handOff(order: PlacedOrder, setting: Setting): Promise<HandOff | undefined> {
    const reply = await this.page('GET', `${order.cashierUrl}/go?lang=${setting.language}`, setting);
    const code = readCode(reply.text);
    if (code !== undefined) return { code };
    const form = readOutwardForm(reply.text, new URL(order.cashierUrl).origin);
    if (form) return { url: form.action, form: form.fields };
    const { location } = reply;
    return location === undefined || location.startsWith('/pay/') ? undefined : { url: location };
  }

  /** Opens the page that says how the order stands, and records what it says. */
  async openStatus(order: PlacedOrder, setting: Setting): Promise<string> {
    const { text } = await this.page('GET', `${order.cashierUrl}/status?lang=${setting.language}`, setting);
    const { says, amountText } = readStatus(text);
    const facts = { says, amountText, language: setting.language };
    this.world.history.append({ type: 'page', by: 'payer', kind: 'status.shown', order: order.orderNo, facts });
    return says;
  }

  /** Opens the page that says what is shared of the payer, and records what is ticked there. */
  async openConsent(order: PlacedOrder, setting: Setting): Promise<readonly string[]> {
    const { text } = await this.page('GET', `${order.cashierUrl}/consent?lang=${setting.language}`, setting);
    const scopes = readConsent(text);
    if (scopes.length === 0) throw new Prerequisite('the platform to ask for consent', 'its page offers none');
    const facts: Facts = { payer: order.payer ?? null, scopes: scopes.map((scope) => ({ ...scope })) };
    this.world.history.append({ type: 'page', by: 'payer', kind: 'consent.shown', order: order.orderNo, facts });
    return scopes.map(({ scope }) => scope);
  }

  /** The payer says to what he agrees, and to nothing else; an explicit act, recorded as such. */
  async decideSharing(order: PlacedOrder, agreedTo: readonly string[], setting: Setting): Promise<void> {
    const facts: Facts = { payer: order.payer ?? null, agreedTo };
    this.world.history.append({ type: 'act', by: 'payer', kind: 'consent.decided', order: order.orderNo, facts });
    const url = `${order.cashierUrl}/consent?lang=${setting.language}`;
    await this.page('POST', url, setting, new URLSearchParams(agreedTo.map((scope) => ['share', scope])));
  }

  /** Reads an export as an operator, and records its rows. */
  async readExport(name: string): Promise<void> {
    const reply = await this.operator.json('GET', this.url(`/api/exports/${name}`), this.world.operatorKey);
    expectStatus(reply, [200], `the platform to have the export ${name}`);
    const facts = { export: name, ...(JSON.parse(reply.text) as Facts) };
    this.world.history.append({ type: 'contract', by: 'platform', kind: 'export.state', facts });
  }

  /** Reads what the platform has on record of a payer's consents, and records it. */
  async readConsents(payer: string): Promise<void> {
    const reply = await this.operator.json('GET', this.url(`/api/consents/${payer}`), this.world.operatorKey);
    expectStatus(reply, [200], 'the platform to keep consents on record');
    const facts = { payer, ...(JSON.parse(reply.text) as Facts) };
    this.world.history.append({ type: 'contract', by: 'platform', kind: 'consents.state', facts });
  }

  /** The payer's browser comes back to the shop with an address that claims success; nobody has paid. */
  async forgeReturn(order: PlacedOrder, query: Record<string, string>, setting: Setting): Promise<Reply> {
    this.world.history.append({ type: 'act', by: 'stranger', kind: 'return.forged', order: order.orderNo, facts: {} });
    return this.page('GET', `${order.cashierUrl}/return?${new URLSearchParams(query)}`, setting);
  }

  /** Asks for a page as a payer with this setting does. */
  page(method: string, url: string, setting: Setting, form?: Record<string, string> | URLSearchParams): Promise<Reply> {
    const headers = {
      'user-agent': setting.device === 'phone' ? PHONE : DESKTOP,
      'accept-language': setting.language === 'zh' ? 'zh-CN' : 'en',
      ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    };
    return this.#payer.send(method, url, headers, form && new URLSearchParams(form).toString());
  }

  url(path: string): string {
    return `${this.world.market.origin}${path}`;
  }

  key(merchant: string): string {
    const key = this.world.merchantKeys[merchant];
    if (key === undefined) throw new Error(`the market has no merchant "${merchant}"`);
    return key;
  }

  /** Puts a fact of the world on record that the scenario has set up. */
  declare(kind: string, facts: Facts): void {
    this.world.history.append({ type: 'declared', by: 'harness', kind, facts });
  }
}

/** Something that a scenario needs before its own question, and did not get. It fails the scenario and names itself. */
export class Prerequisite extends Error {
  override name = 'Prerequisite';

  constructor(
    readonly expected: string,
    readonly seen: string,
  ) {
    super(`prerequisite missing: expected ${expected}, but ${seen}`);
  }
}

/** Throws when an answer has another status than the scenario needs. */
export function expectStatus(reply: Reply, allowed: readonly number[], what: string): void {
  if (!allowed.includes(reply.status))
    throw new Prerequisite(what, `it answered ${reply.status}: ${reply.text.slice(0, 200)}`);
}
