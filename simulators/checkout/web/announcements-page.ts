import { html } from 'hono/html';
import { yuanText } from '../../kernel/money';
import { beijingDateTime } from '../../kernel/time';
import type { Announcement } from '../announcements';
import type { Bilingual } from '../config';
import { layout } from './layout';
import { CHANGE_TEXTS, type Language, WORDS } from './words';

/** Draws the page on which everybody reads what will change, and when (rule ACC-006). */
export type AnnouncementsPage = (
  language: Language,
  announcements: readonly Announcement[],
  names: Readonly<Record<string, Bilingual>>,
) => string;

function entry(language: Language, announcement: Announcement, names: Readonly<Record<string, Bilingual>>) {
  const { change, provider, text, amountFen, announcedAt, effectiveAt, until } = announcement;
  const words = WORDS[language];
  const about = provider === undefined ? '' : html` · ${names[provider]?.[language] ?? provider}`;
  const fee = amountFen === undefined ? '' : html`<p>${words.fee} ¥${yuanText(amountFen)}</p>`;
  const end = until === undefined ? '' : html`<dt>${words.until}</dt><dd>${beijingDateTime(until)}</dd>`;
  return html`<article><h2>${CHANGE_TEXTS[language][change]}${about}</h2><p>${text[language]}</p>${fee}
<dl><dt>${words.announced}</dt><dd data-fact="announced">${beijingDateTime(announcedAt)}</dd>
<dt>${words.effective}</dt><dd data-fact="effective">${beijingDateTime(effectiveAt)}</dd>${end}</dl></article>`;
}

/** Every announced change with its dates in Beijing time, in both languages, for everybody. */
export const announcementsPage: AnnouncementsPage = (language, announcements, names) => {
  const words = WORDS[language];
  const entries = announcements.map((announcement) => entry(language, announcement, names));
  const none = entries.length === 0 ? html`<p role="status">${words.noAnnouncements}</p>` : '';
  return layout(language, words.announcements, '/announcements', html`${none}${entries}`);
};
