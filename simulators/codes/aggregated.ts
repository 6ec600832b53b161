import { Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { Random } from '../kernel/random';
import { formFieldNames } from '../network/fields';
import { answer } from '../network/message';
import type { Party, Reader } from '../network/party';
import { htmlPage } from './member/pages';
import { languageOf } from './member/words';
import type { CodeParts } from './parts';
import { readTable, rowMark } from './tables/table';
import { PROFILE_HEADER, scanProfile } from './xscan/profile';

const appRow = z.strictObject({ provider: z.string(), marker: z.string().min(1), source: z.string(), mark: rowMark });

/** The apps that scan aggregated codes, by a word in their browsers' names. */
export type AppRow = z.infer<typeof appRow>;
export const appTable: readonly AppRow[] = readTable('apps.yaml', z.array(appRow));

/** The scheme whose app has scanned; undefined for a browser that belongs to none. */
export const appOf = (userAgent: string, table: readonly AppRow[] = appTable): string | undefined =>
  table.find(({ marker }) => userAgent.includes(marker))?.provider;

export const AGGREGATOR = 'aggregator';
export const AGGREGATOR_ORIGIN = 'https://q.xscan.example';

/** An order behind an aggregated code: its amount is the platform's, never the address's. */
export interface AggregatedOrder {
  readonly orderNo: string;
  readonly amountFen: number;
}

/** Lets the payer's app pay the order with its scheme: the address where it goes on, or why it cannot. */
export type BeginAggregated = (
  order: AggregatedOrder,
  provider: string,
  request: Request,
) => Promise<{ readonly ok: true; readonly url: string } | { readonly ok: false; readonly why: string }>;

const reader: Reader = {
  request: (message) => ({
    from: 'payer',
    kind: 'page.aggregated',
    facts: { fields: formFieldNames(message) },
    canonical: false,
  }),
  answer: () => ({}),
};

const WORDS = {
  en: {
    title: 'Pay',
    other: 'Scan this code with the app of a wallet that the merchant takes.',
    refused: 'This order cannot be paid',
  },
  zh: { title: '付款', other: '请使用商户支持的钱包 App 扫描此二维码。', refused: '无法支付此订单' },
} as const;

/** One code for every app: it branches on the app that scans, and the amount stays with the platform (barcodes sheet §6). */
export class Aggregator implements Party {
  readonly name = AGGREGATOR;
  readonly origins = [AGGREGATOR_ORIGIN];
  readonly reader = reader;
  readonly #orders = new Map<string, AggregatedOrder>();
  readonly #app = new Hono();

  constructor(
    readonly random: Random,
    readonly parts: Pick<CodeParts, 'aggregatedAddress'>,
    readonly begin: BeginAggregated,
    readonly report: (error: unknown) => void,
  ) {
    this.#app.get('/a/:id', async (context) => {
      const request = context.req.raw;
      const language = languageOf(request.headers);
      const words = WORDS[language];
      const order = this.#orders.get(context.req.param('id'));
      if (!order) return htmlPage(language, words.title, html`<p role="alert">${words.refused}</p>`, 404);
      const provider = appOf(request.headers.get('user-agent') ?? '');
      if (provider === undefined) return htmlPage(language, words.title, html`<p role="status">${words.other}</p>`);
      const begun = await this.begin(order, provider, request);
      if (!begun.ok)
        return htmlPage(language, words.title, html`<p role="alert">${words.refused}: ${begun.why}</p>`, 409);
      return answer(302, { Location: begun.url, [PROFILE_HEADER]: scanProfile.profile }, '');
    });
    this.#app.notFound(() => answer(404, { [PROFILE_HEADER]: scanProfile.profile }, ''));
    this.#app.onError((error) => {
      report(error);
      return answer(500, {}, '');
    });
  }

  fetch(request: Request): Response | Promise<Response> {
    return this.#app.fetch(request);
  }

  /** The address that stands in the code of an order. */
  issue(order: AggregatedOrder): string {
    const id = this.random.letters(16);
    this.#orders.set(id, order);
    return this.parts.aggregatedAddress(AGGREGATOR_ORIGIN, id, order);
  }
}
