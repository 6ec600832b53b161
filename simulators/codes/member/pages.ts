import { html, raw } from 'hono/html';
import { yuanText } from '../../kernel/money';
import { pressedOnce } from '../../kernel/pressed-once';
import { answer } from '../../network/message';
import type { Receiver, Scene } from '../personal/receipts';
import type { CodeKind } from '../tables/merchant-codes';
import { PROFILE_HEADER, scanProfile } from '../xscan/profile';
import type { Payable } from './scheme-side';
import { type Language, REFUSALS, WORDS } from './words';

const STYLE = `body{margin:0;padding:1.5rem 1rem;background:#f2f1ee;color:#1f1f1c;font:1.0625rem/1.6 system-ui,sans-serif}
main{max-width:30rem;margin:0 auto;padding:1.25rem 1.5rem;background:#fff;border:1px solid #dad7d0;border-radius:.75rem}
h1{font-size:1.25rem;margin:0 0 1rem}
button{display:block;width:100%;min-height:3rem;margin-top:.75rem;font:inherit}
input,select{width:100%;min-height:3rem;font:inherit}
dd{margin:0 0 .5rem;overflow-wrap:anywhere}
:focus-visible{outline:3px solid #b35900;outline-offset:3px}
.note{margin:1.5rem 0 0;color:#5c5a54;font-size:.9375rem}`;

/** A page of a member, with the note that it is simulated. */
export function htmlPage(language: Language, title: string, content: unknown, status = 200): Response {
  const text = String(html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${raw(STYLE)}</style></head>
<body><main><h1>${title}</h1>${content}<p class="note">${WORDS[language].simulated}</p></main>${raw(pressedOnce(content))}</body>
</html>`);
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    [PROFILE_HEADER]: scanProfile.profile,
  };
  return answer(status, headers, text);
}

/** What the page before a payment is drawn from. */
export interface ScanView {
  readonly language: Language;
  readonly wallet: string;
  readonly scheme: string;
  readonly code: string;
  readonly scene: Scene;
  readonly payable: Payable;
  /** What the payer pays beyond the price, where the price is fixed. */
  readonly feeFen: number;
  readonly people: readonly string[];
}

/** The payee, the amount and the fee, and the buttons to confirm or to leave. */
export function scanPage({ language, wallet, scheme, code, scene, payable, feeFen, people }: ScanView): Response {
  const words = WORDS[language];
  const { merchantName, amountFen } = payable;
  const amount =
    amountFen === undefined
      ? html`<dd><input name="amount" inputmode="decimal" required aria-label="${words.amount}" form="pay"></dd>`
      : html`<dd data-fact="amount">¥${yuanText(amountFen)}</dd>`;
  const options = people.map((person) => html`<option value="${person}">${person}</option>`);
  return htmlPage(
    language,
    wallet,
    html`<dl><dt>${words.payTo}</dt><dd data-fact="payee">${merchantName}</dd>
<dt>${words.scheme}</dt><dd data-fact="scheme">${scheme}</dd><dt>${words.amount}</dt>${amount}
<dt>${words.fee}</dt><dd data-fact="fee">¥${yuanText(feeFen)}</dd></dl>
<form id="pay" method="post" action="/sim/wallet"><input type="hidden" name="code" value="${code}">
<input type="hidden" name="scene" value="${scene}">
<label for="payer">${words.payer}</label><select id="payer" name="payer">${options}</select>
<button name="outcome" value="paid">${words.confirm}</button>
<button name="outcome" value="declined">${words.decline}</button></form>`,
  );
}

/** What came of a scan or of a payment. `says` is the word for programs that the page carries. */
export function resultPage(language: Language, wallet: string, says: string, why?: string): Response {
  const words = WORDS[language];
  const text = says === 'PAID' ? words.done : says === 'PAYING' ? words.waiting : words.refused;
  const reason = why === undefined ? '' : (REFUSALS[language][why] ?? why);
  const status = says === 'refused' ? 409 : 200;
  const content = html`<p role="status" data-says="${says}" data-why="${why ?? ''}">${text}${reason === '' ? '' : `: ${reason}`}</p>`;
  return htmlPage(language, wallet, content, status);
}

/** One scheme's codes of a kind, and in which directions the wallet knows them. */
export interface ToldRelation {
  readonly scheme: string;
  readonly schemeName: string;
  readonly kind: CodeKind;
  readonly payerScans: boolean;
  readonly merchantScans: boolean;
}

const wayOf = ({ payerScans, merchantScans }: ToldRelation) =>
  payerScans ? (merchantScans ? 'both' : 'payerOnly') : merchantScans ? 'merchantOnly' : 'neither';

/** Which codes the wallet reads, and in which directions: a pair that works one way is shown as one way (rule QR-001). */
export function relationsPage(language: Language, wallet: string, relations: readonly ToldRelation[]): Response {
  const words = WORDS[language];
  const rows = relations.map((each) => {
    const way = each.kind === 'personal' ? (each.payerScans ? 'payerOnly' : 'neither') : wayOf(each);
    const says = each.kind === 'personal' && each.payerScans ? words.both : words[way];
    return html`<li data-scheme="${each.scheme}" data-kind="${each.kind}" data-way="${way}">${each.schemeName}, ${words[each.kind]}: ${says}</li>`;
  });
  return htmlPage(language, wallet, html`<h2>${words.codes}</h2><ul>${rows}</ul>`);
}

/** A person's own code, its kind, and the wallet's invitation where there is one (rule QR-006). */
export function myCodePage(language: Language, wallet: string, receiver: Receiver, text: string): Response {
  const words = WORDS[language];
  const invitation =
    receiver.invitation === 'open'
      ? html`<section data-fact="invitation"><p>${words.invited}</p>
<form method="post" action="/sim/my-code"><input type="hidden" name="person" value="${receiver.person}">
<button name="answer" value="accept">${words.accept}</button>
<button name="answer" value="decline">${words.later}</button></form></section>`
      : '';
  return htmlPage(
    language,
    wallet,
    html`<h2>${words.myCode}</h2><p data-fact="kind" data-kind="${receiver.kind}">${words.kind[receiver.kind]}</p>
<p><code data-fact="code">${text}</code></p>${invitation}`,
  );
}
