import type { Provider } from '../../simulators/providers/contract';
import type { World } from '../../simulators/world/world';
import { HttpDriver } from './http';
import { readForm, readLink } from './pages';
import { Prerequisite } from './platform';

/** How far a payer follows pages before giving up. */
const MOST_PAGES = 6;

/** A payer with a wallet, who reads pages and presses buttons, whatever the provider. */
export class PayerDriver {
  constructor(
    readonly world: World,
    readonly provider: Provider,
    readonly userAgent: string,
  ) {}

  /**
   * Scans a code or follows an address to the wallet's page, and confirms or cancels there.
   * @param referer The page from which the payer came, which some providers check.
   */
  async pay(
    handOff: { code?: string; url?: string },
    person: string,
    outcome: 'paid' | 'declined',
    referer: string,
  ): Promise<void> {
    const { network } = this.world;
    const http = new HttpDriver(network, 'payer', this.provider.reader);
    const headers = { 'user-agent': this.userAgent, referer, 'accept-language': 'zh-CN' };
    let url = handOff.url ?? this.provider.walletUrl(handOff.code ?? '');
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const reply = await http.send('GET', url, headers);
      if (reply.location !== undefined) {
        url = new URL(reply.location, url).href;
        continue;
      }
      const form = readForm(reply.text);
      if (form) {
        const body = new URLSearchParams({ ...form.fields, payer: person, outcome }).toString();
        const type = { 'content-type': 'application/x-www-form-urlencoded' };
        await http.send('POST', new URL(form.action, url).href, { ...headers, ...type }, body);
        this.#record(outcome);
        return;
      }
      const link = readLink(reply.text);
      if (link === undefined)
        throw new Prerequisite('the wallet to let the payer pay', `its page has no form: ${reply.text.slice(0, 300)}`);
      url = new URL(link, url).href;
    }
    throw new Prerequisite('the wallet to show its page', `${MOST_PAGES} pages led nowhere`);
  }

  #record(outcome: string): void {
    const facts = { provider: this.provider.name, outcome };
    this.world.history.append({ type: 'act', by: 'payer', kind: 'wallet.confirmed', facts });
  }
}
