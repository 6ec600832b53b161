import { type HTMLElement, parse } from 'node-html-parser';

/** What a person sees on the cashier page. */
export interface CashierObservation {
  /** Providers that can be chosen, in the order of the page. */
  readonly methods: string[];
  readonly preselected: string | null;
  /** Providers named as unavailable. */
  readonly unavailable: string[];
  readonly payee: string;
  readonly amountText: string;
  readonly alert: string | null;
  readonly language: string;
}

/** The names under which pages show providers; the page is read by what a person reads, in either language. */
export type NamesOnPage = Readonly<Record<string, readonly string[]>>;

/** The provider that a text on a page names, alone or before a colon; a name that nobody has is handed on as found. */
export function providerOnPage(names: NamesOnPage, text: string): string {
  const said = text.trim();
  const found = Object.entries(names).find(([, forms]) =>
    forms.some((form) => said === form || said.startsWith(`${form}:`)),
  );
  return found?.[0] ?? `unknown method "${said}"`;
}

const textOf = (root: HTMLElement, selector: string) => root.querySelector(selector)?.text.trim() ?? '';

/** Reads a cashier page by its roles: radio buttons with labels, a list of what is unavailable. */
export function readCashier(html: string, names: NamesOnPage): CashierObservation {
  const root = parse(html);
  const radios = root.querySelectorAll('input[type=radio]');
  const named = radios.map((radio) => {
    const label = root.querySelector(`label[for="${radio.getAttribute('id')}"]`);
    return { provider: providerOnPage(names, label?.text ?? ''), checked: radio.hasAttribute('checked') };
  });
  return {
    methods: named.map(({ provider }) => provider),
    preselected: named.find(({ checked }) => checked)?.provider ?? null,
    unavailable: root.querySelectorAll('li.off').map((item) => providerOnPage(names, item.text)),
    payee: textOf(root, '[data-fact=payee]'),
    amountText: textOf(root, '[data-fact=amount]'),
    alert: root.querySelector('[role=alert]')?.text.trim() ?? null,
    language: root.querySelector('html')?.getAttribute('lang') ?? '',
  };
}

/** The value that a radio button of a method carries, which the form sends. */
export function valueOfMethod(html: string, names: NamesOnPage, provider: string): string | undefined {
  const root = parse(html);
  const radio = root.querySelectorAll('input[type=radio]').find((candidate) => {
    const label = root.querySelector(`label[for="${candidate.getAttribute('id')}"]`);
    return providerOnPage(names, label?.text ?? '') === provider;
  });
  return radio?.getAttribute('value');
}

/** What a wallet's page shows of a payment, and of the cards that can pay it. */
export function readWallet(html: string): { payee: string; amountText: string; cards: string[] } {
  const root = parse(html);
  const cards = root.querySelectorAll('[data-fact=card]').map(({ text }) => text.trim());
  return { payee: textOf(root, '[data-fact=payee]'), amountText: textOf(root, '[data-fact=amount]'), cards };
}

/** What a page asks to share beyond the payment: each box with what it stands for, and whether it is ticked. */
export function readConsent(html: string): Array<{ scope: string; ticked: boolean }> {
  return parse(html)
    .querySelectorAll('input[type=checkbox]')
    .map((box) => ({ scope: box.getAttribute('value') ?? '', ticked: box.hasAttribute('checked') }));
}

/** What a status page says, as its own word and as its sentence. */
export function readStatus(html: string): { says: string; sentence: string } {
  const status = parse(html).querySelector('[data-status]');
  return { says: status?.getAttribute('data-status') ?? '', sentence: status?.text.trim() ?? '' };
}

/** The content of the code on a scan page; undefined when the page shows none. */
export function readCode(html: string): string | undefined {
  return parse(html).querySelector('[data-fact=code]')?.text.trim();
}

/** A form as a browser would send it. */
export interface PageForm {
  readonly action: string;
  readonly method: string;
  readonly fields: Record<string, string>;
}

/** The first form of a page with its hidden and preset fields. */
export function readForm(html: string): PageForm | undefined {
  const form = parse(html).querySelector('form');
  if (!form) return undefined;
  const fields: Record<string, string> = {};
  for (const input of form.querySelectorAll('input[type=hidden]')) {
    fields[input.getAttribute('name') ?? ''] = input.getAttribute('value') ?? '';
  }
  return { action: form.getAttribute('action') ?? '', method: form.getAttribute('method') ?? 'get', fields };
}

/** The address of the page's only way onward, where there is no form. */
export function readLink(html: string): string | undefined {
  return parse(html).querySelector('main a[href]')?.getAttribute('href');
}
