import { html, raw } from 'hono/html';
import type { Language } from '../providers/pages';
import { WORDS } from './words';

const STYLE = `
*{box-sizing:border-box}
body{margin:0;padding:1rem;background:#f4f5f1;color:#1d211b;font:1.0625rem/1.6 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
header,main{max-width:64rem;margin:0 auto}
header{display:flex;justify-content:flex-end;padding:.25rem 0}
header a{padding:.5rem .25rem}
main{background:#fff;border:1px solid #d3d8cd;border-radius:.75rem;padding:1.25rem 1.5rem}
h1{font-size:1.375rem;line-height:1.3;margin:0 0 .75rem}
h2{font-size:1.125rem;margin:1.5rem 0 .25rem}
form{max-width:30rem}
label{display:block;margin:.75rem 0 .25rem}
select,input{width:100%;min-height:3rem;padding:.5rem .75rem;border:1px solid #6d756a;border-radius:.5rem;background:#fff;color:inherit;font:inherit}
button{width:100%;min-height:3rem;margin-top:1.25rem;border:0;border-radius:.5rem;background:#22573a;color:#fff;font:inherit;font-weight:600;cursor:pointer}
a{color:#1d5b8f}
:focus-visible{outline:3px solid #b35900;outline-offset:3px}
[role=alert]{margin:0 0 1rem;padding:.625rem 1rem;border-left:.3rem solid #b3261e;background:#fcedec}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;border-top:1px solid #d3d8cd}
th{font-weight:600;white-space:nowrap}
td{overflow-wrap:anywhere}
@media(max-width:48rem){.wire thead{display:none}.wire tr{display:block;padding:.5rem 0;border-top:1px solid #d3d8cd}.wire td{display:block;padding:0;border:0}}
.good{color:#1a6b34}.bad{color:#b3261e}
pre{margin:.25rem 0 .75rem;padding:.5rem .75rem;background:#f4f5f1;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.875rem;line-height:1.45}
code{overflow-wrap:anywhere;font-size:.9375rem}
.note{margin:1.5rem 0 0;padding-top:.75rem;border-top:1px solid #d3d8cd;color:#565d52;font-size:.9375rem}
`;

/** One page of the sandbox itself. `url` is its own address, from which the other language is one link away. */
export function sandboxPage(language: Language, title: string, url: URL, content: unknown, head: unknown = ''): string {
  const other = language === 'en' ? 'zh' : 'en';
  const code = { en: 'en', zh: 'zh-CN' } as const;
  const query = new URLSearchParams(url.searchParams);
  query.set('lang', other);
  return String(html`<!doctype html>
<html lang="${code[language]}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${raw(STYLE)}</style>${head}</head>
<body><header><a href="${url.pathname}?${query}" hreflang="${code[other]}" lang="${code[other]}">${WORDS[language].other}</a></header>
<main><h1>${title}</h1>${content}<p class="note">${WORDS[language].simulated}</p></main></body>
</html>`);
}
