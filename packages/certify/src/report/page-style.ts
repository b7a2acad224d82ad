/** Light and dark, small and large, on paper; no font is fetched. */
export const pageStyle = `
:root{color-scheme:light dark;--back:#f6f7f9;--card:#fff;--ink:#1b1f26;--soft:#5a6472;--line:#e2e6ec;--pass:#1a7f4b;--fail:#b3261e;--unknown:#8a6100;--bar:#3b6ea5;--code:#eef1f5}
@media (prefers-color-scheme:dark){:root{--back:#14171c;--card:#1c2027;--ink:#e8ebf0;--soft:#9aa5b4;--line:#2e343e;--pass:#5ccf93;--fail:#ff8a80;--unknown:#e3b84d;--bar:#6fa8e0;--code:#262c35}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{max-width:820px;margin:0 auto;padding:32px 16px 64px}
header,section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:24px 28px;margin-bottom:16px}
.over{margin:0;color:var(--soft);font-size:13px;letter-spacing:.04em;text-transform:uppercase}
h1{margin:4px 0 18px;font-size:28px;line-height:1.25;overflow-wrap:anywhere}
h2{margin:0 0 14px;font-size:18px;display:flex;align-items:center;gap:10px}
p{margin:0 0 10px}
.ladder{list-style:none;display:grid;grid-template-columns:repeat(4,1fr);gap:6px;margin:0 0 18px;padding:0}
.ladder li{padding:9px 12px;border-radius:8px;background:var(--code);color:var(--soft);font-size:14px}
.ladder li.holds{background:var(--level);color:#fff}
.tag{background:var(--level);color:#fff;border-radius:6px;padding:1px 8px;font-size:14px}
.lead{font-size:17px}
.pass{color:var(--pass)}.fail{color:var(--fail)}.unknown{color:var(--unknown)}
.held{border-left:3px solid var(--unknown);padding:2px 0 2px 14px;margin:14px 0}
.held p{margin:0}.held ul{margin:4px 0 0;padding-left:18px}.held li{color:var(--ink)}.held li::marker{color:var(--soft)}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:12px 24px;margin:18px 0 0}
.facts.wide{grid-template-columns:1fr;margin:0}
.facts.wide div{display:grid;grid-template-columns:110px 1fr;gap:12px}
dt{color:var(--soft);font-size:13px}dd{margin:0;overflow-wrap:anywhere}
code{background:var(--code);border-radius:4px;padding:1px 5px;font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
.digest{font-size:12px}
.checks{list-style:none;margin:0;padding:0}
.checks li{display:grid;grid-template-columns:26px 1fr auto;gap:0 8px;padding:9px 0;border-top:1px solid var(--line)}
.checks li:first-child{border-top:0;padding-top:0}.checks li:last-child{padding-bottom:0}
.mark{font-weight:700}
.title{margin:0;color:var(--ink)}.answer{font-size:13px;margin-left:6px;white-space:nowrap}
.pass .answer{color:var(--pass)}.fail .answer{color:var(--fail)}.unknown .answer{color:var(--unknown)}
.reason{margin:1px 0 0;color:var(--soft);font-size:14px;overflow-wrap:anywhere}
.id{align-self:start;margin-top:3px;background:none;padding:0;color:var(--soft);font-size:11.5px;opacity:.85}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;vertical-align:top;padding:8px 12px 8px 0;border-top:1px solid var(--line)}
thead th{border-top:0;color:var(--soft);font-weight:500}
.none{color:var(--soft)}
.note{color:var(--soft);font-size:14px}
.chart{display:block;margin:10px 0;font-size:13px;max-width:none}
.chart .name,.chart .value{fill:var(--ink)}
.chart .bar{fill:var(--bar)}.chart .over{fill:var(--fail)}.chart .room{fill:var(--code)}
.chart .p95{stroke:var(--bar);stroke-width:2;opacity:.55}
footer{color:var(--soft);font-size:14px;padding:0 4px}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media (max-width:560px){.checks li{grid-template-columns:26px 1fr}.id{grid-column:2}.ladder{grid-template-columns:1fr 1fr}header,section{padding:18px}.facts.wide div{grid-template-columns:1fr;gap:0}}
@media print{body{background:#fff}header,section{break-inside:avoid;border-color:#ccc}}
`;
