/** How the pages of every simulated wallet look: alike, plain, and never mistaken for a real one. */
export const STYLE = `
*{box-sizing:border-box}
body{margin:0;padding:1.5rem 1rem;background:#f2f1ee;color:#1f1f1c;font:1.0625rem/1.6 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
main{max-width:30rem;margin:0 auto;background:#fff;border:1px solid #dad7d0;border-radius:.75rem;padding:1.25rem 1.5rem}
h1{font-size:1.25rem;line-height:1.3;margin:0 0 1rem}
h2{font-size:1.0625rem;line-height:1.3;margin:1rem 0 .5rem}
ul{margin:0 0 1rem;padding-left:1.25rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.25rem;align-items:baseline;margin:0 0 1.25rem}
dl.voucher{grid-template-columns:fit-content(7.5rem) 1fr}
dt{color:#5c5a54}
dd{margin:0;overflow-wrap:anywhere}
dd.amount{font-size:1.625rem;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums}
label{display:block;margin-bottom:.25rem}
select,input{width:100%;min-height:3rem;padding:.5rem .75rem;border:1px solid #76736b;border-radius:.5rem;background:#fff;color:inherit;font:inherit}
.acts{display:grid;grid-template-columns:3fr 2fr;gap:.75rem}
button,.onward{display:block;width:100%;min-height:3rem;padding:.625rem .5rem;border:1px solid #3d3b36;border-radius:.5rem;background:#3d3b36;color:#fff;font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
button[value=declined]{background:#fff;color:#3d3b36}
a{color:#3b4a8c}
code{overflow-wrap:anywhere;font-size:.9375rem}
:focus-visible{outline:3px solid #b35900;outline-offset:3px}
[role=status],[role=alert]{margin:0 0 1rem;padding:.625rem 1rem;border-left:.3rem solid #3d3b36;border-radius:.25rem;background:#f2f1ee;overflow-wrap:anywhere}
[role=status].done{border-color:#1a7f37;background:#eaf6ed}
[role=alert]{border-color:#b3261e;background:#fcedec}
.note{margin:1.5rem 0 0;padding-top:.75rem;border-top:1px solid #dad7d0;color:#5c5a54;font-size:.9375rem}
`;
