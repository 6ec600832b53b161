import { html } from 'hono/html';
import { type Language, WORDS } from './words';

const STYLE = `body{font:1.125rem/1.6 system-ui,"Noto Sans SC",sans-serif;max-width:36rem;margin:1.5rem auto;padding:0 1rem;color:#111;background:#fff}
h1{font-size:1.4rem}dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}dt{color:#444}dd{margin:0;font-weight:600}
fieldset{border:1px solid #767676;border-radius:.4rem;padding:.5rem 1rem}legend{padding:0 .4rem}
.method{display:flex;align-items:center;gap:.75rem;min-height:3rem}.method input{width:1.4rem;height:1.4rem}
.off{color:#595959}button{font:inherit;min-height:3rem;padding:.5rem 1.25rem;margin-top:1rem}
a,button{touch-action:manipulation}[role=alert]{border:2px solid #b00020;padding:.5rem 1rem}code{overflow-wrap:anywhere}svg{max-width:16rem}`;

/** One page of the cashier. `path` is its own address without the language. */
export function layout(language: Language, title: string, path: string, content: unknown): string {
  const other = language === 'en' ? 'zh' : 'en';
  return String(html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${STYLE}</style></head>
<body><header><a href="${path}?lang=${other}" hreflang="${other === 'zh' ? 'zh-CN' : 'en'}" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${WORDS[language].other}</a></header>
<main><h1>${title}</h1>${content}</main></body>
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
