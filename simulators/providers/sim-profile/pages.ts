import type { Hono } from 'hono';
import { html } from 'hono/html';
import { answer, incoming } from '../../network/message';
import type { RefusalCode } from '../engine/engine';
import type { Trade } from '../engine/trade';
import {
  answerPage,
  decision,
  htmlAnswer,
  type Language,
  languageOf,
  notPaidText,
  overBecause,
  page,
  resultPage,
  scanPage,
  sealed,
  WALLET_FAILURES,
  WALLET_WORDS,
  walletPage,
} from '../pages';
import type { Institution } from './design';
import { presentOf, type SimDesk } from './desk';
import { CASHIER_PATH, CODE_PATH, WALLET_PATH } from './views';
import { LABEL_HEADER } from './wire';

const WORDS = {
  en: { whose: 'Pay from an account at', payTo: WALLET_WORDS.en.payTo, amount: WALLET_WORDS.en.amount },
  zh: { whose: '请选择付款银行', payTo: WALLET_WORDS.zh.payTo, amount: WALLET_WORDS.zh.amount },
} as const;

/** What the page's buttons send. */
const OUTCOMES = ['paid', 'declined', ...Object.keys(WALLET_FAILURES.zh)];

/** Where a payment is looked at: by which page, with which account. */
interface Place {
  readonly path: string;
  readonly code: string;
  readonly institution?: string;
}

/** How a decision ended: paid, refused, given up, or failed in the payer's hands; nothing where nobody has decided. */
interface Ended {
  readonly refusal?: RefusalCode;
  /** What failed, in the words of the page. */
  readonly failure?: string;
}

const addressOf = ({ path, code, institution }: Place) =>
  `${path}?${new URLSearchParams({ code, ...(institution === undefined ? {} : { institution }) })}`;

