import type { Change } from '../../simulators/market/notice-periods';
import { readAnnouncements } from './pages';
import { expectStatus, type PlacedOrder, type PlatformDriver, type Setting } from './platform';

/** A change as an operator of the platform announces it. */
export interface ChangeWish {
  readonly change: Change;
  readonly provider?: string;
  readonly amountFen?: number;
  /** Business time. */
  readonly effectiveAt: number;
  /** RFC 3339. */
  readonly effectiveText: string;
}

const TEXTS: Readonly<Record<Change, { en: string; zh: string }>> = {
  'platform-rule': { en: 'The rules for returns are shorter.', zh: '精简退货规则。' },
  'provider-agreement': { en: 'The agreement has a new annex.', zh: '协议增加附件。' },
  fee: { en: 'The fee of this method changes.', zh: '该支付方式的收费调整。' },
  'planned-stop': { en: 'The method stops for maintenance.', zh: '该支付方式因维护停用。' },
};

/** Drives what is settled apart from single orders: discounts, a merchant's own record, announced changes. */
export class TermsDriver {
  constructor(readonly platform: PlatformDriver) {}

  /** Gives a discount by one provider, funded by the merchant, the platform or the provider. */
  async discount(provider: string, party: string, amountFen: number, merchant: string): Promise<void> {
    const { operator, merchant: asMerchant, world } = this.platform;
    const own = party === 'merchant';
    const url = this.platform.url(`/api/${own ? 'methods' : 'providers'}/${provider}/discount`);
    const reply = own
      ? await asMerchant.json('PUT', url, this.platform.key(merchant), { amountFen })
      : await operator.json('PUT', url, world.operatorKey, { amountFen, party });
    expectStatus(reply, [200], `the platform to take the discount of ${provider}`);
    const facts = { provider, kind: 'discount', party, amountFen, ...(own ? { merchant } : {}) };
    this.platform.declare('charge', facts);
  }

  /** The merchant changes the price of an order before anybody pays. */
  async reprice(order: PlacedOrder, amountFen: number): Promise<void> {
    const url = this.platform.url(`/api/orders/${order.orderNo}/price`);
    const reply = await this.platform.merchant.json('PUT', url, this.platform.key(order.merchant), { amountFen });
    expectStatus(reply, [200], 'the platform to take the new price');
    const facts = { amountFen };
    const { history } = this.platform.world;
    history.append({ type: 'act', by: 'merchant', kind: 'order.repriced', order: order.orderNo, facts });
  }

  /** Reads what the platform has on record of a merchant's choices. */
  async readMethods(merchant: string): Promise<void> {
    const url = this.platform.url('/api/methods');
    const reply = await this.platform.merchant.json('GET', url, this.platform.key(merchant));
    expectStatus(reply, [200], 'the platform to know the choices of a merchant');
    const { methods } = JSON.parse(reply.text) as Record<string, never>;
    const facts = { merchant, methods };
    this.platform.world.history.append({ type: 'contract', by: 'platform', kind: 'methods.state', facts });
  }

  /** Announces a change as an operator and records the answer; whether it had to be taken is for the judge. */
  async announce(wish: ChangeWish): Promise<void> {
    const { change, provider, amountFen, effectiveAt, effectiveText } = wish;
    const { operator, world } = this.platform;
    const body = { change, provider, amountFen, text: TEXTS[change], effectiveAt: effectiveText };
    const reply = await operator.json('POST', this.platform.url('/api/announcements'), world.operatorKey, body);
    expectStatus(reply, [201, 409], 'the platform to answer an announcement');
    const taken = reply.status === 201;
    const facts = { change, provider, effectiveAt, taken };
    world.history.append({ type: 'contract', by: 'platform', kind: 'change.answered', facts });
    if (taken && change === 'fee')
      this.platform.declare('charge', { provider, kind: 'fee', party: 'provider', amountFen, from: effectiveAt });
  }

  /** Opens the page of announced changes and records what it says. */
  async openAnnouncements(setting: Setting): Promise<void> {
    const url = this.platform.url(`/announcements?lang=${setting.language}`);
    const { text } = await this.platform.page('GET', url, setting);
    const facts = { language: setting.language, announced: readAnnouncements(text) };
    this.platform.world.history.append({ type: 'page', by: 'payer', kind: 'announcements.shown', facts });
  }
}
