/** The reader's look: Hakku's tokens, inlined, as the page must work from a disk without a network. */
export const readerStyle = `
:root{color-scheme:light dark;--paper:light-dark(#fbfaf7,#14161a);--sheet:light-dark(#fff,#1b1e24);--sunken:light-dark(#f3f1ec,#101216);--ink:light-dark(#1a1d24,#eceef2);--soft:light-dark(#525866,#a6adba);--line:light-dark(#e3dfd6,#2d323b);--edge:light-dark(#8b8f99,#6d7480);--brand:light-dark(#27367f,#a9b6ff);--wash:light-dark(#eef0fb,#22274a);--warn:light-dark(#8a5300,#f0bd6b);--warn-wash:light-dark(#fdf1dc,#352711);--font:"Plus Jakarta Sans Variable","Plus Jakarta Sans",system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;--mono:ui-monospace,"Cascadia Mono",Menlo,monospace}
*{box-sizing:border-box}
html{scroll-padding-top:16px}
body{margin:0;background:var(--paper);color:var(--ink);font:400 16px/1.55 var(--font);font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
a{color:var(--brand);text-underline-offset:3px}
:focus-visible{outline:3px solid #ffbf47;outline-offset:2px;border-radius:4px}
h1{font:700 28px/1.2 var(--font);letter-spacing:-.015em;margin:0 0 12px;text-wrap:balance}
h2{font:650 20px/1.3 var(--font);margin:0 0 4px;letter-spacing:-.01em}
h3{font:650 13px/1.4 var(--font);color:var(--soft);margin:0}
p{margin:0 0 12px}
.soft{color:var(--soft)}.small{font-size:14px;line-height:1.5}.mono{font-family:var(--mono);font-size:.94em}
.bar{background:var(--sheet);border-bottom:1px solid var(--line)}
.wrap{max-width:1120px;margin:0 auto;padding:0 16px}
.bar .wrap{display:flex;align-items:center;justify-content:space-between;gap:12px;min-height:60px}
.bar b{font:700 17px/1.3 var(--font);letter-spacing:-.01em}
.pick{display:flex;flex:none;margin:0;padding:0;border:1px solid var(--edge);border-radius:8px;overflow:hidden}
.pick legend,.pick input{position:absolute;opacity:0;width:1px;height:1px;overflow:hidden}
.pick label{display:inline-flex;align-items:center;min-height:44px;padding:0 14px;font-size:14px;font-weight:600;cursor:pointer;color:var(--brand)}
.pick label:has(:checked){background:var(--brand);color:light-dark(#fff,#10142b)}
.pick label:has(:focus-visible){outline:3px solid #ffbf47;outline-offset:-4px}
body:has(#lang-id:checked) [lang=en],body:has(#lang-en:checked) [lang=id]{display:none}
main{padding-top:32px!important;padding-bottom:64px!important}
.lead{max-width:64ch;color:var(--soft);margin-bottom:24px}h2 .small{font-weight:400;letter-spacing:0}
.card{background:var(--sheet);border:1px solid var(--line);border-radius:12px;padding:16px;margin:0 0 24px}
.facts{display:grid;gap:12px 24px;grid-template-columns:repeat(auto-fit,minmax(220px,1fr));margin:0}
.facts dt{font-size:14px;color:var(--soft)}.facts dd{margin:0;font-weight:500}
.contents{list-style:none;margin:8px 0 0;padding:0}
.contents a{display:flex;justify-content:space-between;align-items:center;gap:12px;min-height:44px;padding:6px 0;border-top:1px solid var(--line);text-decoration:none}
.contents li:first-child a{border-top:0}.contents a:hover span:first-child{text-decoration:underline}
.contents i{color:var(--soft);font-style:normal;flex:none}
section{margin:0 0 40px}
.why{display:grid;gap:4px 24px;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));margin:12px 0 16px;padding:12px 16px;background:var(--sunken);border-radius:8px;font-size:14px;line-height:1.5}
.why dt{color:var(--soft)}.why dd{margin:0}
.note{background:var(--warn-wash);color:var(--warn);border-radius:8px;padding:10px 14px;font-size:14px;line-height:1.5;margin:0 0 12px}
.files{display:flex;flex-wrap:wrap;gap:8px;margin:12px 0 0;padding:0;list-style:none}
.files a{display:inline-flex;align-items:center;min-height:44px;padding:0 16px;border:1px solid var(--edge);border-radius:8px;font-size:14px;font-weight:600;text-decoration:none}
.files a:hover{background:var(--wash)}
table{width:100%;border-collapse:separate;border-spacing:0;background:var(--sheet);border:1px solid var(--line);border-radius:12px;overflow:hidden;font-size:15px}
th{text-align:left;overflow-wrap:break-word;font:600 13px/1.4 var(--font);color:var(--soft);background:var(--sunken);padding:8px 12px;vertical-align:bottom}
td{padding:10px 12px;border-top:1px solid var(--line);vertical-align:top;white-space:pre-wrap;overflow-wrap:break-word}
tr:hover td{background:color-mix(in srgb,var(--wash) 40%,transparent)}
.empty{color:var(--soft)}.held{color:var(--warn);font-size:14px}
.history{list-style:none;margin:0;padding:0}.history li{display:flex;flex-wrap:wrap;gap:2px 16px;padding:8px 0;border-top:1px solid var(--line);font-size:15px}.history time{color:var(--soft);flex:none;width:13em}
.records{list-style:none;margin:0;padding:0;display:grid;gap:12px}
.records>li{background:var(--sheet);border:1px solid var(--line);border-radius:12px;padding:14px 16px}
.records dl{margin:0;display:grid;gap:10px 24px;grid-template-columns:repeat(auto-fill,minmax(240px,1fr))}
.records dt{font-size:13px;line-height:1.4;color:var(--soft)}.records dd{margin:0;font-size:15px;white-space:pre-wrap}
.records dl>.long{grid-column:1/-1}.records h3{margin:0 0 6px}
footer{border-top:1px solid var(--line);padding-top:20px;color:var(--soft)}
@media(min-width:720px){h1{font-size:34px}.wrap{padding:0 32px}.card{padding:24px}}
@media(max-width:719px){
table,tbody,tr,td{display:block}thead{display:none}table{border:0;background:none}
tr{background:var(--sheet);border:1px solid var(--line);border-radius:12px;padding:10px 16px;margin:0 0 12px}
td,.facts>div,.records dl>div{display:grid;grid-template-columns:8.5em 1fr;gap:0 12px}
td{border:0;padding:4px 0}tr:hover td{background:none}
td::before{content:attr(data-label);font-size:14px;line-height:1.65;color:var(--soft)}
.records dt{font-size:14px;line-height:1.65}
.facts,.records dl{grid-template-columns:1fr;gap:8px}.records dl>.long{display:block}}
@media print{.pick,.files{display:none}body{background:#fff}section{break-inside:auto}.records>li,tr{break-inside:avoid}}
`
