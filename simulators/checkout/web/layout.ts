import { html, raw } from 'hono/html';
import { pressedOnce } from '../../kernel/pressed-once';
import { STYLE } from './style';
import { type Language, WORDS } from './words';

/** One page of the cashier. `path` is its own address without the language. */
export function layout(language: Language, title: string, path: string, content: unknown): string {
  const other = language === 'en' ? 'zh' : 'en';
  return String(html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${raw(STYLE)}</style></head>
<body><header><a href="/announcements?lang=${language}">${WORDS[language].announcements}</a>
<a href="${path}?lang=${other}" hreflang="${other === 'zh' ? 'zh-CN' : 'en'}" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${WORDS[language].other}</a></header>
<main><h1>${title}</h1>${content}</main>${raw(pressedOnce(content))}</body>
</html>`);
}

/** An HTML answer that no cache keeps. */
export function htmlAnswer(text: string, status = 200): Response {
  return new Response(text, {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'strict-origin-when-cross-origin',
    },
  });
}