/** Only a web address leads back; a page never links to a script. */
const wayBack = (address: string | undefined) => (/^https?:\/\//.test(address ?? '') ? address : undefined);

/** What a code or an app hands over is an address of ours, or the bare credential. */
function credentialIn(code: string): string {
  if (!URL.canParse(code)) return code;
  const { pathname, searchParams } = new URL(code);
  return searchParams.get('code') ?? pathname.split(CODE_PATH).at(-1) ?? '';
}

/** Payee, amount, and every institution whose account can pay, each a link. */
function choicePage(language: Language, wallet: string, desk: SimDesk, trade: Trade, place: Place): string {
  const words = WORDS[language];
  const links = (desk.side.institutions ?? []).map(
    ({ id, name }) =>
      html`<p><a class="onward" href="${addressOf({ ...place, institution: id })}">${name[language]}</a></p>`,
  );
  return page(
    language,
    wallet,
    html`<dl><dt>${words.payTo}</dt><dd>${desk.register.nameOf(trade.payee)}</dd>
<dt>${words.amount}</dt><dd class="amount">¥${yuan(trade)}</dd></dl><h2>${words.whose}</h2>${links}`,
  );
}

const yuan = ({ amountFen }: Trade) => {
  const digits = String(amountFen).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** The pages of one provider: the content of a code, the cashier of a browser, the wallet of a phone. */
class Pages {
  constructor(readonly desk: SimDesk) {}

  #name(language: Language, place?: Place): string {
    return this.#institution(place)?.name[language] ?? this.desk.profile.name[language];
  }

  #institution(place?: Place): Institution | undefined {
    return this.desk.side.institutions?.find(({ id }) => id === place?.institution);
  }

  #over = (trade: Trade): RefusalCode | undefined => overBecause(trade, this.desk.now());

  /** What the wallet says of a payment as it now stands: what was paid is paid, whoever pressed once more. */
  #say(language: Language, place: Place, { refusal, failure }: Ended): Response {
    const trade = this.desk.book.byCredential(place.code);
    const words = WALLET_WORDS[language];
    const paid = trade?.status === 'paid';
    const paidText = refusal === undefined ? words.done : words.already;
    const address = trade && addressOf(place);
    const reason = refusal ?? failure;
    return htmlAnswer(
      answerPage(
        this.desk.parts.walletAnswer({
          language,
          wallet: this.#name(language, place),
          paid,
          text: paid ? paidText : notPaidText(language, reason),
          back: wayBack(trade?.returnUrl),
          again: trade && refusal !== 'outcome-unknown' && this.#over(trade) === undefined ? address : undefined,
          address,
        }),
      ),
    );
  }

  /** Somebody looks at the payment: from now on its payer is known to be there. */
  #look(trade: Trade): void {
    if (trade.openedAt === undefined) this.desk.book.apply(trade, { type: 'open', at: this.desk.now() });
  }

  show(request: Request, place: Place): Response {
    const language = languageOf(request.headers);
    if (place.code === '') return htmlAnswer(scanPage(language, this.#name(language), place.path));
    const trade = this.desk.book.byCredential(place.code);
    if (!trade) {
      return htmlAnswer(resultPage(language, this.#name(language), notPaidText(language, 'no-such-trade')), 404);
    }
    const refusal = this.#over(trade);
    if (refusal !== undefined) return this.#say(language, place, { refusal });
    this.#look(trade);
    const chooses = this.desk.side.institutions !== undefined && this.#institution(place) === undefined;
    if (chooses) return htmlAnswer(choicePage(language, this.#name(language), this.desk, trade, place));
    return htmlAnswer(this.#wallet(language, place, trade));
  }

  #wallet(language: Language, place: Place, trade: Trade): string {
    const { side, parts, context, register } = this.desk;
    // Only the payer whose code was read is asked.
    const people = trade.chargedTo === undefined ? context.people : [trade.chargedTo];
    const cardOf = (person: string) => parts.shownCard(side.secrets(person, place.institution).card);
    const chosen: Record<string, string> = place.institution === undefined ? {} : { institution: place.institution };
    const hidden = { code: place.code, ...chosen, ...sealed([trade]) };
    return walletPage(
      parts.walletView({
        language,
        wallet: this.#name(language, place),
        trade,
        payeeName: register.nameOf(trade.payee),
        people,
        cards: Object.fromEntries(people.map((person) => [person, cardOf(person)])),
        action: place.path,
        hidden,
        asksPassword: true,
        failures: presentOf(this.desk, trade).failsInTime ? undefined : WALLET_FAILURES[language],
      }),
    );
  }

  async decide(request: Request, path: string): Promise<Response> {
    const { headers, body } = await incoming(request);
    const language = languageOf(headers);
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const [code, named] = [credentialIn(form.get('code') ?? ''), form.get('institution')];
    const place: Place = { path, code, ...(named === null ? {} : { institution: named }) };
    const { payer, outcome, given, seal } = decision(form);
    const { side, context } = this.desk;
    const offered = context.people.includes(payer) && OUTCOMES.includes(outcome);
    if (!offered || (named !== null && !this.#institution(place))) {
      // Only what the page offers can be chosen: one of its payers, and one of its buttons.
      return htmlAnswer(resultPage(language, this.#name(language), notPaidText(language, 'no-such-choice')), 400);
    }
    const right = given === undefined || side.secrets(payer, place.institution).password === given;
    const pressed = right || outcome === 'declined' ? outcome : 'wrong-password';
    const refusal = await this.desk.decide({
      credential: code,
      person: payer,
      outcome: pressed === 'paid' ? 'paid' : 'declined',
      institution: place.institution,
      given,
      seal,
    });
    return this.#say(language, place, { refusal, failure: WALLET_FAILURES[language][pressed] });
  }
}

/** Mounts the pages on which payers see what they pay, and decide. */
export function mountPages(app: Hono, desk: SimDesk): void {
  const pages = new Pages(desk);
  app.get(`${CODE_PATH}:code{[0-9A-Za-z]+}`, (context) => {
    const location = `${WALLET_PATH}?${new URLSearchParams({ code: context.req.param('code') })}`;
    return answer(302, { [LABEL_HEADER]: desk.label, Location: location }, '');
  });
  for (const path of [CASHIER_PATH, WALLET_PATH]) {
    app.get(path, (context) => {
      const { code = '', institution } = context.req.query();
      const place = { path, code: credentialIn(code), ...(institution === undefined ? {} : { institution }) };
      return pages.show(context.req.raw, place);
    });
    app.post(path, (context) => pages.decide(context.req.raw, path));
  }
}
