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

/** The longest description of an order that the platform takes, in characters. */
const LONGEST_GOODS = 120;

/** What a person entered as yuan, in fen; undefined when that is no amount to pay. */
function payable(yuan: string): number | undefined {
  try {
    return fenFromYuan(yuan);
  } catch (error) {
    if (error instanceof MoneyError) return undefined;
    throw error;
  }
}

/** True for the answer of a router to an address that nobody has, which tells a person nothing. */
const isBareRefusal = ({ status, headers }: Response) =>
  status === 404 && headers.get('content-type')?.startsWith('text/plain') === true;

/** A page that says what is wrong, and leads back to the shop. */
function trouble(url: URL, language: Language, status: number, says: string): Response {
  const words = WORDS[language];
  const content = html`<p role="alert">${says}</p><p><a href="/?lang=${language}">${words.backToShop}</a></p>`;
  return answer(status, HTML, sandboxPage(language, words.shopTitle, url, content));
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
    if (url.pathname === '/') return this.#shop(request, url, language);
    const checkout = await this.surroundings.platform.checkout();
    const response = await checkout.fetch(request);
    const token = /^\/pay\/([^/]+)/.exec(url.pathname)?.[1];
    const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
    if (token !== undefined && isPage) return this.#withLinks(response, token, language);
    return isBareRefusal(response) ? trouble(url, language, 404, WORDS[language].noSuchPage) : response;
  }

  #shop(request: Request, url: URL, language: Language): Response | Promise<Response> {
    const { method } = request;
    if (method === 'POST') return this.#order(request, url, language);
    if (method === 'GET' || method === 'HEAD') return this.#front(url, language);
    return trouble(url, language, 405, `${WORDS[language].wrongMethod}${WORDS[language].colon}${method}`);
  }

  /** The form, and after a refusal what was entered and what is wrong with it. */
  #front(url: URL, language: Language, entered: URLSearchParams = new URLSearchParams(), problem?: string): Response {
    // Whoever looks at the shop will order in a moment; the platform gets ready meanwhile.
    setImmediate(() => void this.surroundings.platform.checkout().catch(() => undefined));
    const words = WORDS[language];
    const merchants = this.surroundings.market.merchants.map(
      ({ id, name }) =>
        html`<option value="${id}"${entered.get('merchant') === id ? raw(' selected') : ''}>${name[language]}</option>`,
    );
    const alert = problem === undefined ? '' : html`<p role="alert">${words.refused}${words.colon}${problem}</p>`;
    const content = html`<p>${words.shopIntro}</p>${alert}
<form method="post" action="/?lang=${language}">
<label for="merchant">${words.merchant}</label><select id="merchant" name="merchant">${merchants}</select>
<label for="amount">${words.amountYuan}</label><input id="amount" name="amount" inputmode="decimal" value="${entered.get('amount') ?? '128.50'}" required>
<label for="goods">${words.goods}</label><input id="goods" name="goods" maxlength="${LONGEST_GOODS}" value="${entered.get('goods') ?? words.goodsExample}" required>
<button>${words.place}</button></form>
<p><a href="${this.surroundings.control}/live?lang=${language}">${words.liveTitle}</a></p>`;
    return answer(problem === undefined ? 200 : 400, HTML, sandboxPage(language, words.shopTitle, url, content));
  }

  async #order(request: Request, url: URL, language: Language): Promise<Response> {
    const { body, tooLarge } = await incoming(request);
    const words = WORDS[language];
    if (tooLarge) return trouble(url, language, 413, words.tooLarge);
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const text = (name: string) => (form.get(name) ?? '').trim();
    const [merchant, amount, goods] = [text('merchant'), text('amount'), text('goods')];
    const known = this.surroundings.market.merchants.map(({ id }) => id);
    const refused = (why: string) => this.#front(url, language, form, why);
    if (!known.includes(merchant)) return refused(words.badMerchant(merchant, known.join(', ')));
    const amountFen = payable(amount);
    if (amountFen === undefined) return refused(words.badAmount(amount));
    if (goods === '' || goods.length > LONGEST_GOODS) return refused(words.badGoods(goods.length, LONGEST_GOODS));
    try {
      const cashier = await this.surroundings.platform.order({ merchant, amountFen, description: goods });
      return answer(303, { Location: `${cashier}?lang=${language}` }, '');
    } catch (error) {
      if (error instanceof OrderRefused) return refused(error.message);
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
