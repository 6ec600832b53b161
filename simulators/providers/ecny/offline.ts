import { z } from 'zod';
import { fenFromYuan } from '../../kernel/money';
import { readRfc3339 } from '../../kernel/time';
import { payeeAccount, payerAccount } from '../engine/engine';
import type { Trade } from '../engine/trade';
import { setting } from '../profile';
import type { Api } from '../sim-profile/calls';
import type { SimDesk } from '../sim-profile/desk';
import { SimError } from '../sim-profile/errors';
import type { Admitted } from '../sim-profile/gate';
import { callerOf, repeatedNotice } from '../sim-profile/notices';
import { knownTrade, ownPayee } from '../sim-profile/orders';
import { orderView } from '../sim-profile/views';
import { type HardWallets, hardWalletPresent, type Tap } from './hard-wallets';

type View = Readonly<Record<string, unknown>>;

const tapSchema = z.strictObject({
  merchantWalletId: z.string().regex(/^\d{16}$/, 'expected 16 digits'),
  hardWalletId: z.string().regex(/^\d{16}$/, 'expected 16 digits'),
  offlineSeq: z.int().positive(),
  amount: z.int().positive(),
  currency: z.literal('CNY'),
  tappedAt: z
    .string()
    .refine((text) => readRfc3339(text) !== undefined, 'expected a time such as 2026-11-24T09:30:00+08:00'),
  tapCode: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits'),
});

/** How a tap is named where it paid an order. */
const tagOf = ({ hardWalletId, offlineSeq }: Tap) => `hard wallet ${hardWalletId}/${offlineSeq}`;

/** What became of payments without a network, by the card's own count. */
export class OfflinePayments {
  readonly #ended = new Map<string, { readonly tradeNo: string; readonly returned: boolean }>();

  constructor(
    readonly desk: SimDesk,
    readonly wallets: HardWallets,
  ) {}

  /** POST /v0/orders/{outTradeNo}/offline: the terminal has a network again and brings what the card paid. */
  async deliver(admitted: Admitted, number: string): Promise<View> {
    const tap = this.#read(admitted);
    const trade = knownTrade(this.desk, ownPayee(admitted, tap.merchantWalletId), this.desk.reader.number(number));
    if (trade.product !== hardWalletPresent.product)
      throw new SimError('PARAM_ERROR', 'the order is not for a hard wallet');
    if (trade.amountFen !== tap.amount) throw new SimError('PARAM_ERROR', 'amount: it differs from the order');
    const known = this.#ended.get(tagOf(tap));
    // The same tap once more is the same payment, also where the operator has forgotten everything but its books.
    if (known && known.tradeNo !== trade.tradeNo) throw new SimError('DUPLICATE');
    if (known || trade.confirmedBy === tagOf(tap)) return this.#view(trade, tap, known?.returned ?? false);
    return this.#take(trade, tap);
  }

  #read({ body }: Admitted): Tap {
    const result = tapSchema.safeParse(body);
    if (!result.success) {
      const [issue] = result.error.issues;
      throw new SimError('PARAM_ERROR', `${issue?.path.join('.') || 'the request'}: ${issue?.message}`);
    }
    const { currency: _, ...tap } = result.data;
    if (!this.wallets.proves(tap)) throw new SimError('TAP_REFUSED');
    if (tap.amount > fenFromYuan(setting(this.desk.profile, 'offlineSingle'))) throw new SimError('LIMIT_SINGLE');
    return tap;
  }

  /** The money left the card when it was tapped: it pays the order, or, where that is over, goes back by itself (EC-10). */
  async #take(trade: Trade, tap: Tap): Promise<View> {
    const at = this.desk.now();
    const payer = this.wallets.owner(tap.hardWalletId) ?? '';
    const outcome = await this.desk.book.pay(trade, { type: 'pay', payer, confirmedBy: tagOf(tap), at });
    this.#ended.set(tagOf(tap), { tradeNo: trade.tradeNo, returned: !outcome.ok });
    if (outcome.ok) return this.#view(outcome.trade, tap, false);
    this.#giveBack(trade, tap, payer);
    return this.#view(trade, tap, true);
  }

  #giveBack(trade: Trade, tap: Tap, payer: string): void {
    const { ledger, history, provider, nameAccount } = this.desk.book.settings;
    const [card, late] = [payerAccount(payer), `late:${tap.hardWalletId}`];
    const ref = `${tap.hardWalletId}/${tap.offlineSeq}`;
    ledger.post({ from: card, to: late, amountFen: trade.amountFen, reason: 'offline', ref });
    ledger.post({ from: late, to: card, amountFen: trade.amountFen, reason: 'offline-return', ref });
    const facts = { to: nameAccount(card), from: nameAccount(payeeAccount(trade.payee)), amountFen: trade.amountFen };
    history.append({ type: 'decision', by: provider, kind: 'offline.returned', trade: trade.outTradeNo, facts });
    if (trade.notifyUrl === undefined) return;
    const noticeId = this.desk.random.stream(`notice/offline/${ref}`).hex(32).toLowerCase();
    const content = { noticeId, event: 'OFFLINE.RETURNED', appId: callerOf(trade), ...this.#view(trade, tap, true) };
    this.desk.tell(repeatedNotice(this.desk, trade.notifyUrl, content));
  }

  #view(trade: Trade, { offlineSeq }: Tap, returned: boolean): View {
    return { ...orderView(this.desk, trade), offlineSeq, offlineState: returned ? 'RETURNED' : 'SUCCESS' };
  }
}

/** Mounts the call that brings payments without a network. */
export function mountOffline(api: Api, wallets: HardWallets): void {
  const offline = new OfflinePayments(api.desk, wallets);
  api.on('POST', '/v0/orders/:named/offline', (admitted, named) => offline.deliver(admitted, named));
}
