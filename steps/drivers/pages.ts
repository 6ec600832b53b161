import { type HTMLElement, parse } from 'node-html-parser';
import { type PriceOnPage, readPrice } from './prices';

/** What a person sees on the cashier page. */
export interface CashierObservation {
  /** Providers that can be chosen, in the order of the page. */
  readonly methods: string[];
  readonly preselected: string | null;
  /** Providers named as unavailable. */
  readonly unavailable: string[];
  /** Providers that the page names as found inside the cashier of another, and whose. */
  readonly inside: ReadonlyArray<{ readonly provider: string; readonly host: string }>;
  /** Why each of them is, as far as a person can read it. */
  readonly because: ReadonlyArray<{ readonly provider: string; readonly why: string }>;
  readonly payee: string;
  readonly amountText: string;
  readonly alert: string | null;
  readonly language: string;
  /** What each method costs, as the page says it. */
  readonly prices: ReadonlyArray<PriceOnPage & { readonly provider: string }>;
  /** Whether the page says that its order is personal; null where there is nothing to switch. */
  readonly personal: 'on' | 'off' | null;
  /** How each method stands out, and whether it is folded away: equal words, equal prominence. */
  readonly looks: ReadonlyArray<{ readonly provider: string; readonly looks: string; readonly folded: boolean }>;
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

/** Attributes by which a page makes one thing stand out from another. */
const OUTWARD = ['class', 'style', 'hidden', 'width', 'height'];

const outwardOf = (element: HTMLElement) =>
  [element.rawTagName, ...OUTWARD.map((name) => element.getAttribute(name) ?? '')].join('|');

/** How a method stands out in the markup: its ancestors up to the form, itself and its label, without its name. */
function looksOf(radio: HTMLElement, label: HTMLElement | null): { looks: string; folded: boolean } {
  const around: string[] = [];
  let folded = false;
  for (let part = radio.parentNode; part && part.rawTagName !== 'form'; part = part.parentNode) {
    around.push(outwardOf(part));
    folded ||= part.rawTagName === 'details' || part.hasAttribute('hidden');
  }
  const inner = label?.querySelectorAll('*').map(outwardOf) ?? [];
  return { looks: [...around, outwardOf(radio), label ? outwardOf(label) : '', ...inner].join(' > '), folded };
}

/** The provider that a text names somewhere; a name that nobody has is handed on as found. */
export const namedSomewhere = (names: NamesOnPage, text: string): string =>
  Object.entries(names).find(([, forms]) => forms.some((form) => text.includes(form)))?.[0] ?? text.trim();

/** A provider that is found inside another's cashier, as the page says it: its name, and whose cashier that is. */
function insideOf(names: NamesOnPage, part: HTMLElement): { provider: string; host: string } {
  const where = part.nextElementSibling?.text ?? '';
  return { provider: namedSomewhere(names, part.text), host: namedSomewhere(names, where) };
}

/** Words by which a page tells why a method is unavailable, in both languages. */
const WHY_OFF: ReadonlyArray<readonly [why: string, words: RegExp]> = [
  ['authority', /licen[cs]e|authority|许可|资质/i],
  ['opening', /\bopens?\b|开放/i],
  ['service', /service|服务/i],
];

/** Why a method is unavailable: its authority, its opening, its service, or something else that is said; empty when nothing is. */
export function whyOff(text: string): string {
  const said = text.split(/[:：]/).slice(1).join(':').trim();
  return WHY_OFF.find(([, words]) => words.test(said))?.[0] ?? (said === '' ? '' : 'something else');
}

const textOf = (root: HTMLElement, selector: string) => root.querySelector(selector)?.text.trim() ?? '';

/** Reads a cashier page by its roles: radio buttons with labels, a list of what is unavailable. */
export function readCashier(html: string, names: NamesOnPage): CashierObservation {
  const root = parse(html);
  const radios = root.querySelectorAll('input[type=radio]');
  const named = radios.map((radio) => {
    const label = root.querySelector(`label[for="${radio.getAttribute('id')}"]`);
    const provider = providerOnPage(names, label?.text ?? '');
    const price = root.querySelector(`[id="${radio.getAttribute('aria-describedby')}"]`)?.text;
    return { provider, price, checked: radio.hasAttribute('checked'), ...looksOf(radio, label) };
  });
  const off = root.querySelectorAll('li.off');
  const amountText = textOf(root, '[data-fact=amount]');
  const personal = root.querySelector('[data-personal]')?.getAttribute('data-personal');
  return {
    methods: named.map(({ provider }) => provider),
    preselected: named.find(({ checked }) => checked)?.provider ?? null,
    unavailable: off.map((item) => providerOnPage(names, item.text)),
    inside: root.querySelectorAll('dt[data-inside]').map((part) => insideOf(names, part)),
    because: off.map((item) => ({ provider: providerOnPage(names, item.text), why: whyOff(item.text) })),
    payee: textOf(root, '[data-fact=payee]'),
    amountText,
    alert: root.querySelector('[role=alert]')?.text.trim() ?? null,
    language: root.querySelector('html')?.getAttribute('lang') ?? '',
    prices: named.map(({ provider, price }) => ({ provider, ...readPrice(price, amountText) })),
    personal: personal === 'on' || personal === 'off' ? personal : null,
    looks: named.map(({ provider, looks, folded }) => ({ provider, looks, folded })),
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
export function readWallet(html: string): { payee: string; amountText: string; cards: string[]; sources: string[] } {
  const root = parse(html);
  const sources = root.querySelectorAll('select[name=from] option').map((option) => option.getAttribute('value') ?? '');
  const cards = root.querySelectorAll('[data-fact=card]').map(({ text }) => text.trim());
  return {
    payee: textOf(root, '[data-fact=payee]'),
    amountText: textOf(root, '[data-fact=amount]'),
    cards,
    sources: sources.filter(Boolean),
  };
}

/** What a wallet says of a payment about which nothing is left to decide; undefined on every other page. */
export function readWalletAnswer(html: string): string | undefined {
  return parse(html).querySelector('[role=status].done, [role=status].not-done')?.text.trim();
}

/** What a page asks to share beyond the payment: each box with what it stands for, and whether it is ticked. */
export function readConsent(html: string): Array<{ scope: string; ticked: boolean }> {
  return parse(html)
    .querySelectorAll('input[type=checkbox]')
    .map((box) => ({ scope: box.getAttribute('value') ?? '', ticked: box.hasAttribute('checked') }));
}

/** What a status page says, as its own word and as its sentence, and of which amount. */
export function readStatus(html: string): { says: string; sentence: string; amountText: string } {
  const root = parse(html);
  const status = root.querySelector('[data-status]');
  return {
    says: status?.getAttribute('data-status') ?? '',
    sentence: status?.text.trim() ?? '',
    amountText: textOf(root, '[data-fact=amount]'),
  };
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

/** The first form of a page, or the one with a certain thing in it, with its hidden and preset fields. */
export function readForm(html: string, having = ''): PageForm | undefined {
  const form = parse(html)
    .querySelectorAll('form')
    .find((each) => having === '' || each.querySelector(having) !== null || each.matches(having));
  if (!form) return undefined;
  const fields: Record<string, string> = {};
  for (const input of form.querySelectorAll('input[type=hidden]')) {
    fields[input.getAttribute('name') ?? ''] = input.getAttribute('value') ?? '';
  }
  return { action: form.getAttribute('action') ?? '', method: form.getAttribute('method') ?? 'get', fields };
}

/** A form of a page that leads to somebody else's address, and whether the page sends it by itself. */
export interface OutwardForm extends PageForm {
  readonly sendsItself: boolean;
}

/** What a script that sends a form cannot do without; listening for the event of that name sends nothing. */
const SENDING = /\.(requestS|s)ubmit\b/;

/** The form with which a page of `origin` hands its reader to another origin; undefined where it has none. */
export function readOutwardForm(html: string, origin: string): OutwardForm | undefined {
  const root = parse(html);
  const form = readForm(html, 'form[action^="http"]');
  if (!form || new URL(form.action).origin === origin) return undefined;
  const scripts = root.querySelectorAll('script').map(({ text }) => text);
  const loading = root.querySelector('body')?.getAttribute('onload') ?? '';
  return { ...form, sendsItself: [...scripts, loading].some((script) => SENDING.test(script)) };
}

/** The address of the page's only way onward, where there is no form. */
export function readLink(html: string): string | undefined {
  return parse(html).querySelector('main a[href]')?.getAttribute('href');
}

/** What a page on the way to a provider holds: a code, a picture of it, a bare address, and warnings. */
export function readTrace(html: string): { code: boolean; picture: boolean; address: boolean; warnings: number } {
  const root = parse(html);
  const address = root.querySelectorAll('code').some((part) => /^https?:/.test(part.text.trim()));
  const code = root.querySelector('[data-fact=code]') !== null;
  const picture = root.querySelector('[role=img] svg') !== null;
  const warnings = root.querySelectorAll('[role=alert], [role=alertdialog]').length;
  return { code, picture, address: address && !code, warnings };
}

/** The announced changes of a page: when each was announced and from when it holds, as the page writes it. */
export function readAnnouncements(html: string): Array<{ announced: string; effective: string }> {
  return parse(html)
    .querySelectorAll('article')
    .map((part) => ({
      announced: textOf(part, '[data-fact=announced]'),
      effective: textOf(part, '[data-fact=effective]'),
    }));
}
