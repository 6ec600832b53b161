import { ConnectionLost } from '../../simulators/network/party';
import type { Provider } from '../../simulators/providers/contract';
import type { World } from '../../simulators/world/world';
import { HttpDriver, type Reply } from './http';
import { type PageForm, readForm, readLink, readWallet, readWalletAnswer } from './pages';
import { type HandOff, Prerequisite } from './platform';

/** How far a payer follows pages before giving up. */
const MOST_PAGES = 6;

/** The order whose page a payer comes from. */
export interface Origin {
  readonly orderNo: string;
  readonly cashierUrl: string;
}

/** How many digits of a card's number a page shows: in all, at its beginning, at its end. */
function shownDigits(card: string) {
  const [first = ''] = /^\d*/.exec(card) ?? [];
  const [last = ''] = /\d*$/.exec(card) ?? [];
  return { digits: card.replaceAll(/\D/g, '').length, first: first.length, last: last.length };
}

/** The page on which the payer confirms. */
export interface WalletPage {
  readonly url: string;
  readonly form: PageForm;
  /** What the page says of the payment: the payee, and what is to be paid. */
  readonly payee: string;
  readonly amountText: string;
}

/** A payer with a wallet, who reads pages and presses buttons, whatever the provider. */
export class PayerDriver {
  constructor(
    readonly world: World,
    readonly provider: Provider,
    readonly userAgent: string,
  ) {}

  /**
   * Scans a code or follows an address to the wallet's page, and notes what it shows.
   * @param from The order whose page the payer comes from, which some providers check.
   */
  async arrive(handOff: HandOff, from: Origin): Promise<WalletPage> {
    const http = this.#http();
    let url = handOff.url ?? this.provider.walletUrl(handOff.code ?? '');
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const posted = page === 0 ? handOff.form : undefined;
      const reply = await (posted
        ? this.#post(url, posted, from)
        : http.send('GET', url, this.#headers(from.cashierUrl)));
      const form = readForm(reply.text);
      if (form) {
        this.#note(reply.text, from);
        const { payee, amountText } = readWallet(reply.text);
        return { url, form, payee, amountText };
      }
      const over = readWalletAnswer(reply.text);
      if (over !== undefined) throw new Prerequisite('the wallet to let the payer pay', `it says "${over}"`);
      const onward = reply.location ?? readLink(reply.text);
      if (onward === undefined) {
        throw new Prerequisite('the wallet to let the payer pay', `its page has no form: ${reply.text.slice(0, 300)}`);
      }
      url = new URL(onward, url).href;
    }
    throw new Prerequisite('the wallet to show its page', `${MOST_PAGES} pages led nowhere`);
  }

  /** Brings an order to the provider and leaves; an answer that is lost is nobody's trouble. */
  async bring({ url = '', form }: HandOff): Promise<void> {
    const nobody: Origin = { orderNo: '', cashierUrl: this.world.market.origin };
    const visit = form
      ? this.#post(url, form, nobody)
      : this.#http().send('GET', url, this.#headers(nobody.cashierUrl));
    await visit.catch((error: unknown) => {
      if (!(error instanceof ConnectionLost)) throw error;
    });
  }

  /**
   * Goes to the wallet's page, and confirms or cancels there.
   * @param changed Members of the form that are sent otherwise than the page has them.
   */
  async pay(
    handOff: HandOff,
    person: string,
    outcome: 'paid' | 'declined',
    from: Origin,
    changed: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { url, form } = await this.arrive(handOff, from);
    const { password } = this.provider.secretsOf(person);
    await this.#post(
      new URL(form.action, url).href,
      { ...form.fields, ...changed, payer: person, outcome, password },
      from,
    );
    const { from: source } = changed;
    const facts = { provider: this.provider.name, payer: person, outcome, ...(source ? { from: source } : {}) };
    const order = from.orderNo;
    this.world.history.append({ type: 'act', by: 'payer', kind: 'wallet.confirmed', order, facts });
  }

  /** What the payer sees before confirming; of the numbers of cards only how much of them is shown. */
  #note(html: string, { orderNo: order }: Origin): void {
    const { payee, amountText, cards, sources } = readWallet(html);
    const facts = { provider: this.provider.name, payee, amountText, cards: cards.map(shownDigits), sources };
    this.world.history.append({ type: 'page', by: 'payer', kind: 'wallet.shown', order, facts });
  }

  #post(url: string, fields: Readonly<Record<string, string>>, from: Origin): Promise<Reply> {
    const headers = { ...this.#headers(from.cashierUrl), 'content-type': 'application/x-www-form-urlencoded' };
    return this.#http().send('POST', url, headers, new URLSearchParams(fields).toString());
  }

  #http(): HttpDriver {
    return new HttpDriver(this.world.network, 'payer', this.provider.reader);
  }

  #headers(referer: string): Record<string, string> {
    return { 'user-agent': this.userAgent, referer, 'accept-language': 'zh-CN' };
  }
}
