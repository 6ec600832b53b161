import { html, raw } from 'hono/html';
import { fenFromYuan, MoneyError } from '../kernel/money';
import type { Market } from '../market/market';
import { answer, incoming } from '../network/message';
import type { Language } from '../providers/pages';
import type { SandboxGateway } from '../providers/sandbox';
import { sandboxPage } from './page';
import { OrderRefused, type Platform } from './platform';
import { languageFor, WORDS } from './words';

const HTML = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
};

/** What the shop stands on. */
export interface ShopSurroundings {
  readonly market: Market;
  readonly platform: Platform;
  readonly gateways: ReadonlyMap<string, SandboxGateway>;
  /** The address of the control port, where the live list is. */
  readonly control: string;
}

/** Puts something at the end of the main part of a page. */
const appended = (page: string, text: string) => page.replace('</main>', () => `${text}</main>`);

/** Where a person without a phone opens a code, with a way back to the order. */
const walletAddress = ({ provider }: SandboxGateway, code: string, back: string) =>
  `${provider.walletUrl(code)}&${new URLSearchParams({ back })}`;

/**
 * The demonstration shop, in front of the reference checkout on one address: the shop's page takes an order, and the
 * checkout's own pages get links that only a sandbox can offer: to the payer's wallet, and to what went over the wire.
 */
export class Shop {
  constructor(readonly surroundings: ShopSurroundings) {}

  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const language = languageFor(url, request.headers);
    if (url.pathname === '/')
      return request.method === 'POST' ? this.#order(request, url, language) : this.#front(url, language);
    const checkout = await this.surroundings.platform.checkout();
    const response = await checkout.fetch(request);
    const token = /^\/pay\/([^/]+)/.exec(url.pathname)?.[1];
    const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
    return token !== undefined && isPage ? this.#withLinks(response, token, language) : response;
  }

  #front(url: URL, language: Language, problem?: string): Response {
    // Whoever looks at the shop will order in a moment; the platform gets ready meanwhile.
    setImmediate(() => void this.surroundings.platform.checkout().catch(() => undefined));
    const words = WORDS[language];
    const merchants = this.surroundings.market.merchants.map(
      ({ id, name }) => html`<option value="${id}">${name[language]}</option>`,
    );
    const alert = problem === undefined ? '' : html`<p role="alert">${words.refused}: ${problem}</p>`;
    const content = html`<p>${words.shopIntro}</p>${alert}
<form method="post" action="/?lang=${language}">
<label for="merchant">${words.merchant}</label><select id="merchant" name="merchant">${merchants}</select>
<label for="amount">${words.amountYuan}</label><input id="amount" name="amount" inputmode="decimal" value="128.50" required>
<label for="goods">${words.goods}</label><input id="goods" name="goods" maxlength="120" value="${words.goodsExample}" required>
<button>${words.place}</button></form>
<p><a href="${this.surroundings.control}/live?lang=${language}">${words.liveTitle}</a></p>`;
    return answer(problem === undefined ? 200 : 400, HTML, sandboxPage(language, words.shopTitle, url, content));
  }

  async #order(request: Request, url: URL, language: Language): Promise<Response> {
    const { body } = await incoming(request);
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const merchant = form.get('merchant') ?? '';
    const { market, platform } = this.surroundings;
    try {
      const known = market.merchants.map(({ id }) => id);
      if (!known.includes(merchant))
        throw new OrderRefused(`found merchant "${merchant}", expected ${known.join(', ')}`);
      const amountFen = fenFromYuan((form.get('amount') ?? '').trim());
      const cashier = await platform.order({ merchant, amountFen, description: (form.get('goods') ?? '').trim() });
      return answer(303, { Location: `${cashier}?lang=${language}` }, '');
    } catch (error) {
      if (error instanceof OrderRefused || error instanceof MoneyError)
        return this.#front(url, language, error.message);
      throw error;
    }
  }

  async #withLinks(response: Response, token: string, language: Language): Promise<Response> {
    const words = WORDS[language];
    const checkout = await this.surroundings.platform.checkout();
    const order = checkout.service.store.orderByToken(token);
    if (!order) return response;
    const last = order.attempts.at(-1);
    const back = `${checkout.config.publicOrigin}/pay/${token}/status?lang=${language}`;
    const gateway = this.surroundings.gateways.get(last?.route.provider ?? '');
    const code = last?.status === 'waiting' && last.handOff?.type === 'qr' ? last.handOff.content : undefined;
    const wallet =
      gateway && code !== undefined
        ? html`<p><a href="${walletAddress(gateway, code, back)}">${words.openWallet}</a></p>`
        : '';
    const numbers = order.attempts.map(({ attemptNo }) => attemptNo).join(',');
    const wire = numbers
      ? html`<p><a href="${this.surroundings.control}/live?trade=${numbers}&lang=${language}">${words.seeWire}</a></p>`
      : '';
    const links = String(html`${wallet}${wire}<p><a href="/?lang=${language}">${words.backToShop}</a></p>`);
    const { status, headers } = response;
    return answer(status, Object.fromEntries(headers), appended(await response.text(), String(raw(links))));
  }
}
