import { type HTMLElement, parse } from 'node-html-parser';
import type { Facts } from '../../simulators/kernel/history';
import type { Provider } from '../../simulators/providers/contract';
import type { World } from '../../simulators/world/world';
import { HttpDriver } from './http';
import { Prerequisite, type Setting } from './platform';

const fact = (root: HTMLElement, name: string) => root.querySelector(`[data-fact=${name}]`)?.text.trim() ?? '';

const standingOf = (root: HTMLElement) => root.querySelector('[data-standing]')?.getAttribute('data-standing') ?? '';

/** One line of a bill: what it says, and where its voucher is. */
function lineOf(line: HTMLElement) {
  return {
    kind: line.getAttribute('data-voucher') ?? '',
    number: fact(line, 'number'),
    payee: fact(line, 'payee'),
    amountText: fact(line, 'amount'),
    standing: standingOf(line),
    href: line.querySelector('a')?.getAttribute('href') ?? '',
  };
}

/** What a voucher says of itself; what it mentions of others stands further down on the page. */
function voucherOn(html: string): Facts {
  const root = parse(html);
  const list = root.querySelector('main dl') ?? root;
  const shown = { payee: fact(list, 'payee'), amountText: fact(list, 'amount'), standing: standingOf(list) };
  return {
    ...shown,
    number: fact(list, 'number'),
    ownNumber: fact(list, 'own-number'),
    product: fact(list, 'product'),
  };
}

/** A payer who looks up in a wallet what he paid, and reads its pages as they are (rule NOTI-008). */
export class VoucherDriver {
  readonly #http: HttpDriver;

  constructor(
    readonly world: World,
    readonly provider: Provider,
  ) {
    this.#http = new HttpDriver(world.network, 'payer', provider.reader);
  }

  /** Opens the payer's bill and from there each voucher, and records what is on the pages. */
  async lookUp(payer: string, { language }: Pick<Setting, 'language'>): Promise<void> {
    const headers = { 'accept-language': language === 'zh' ? 'zh-CN' : 'en' };
    const url = this.provider.billUrl(payer);
    const { status, text } = await this.#http.send('GET', url, headers);
    if (status !== 200) throw new Prerequisite('the wallet to open the bill', `it answered ${status}`);
    const lines = parse(text).querySelectorAll('[data-voucher]').map(lineOf);
    const shared = { provider: this.provider.name, payer, language };
    const shown = lines.map(({ href: _, ...line }) => line);
    this.#note('bill.shown', { ...shared, lines: shown });
    for (const { href, kind, number } of lines) {
      const voucher = await this.#http.send('GET', new URL(href, url).href, headers);
      const found = voucher.status === 200;
      this.#note('voucher.shown', {
        ...shared,
        opened: { kind, number },
        found,
        ...(found ? voucherOn(voucher.text) : {}),
      });
    }
  }

  #note(kind: string, facts: Facts): void {
    this.world.history.append({ type: 'page', by: 'payer', kind, facts });
  }
}
