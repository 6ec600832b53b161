import type { BusinessClock } from '../../kernel/clock';
import type { Effect } from '../engine/engine';
import { Notifier, type Send } from '../engine/notifier';
import { fullyRefunded, type Trade } from '../engine/trade';
import { setting } from '../profile';
import { genuineNotice, type NoticeDesk, type NoticeEvent } from './notices';
import type { Product } from './orders';
import { exists } from './trades';

type Told = Readonly<Record<Product, readonly NoticeEvent['about'][]>>;

/** What besides the payment is told, by product; sources disagree, so it is a setting (sheet 3.4, requirement A22). */
const TOLD: Readonly<Record<string, Told>> = {
  current: { page: [], wap: [], app: [], precreate: [], code: [], create: [] },
  legacy: { page: [], wap: ['close', 'finish'], app: ['close', 'finish'], precreate: [], code: [], create: [] },
  everything: {
    page: ['close', 'finish'],
    wap: ['close', 'finish'],
    app: ['close', 'finish'],
    precreate: ['open', 'close', 'finish'],
    code: ['open', 'close', 'finish'],
    create: ['close', 'finish'],
  },
};

/** Products whose notices may be sent again at once before the published gaps (sheet 3.5). */
const FACE_TO_FACE: readonly string[] = ['precreate', 'code', 'create'];

/** What sending notices needs beside the desk that writes them. */
export interface AnnouncerSettings {
  readonly clock: BusinessClock;
  /** The gaps between the attempts of a notice, from the profile's. */
  readonly gaps: (published: readonly number[]) => readonly number[];
  readonly send: Send;
}

/** Tells merchants what became of their trades: which changes, at once and again, depends on product and settings. */
export class Announcer {
  readonly #senders: Readonly<Record<'usual' | 'face-to-face', Notifier>>;

  constructor(
    readonly desk: NoticeDesk,
    readonly settings: AnnouncerSettings,
  ) {
    const { noticeGaps, noticeTimeout } = desk.profile.numbers;
    const { clock, gaps, send } = settings;
    const sender = (published: readonly number[]) => new Notifier(clock, gaps(published), send, noticeTimeout.value);
    // Pages of face-to-face products put three immediate resends before the published gaps (sheet 3.5).
    const resends = setting(desk.profile, 'immediateResends') === 'three' ? [0, 0, 0] : [];
    this.#senders = {
      usual: sender(noticeGaps.value),
      'face-to-face': sender([...resends, ...noticeGaps.value]),
    };
  }

  /** What the engine wants told. */
  changed(trade: Trade, { about, outRefundNo }: Effect & { type: 'notify' }): void {
    const { profile } = this.desk;
    if (about === 'payment') {
      this.#post(trade, { about });
      if (this.#tells(trade, 'finish')) this.#finishLater(trade);
    }
    if (about === 'close' && exists(trade) && this.#tells(trade, 'close')) this.#post(trade, { about });
    if (about === 'refund' && setting(profile, 'refundNotices') === 'sent') {
      const refund = trade.refunds.find((candidate) => candidate.outRefundNo === outRefundNo);
      if (refund) this.#post(trade, { about, refund });
    }
  }

  /** A payer has shown up, or is asked, and has not paid. */
  opened(trade: Trade): void {
    if (this.#tells(trade, 'open')) this.#post(trade, { about: 'open' });
  }

  /** A payment was undone as a whole after it had succeeded. */
  undone(trade: Trade): void {
    if (this.#tells(trade, 'close')) this.#post(trade, { about: 'close' });
  }

  #tells({ product }: Trade, about: NoticeEvent['about']): boolean {
    return TOLD[setting(this.desk.profile, 'noticeTriggers')]?.[product as Product]?.includes(about) ?? false;
  }

  /** When the time for refunds is over, a trade that was not given back is finished. */
  #finishLater({ tradeNo, paidAt = 0 }: Trade): void {
    const over = paidAt + this.desk.profile.numbers.refundWindow.value + 1;
    this.settings.clock.at(over, () => {
      const trade = this.desk.book.byTradeNo(tradeNo);
      if (trade?.status === 'paid' && !fullyRefunded(trade)) this.#post(trade, { about: 'finish' });
    });
  }

  #post(trade: Trade, event: NoticeEvent): void {
    const notice = genuineNotice(this.desk, trade, event);
    if (notice) this.#senders[FACE_TO_FACE.includes(trade.product) ? 'face-to-face' : 'usual'].post(notice);
  }
}
