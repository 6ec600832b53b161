/** The page's only style sheet; what has the class "heard" is for those who hear the page. Verdicts are words as well as colours; contrast is at least 4.5 to 1. */
export const STYLE = `:root{color-scheme:light}
body{font:16px/1.55 system-ui,"Noto Sans SC","Microsoft YaHei",sans-serif;max-width:76rem;margin:0 auto;padding:1rem;color:#111;background:#fff}
a{color:#0645ad}a:focus-visible,summary:focus-visible{outline:3px solid #0645ad;outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
h1{font-size:1.6rem}h2{margin-top:2.5rem;border-bottom:2px solid #111}h3{margin-top:2rem}h4{margin:1.2rem 0 .3rem}
.scroll{overflow-x:auto;margin-bottom:1rem}.scroll table{min-width:56rem}table{border-collapse:collapse;width:100%}caption{text-align:left;font-weight:700;padding:.3rem 0}
.heard{position:absolute;width:1px;height:1px;padding:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
td,th{border-bottom:1px solid #bbb;padding:.35rem .6rem;text-align:left;vertical-align:top}thead th{background:#f2f2f2}tbody th{white-space:nowrap}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.3rem 1rem;margin:.6rem 0}dt{font-weight:700}dd{margin:0;overflow-wrap:anywhere}
.verdict{font-weight:700;white-space:nowrap}.pass{color:#0a6b2d}.fail,.error{color:#b00020}.inconclusive,.not-applicable{color:#6b4e00}
.statement{font-size:1.15rem;border-left:4px solid #111;padding:.2rem 0 .2rem .8rem}
.failure{border:2px solid #b00020;border-radius:4px;padding:.2rem 1rem .8rem;margin:1rem 0}
code{font-size:.9em;overflow-wrap:anywhere;background:#f4f4f4;padding:0 .2em}.mark{white-space:nowrap}
ul{padding-left:1.2rem}li{margin:.2rem 0}td ul{margin:0;padding-left:1rem}td li{margin:0}.small{font-size:.9rem}
@media (max-width:40rem){dl{grid-template-columns:minmax(0,1fr)}dd{margin-bottom:.5rem}}
@media print{a{color:inherit}.skip{display:none}section{break-inside:auto}h3{break-after:avoid}}`;
