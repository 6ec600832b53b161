import { z } from 'zod';
import { randomHex } from '../../kernel/keys';
import { fenFromYuan } from '../../kernel/money';
import type { Trade } from '../engine/trade';
import { setting } from '../profile';
import { ask, takeAtOnce } from '../sim-profile/codes';
import type { Present } from '../sim-profile/design';
import type { SimDesk } from '../sim-profile/desk';
import { SimError } from '../sim-profile/errors';
import type { OrderRequest } from '../sim-profile/fields';
import { callerOf } from '../sim-profile/notices';

/** A sub-wallet that a person has pushed to a platform. */
export interface Push {
  readonly token: string;
  readonly person: string;
  /** The application that may use it. */
  readonly appId: string;
  /** The platform's own name for the person; the token counts for this user alone (EC-08). */
  readonly userId: string;
  readonly revoked?: true;
}

/** The sub-wallets that people have pushed to platforms, by their tokens. */
export class SubWallets {
  readonly #pushes = new Map<string, Push>();

  push(person: string, appId: string, userId: string): Push {
    const pushed = { token: randomHex(16), person, appId, userId };
    this.#pushes.set(pushed.token, pushed);
    return pushed;
  }

  /** Takes a sub-wallet back; harmless for a token that nobody has. */
  revoke(token: string): void {
    const pushed = this.#pushes.get(token);
    if (pushed) this.#pushes.set(token, { ...pushed, revoked: true });
  }

  /** What a person has pushed and not taken back. */
  of(person: string): Push[] {
    return [...this.#pushes.values()].filter((push) => push.person === person && !push.revoked);
  }

  /** The person who pays with a token; undefined unless it is for this application and user. */
  payer(token: string, appId: string, userId: string): string | undefined {
    const push = this.#pushes.get(token);
    const fits = push && !push.revoked && push.appId === appId && push.userId === userId;
    return fits ? push.person : undefined;
  }
}

/** A small amount is taken at once; for a larger one the wallet asks (sheet 3 (d)). */
async function pay(wallets: SubWallets, desk: SimDesk, trade: Trade, { more }: OrderRequest): Promise<Trade> {
  if (trade.chargedTo !== undefined) return trade;
  const person = wallets.payer(String(more['subWalletToken']), callerOf(trade), String(more['userId']));
  if (person === undefined) throw new SimError('TOKEN_REFUSED');
  const text = setting(desk.profile, 'subWalletWithoutPassword');
  const withoutPassword = text === '0.00' ? 0 : fenFromYuan(text);
  return trade.amountFen <= withoutPassword ? takeAtOnce(desk, trade, person) : ask(desk, trade, person);
}

/** Payment with a token of a sub-wallet that the payer has pushed to the platform. */
export const subWalletPresent = (wallets: SubWallets): Present => ({
  present: 'SUBWALLET_PUSH',
  product: 'push',
  name: { en: 'Sub-wallet push', zh: '子钱包推送支付' },
  hands: 'nothing',
  members: {
    subWalletToken: z.string().regex(/^[0-9a-f]{32}$/, 'expected a token of 32 characters'),
    userId: z.string().regex(/^[0-9A-Za-z_-]{1,64}$/, 'expected 1 to 64 letters, digits, _ or -'),
  },
  failsInTime: true,
  begin: (desk, trade, order) => pay(wallets, desk, trade, order),
});
