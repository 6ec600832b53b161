import { html } from 'hono/html';
import type { CataloguedRule } from '../../register/catalogue';
import { KIND_WORDS, MARK_WORDS } from '../../wording/labels';
import { FIELDS, inBrackets } from '../failure';
import type { Language } from '../text';
import { RULE } from './words';

type CitedSource = CataloguedRule['sources'][number];

/** Text that may be Chinese on an English page says so, for those who hear the page. */
const spoken = (text: string, language: Language) =>
  language === 'en' && /[\u4e00-\u9fff]/.test(text) ? html`<span lang="zh-CN">${text}</span>` : text;

/** An address that opens when it is one; any other text as it stands. */
function linked(text: string, language: Language) {
  const [, address = '', rest = ''] = /^(https:\/\/[^\s,]+)(.*)$/s.exec(text) ?? [];
  if (address === '') return spoken(text, language);
  return html`<a href="${address}" rel="noreferrer">${address}</a>${spoken(rest, language)}`;
}

/** The title, as a link where the publisher has an address; an instrument is named in its own language too. */
function titleOf({ title, url, kind }: CitedSource['source'], language: Language) {
  const name = url === undefined ? title[language] : html`<a href="${url}" rel="noreferrer">${title[language]}</a>`;
  const own = language === 'en' && (kind === 'law' || kind === 'rule');
  return own ? html`${name} (${spoken(title.zh, language)})` : name;
}

const marked = (mark: CitedSource['mark'], language: Language) =>
  inBrackets(`${mark}${RULE[language].comma}${MARK_WORDS[mark][language]}`, language);

/** A source as a rule cites it: title, place and mark, what it says, and where it was read. */
export function sourceItem({ id, source, at, mark, says }: CitedSource, language: Language) {
  const words = RULE[language];
  const { colon } = FIELDS[language];
  const title = titleOf(source, language);
  const place = at === undefined ? '' : `${words.comma}${at[language]}`;
  const force =
    source.inForce === undefined
      ? undefined
      : `${words.inForce} ${source.inForce.from}${marked(source.inForce.mark, language)}`;
  const facts = [
    KIND_WORDS[source.kind][language],
    source.number?.[language],
    source.edition?.[language],
    source.issued && `${words.issued} ${source.issued}`,
    force,
  ];
  const readAt = source.readAt?.map((text) => html`<br>${words.readAt}${colon}${linked(text, language)}`) ?? '';
  const note = source.note === undefined ? '' : html`<br>${source.note[language]}`;
  return html`<li><strong>${id}</strong> ${title}${place} — <span class="mark">${mark}</span>${inBrackets(MARK_WORDS[mark][language], language)}<br>
${words.says}${colon}${says[language]}<br><span class="small">${facts.filter(Boolean).join(' · ')}${readAt}${note}</span></li>`;
}
