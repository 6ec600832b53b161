/** How the cashier looks: one column, large targets, every method alike, a mark that shows where the keyboard is. */
export const STYLE = `
*{box-sizing:border-box}
body{margin:0;padding:1rem;background:#eef0f3;color:#1b1f24;font:1.0625rem/1.6 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
header,main{max-width:34rem;margin:0 auto}
header{display:flex;flex-wrap:wrap;justify-content:space-between;padding:.25rem 0}
header a{padding:.5rem .25rem}
main{background:#fff;border:1px solid #d5dae0;border-radius:.75rem;padding:1.25rem 1.5rem 1.5rem}
h1{font-size:1.375rem;line-height:1.3;margin:0 0 1rem}
h2{font-size:1.0625rem;margin:1.5rem 0 .25rem}
dl{display:grid;grid-template-columns:fit-content(45%) minmax(0,1fr);gap:.25rem 1.25rem;align-items:baseline;margin:0 0 1.25rem}
dt{color:#57606a}
dd{margin:0;overflow-wrap:anywhere}
dd[data-fact=amount]{font-size:1.625rem;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums}
fieldset{border:0;margin:0;padding:0}
legend{padding:0;margin-bottom:.5rem;font-weight:600}
.method{display:flex;flex-wrap:wrap;align-items:center;border:1px solid #767f89;border-radius:.5rem;margin-bottom:.5rem}
.method input{flex:none;width:1.375rem;height:1.375rem;margin:0 0 0 1rem;accent-color:#0b57a4}
.method label{flex:1;padding:.75rem 1rem;cursor:pointer}
.method .price{flex:none;width:100%;margin:0;padding:0 1rem .625rem 3.375rem;color:#57606a}
.method:has(:checked){border-color:#0b57a4;box-shadow:inset 0 0 0 1px #0b57a4}
button{width:100%;min-height:3rem;margin-top:.75rem;padding:.5rem 1rem;border:0;border-radius:.5rem;background:#0b57a4;color:#fff;font:inherit;font-weight:600;cursor:pointer}
button:hover{background:#094888}
a{color:#0b57a4}
.list{margin-top:1.25rem}
.list p{margin:0}
.list button{background:#fff;color:#0b57a4;box-shadow:inset 0 0 0 1px #0b57a4}
.list button:hover{background:#eef4fb}
:focus-visible{outline:3px solid #b35900;outline-offset:3px}
[data-status],[role=alert]{margin:0 0 1.25rem;padding:.625rem 1rem;border-left:.3rem solid #0b57a4;border-radius:.25rem;background:#eef4fb}
[data-status=confirming],[data-status=refunding]{border-color:#9a5b00;background:#fdf4e5}
[data-status=paid],[data-status=refunded]{border-color:#1a7f37;background:#eaf6ed}
[data-status=closed]{border-color:#57606a;background:#f3f4f6}
[role=alert]{border-color:#b3261e;background:#fcedec}
ul{margin:0;padding-left:1.25rem}
.off{color:#57606a}
table{width:100%;margin:0 0 1.25rem;border-collapse:collapse}
caption{padding:0 0 .25rem;text-align:left;color:#57606a}
th,td{padding:.375rem .75rem .375rem 0;border-bottom:1px solid #d5dae0;text-align:left;font-weight:400;overflow-wrap:anywhere}
th:last-child,td:last-child{padding-right:0;text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.code{text-align:center}
.code svg{width:14rem;max-width:100%;height:auto}
code{overflow-wrap:anywhere;font-size:.9375rem}
`;
