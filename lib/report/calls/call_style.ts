/** The style of the call list; colours are those of page_style.ts. */
export const CALL_STYLE = `
#call-list .controls { display: flex; flex-wrap: wrap; gap: .75rem 1rem; margin: 0 0 .75rem; }
#call-list .field { display: grid; gap: .2rem; font-size: .8125rem; color: var(--muted); }
#call-list .field.text { flex: 1 1 16rem; }
#call-list .filters { margin: 0 0 1rem; }
#call-list .filters summary { margin: 0 0 .5rem; }
#call-list .filters .controls { align-items: end; }
#call-list .urgent { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .8rem; margin: 0 0 .9rem; }
#call-list .urgent strong { color: var(--error); }
#call-list .found { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .8rem; }
#call-list input, #call-list select { font: inherit; font-size: .875rem; color: var(--text);
  background: var(--ground); border: 1px solid var(--muted); border-radius: 6px; padding: .35rem .5rem;
  min-height: 2.1rem; max-width: 100%; }
#call-list .filters .field select { max-width: 12rem; }
#call-list .controls > button { min-height: 2.1rem; }
#call-list .count { margin: 0; font-size: .875rem; }
#call-list .scope { margin: 0 0 .5rem; font-size: .8125rem; color: var(--muted); }
#call-list .on-paper { display: none; }
#call-list .details p { margin: 0 0 .5em; font-size: .875rem; }
table.calls { width: 100%; }
table.calls > caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
table.calls thead th { white-space: normal; vertical-align: bottom; padding-right: .9rem; }
table.calls thead button { border: 0; background: none; padding: 0; font-weight: 600; font-size: .8125rem;
  text-align: inherit; }
table.calls thead th.number button { width: 100%; }
table.calls [aria-sort] button::after { content: "\\a0▲"; font-size: .7em; }
table.calls [aria-sort="descending"] button::after { content: "\\a0▼"; }
table.calls .number, table.products .number { text-align: right; }
/* an id of six digits on one line */
table.calls .shop th { min-width: 7rem; }
table.calls .shop th button { border: 0; background: none; padding: .1rem .25rem .1rem 0; font-weight: 600;
  color: var(--accent); font-size: .875rem; text-align: left; }
table.calls .shop th button::before { content: "▸ "; display: inline-block; width: 1em; }
table.calls .shop th button[aria-expanded="true"]::before { content: "▾ "; }
table.calls .details > td { padding: .25rem 0 1.25rem 1.25rem; border-top: 0; }
#call-list .quick { gap: .4rem; }
#call-list .quick button { font-size: .8125rem; padding: .2rem .8rem; background: none; cursor: pointer; }
#call-list .quick button:disabled { opacity: .55; cursor: default; }
#call-list .quick [aria-pressed="true"] { background: var(--raised); font-weight: 600; box-shadow: inset 0 0 0 1px currentColor; }
.badge { display: inline-block; border: 1px solid var(--line); border-radius: 1em; padding: 0 .6em;
  margin: 0 .3em .15em 0; font-size: .75rem; white-space: nowrap; }
.badge.overdue { border-color: var(--error); color: var(--error); }
.badge.stopped { border-color: light-dark(#8a6100, #e0b341); color: light-dark(#7a5200, #f0c866); }
.badge.offers { border-color: var(--accent); color: var(--accent); }
table.products { width: 100%; margin: .25rem 0 .75rem; font-size: .8125rem; }
table.products caption { font-size: .8125rem; padding: .25rem 0; }
table.products th { font-weight: 400; }
/* the columns of a shop's tables stand below each other */
table.products thead th:first-child { width: 22rem; }
table.products thead th.number { width: 8rem; }
table.products thead th { border-bottom-width: 1px; color: var(--muted); }
table.products small { color: var(--muted); }
.paging { display: flex; gap: 1rem; align-items: center; justify-content: center; margin: 1rem 0;
  font-size: .875rem; }
.paging[hidden] { display: none; }
.paging button:disabled { opacity: .45; cursor: default; }
@media (max-width: 52rem) {
  /* a shop becomes a card, a product two lines */
  #call-list .filters .field { flex: 1 1 14rem; }
  #call-list .filters .field select { max-width: none; width: 100%; }
  table.calls, table.calls > tbody, .details > td { display: block; }
  table.calls > thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.calls > tbody > tr.shop { display: flex; flex-wrap: wrap; gap: .1rem 1rem; padding: .5rem 0; }
  table.calls > tbody > tr > * { border: 0; padding: 0; text-align: left; }
  table.calls > tbody > tr.shop { border-top: 1px solid var(--line); }
  tr.shop > th { flex: 1 1 100%; }
  tr.shop > td[data-label]::before { content: attr(data-label) ": "; color: var(--muted); }
  tr.details:not([hidden]) { display: block; }
  table.calls .details > td { padding: 0 0 1rem .75rem; }
}
@media screen and (max-width: 52rem) {
  /* paper is as narrow, but a product on one line saves half of the sheets */
  table.products, table.products tbody, table.products caption { display: block; }
  table.products thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.products tr { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .4rem 0; }
  table.products tr > * { border: 0 !important; padding: 0 !important; text-align: left !important; }
  table.products th { flex: 1 1 100%; }
  table.products td[data-label]::before { content: attr(data-label) ": "; color: var(--muted); }
}
@media (max-width: 40rem) {
  #call-list .field.sort { flex: 1 1 100%; grid-template-columns: auto minmax(0, 1fr); align-items: center; gap: .6rem; }
  #call-list .filters { margin: 0 0 .5rem; }
  #call-list .urgent strong { font-size: .9375rem; }
  /* the choice above says it */
  #call-list .count .order { display: none; }
}
@media print {
  #call-list .controls, #call-list .filters, #call-list .found button, .urgent button, .paging { display: none; }
  #call-list .count .order { display: inline; }
  #call-list .on-paper:not([hidden]) { display: block; margin: 0 0 .5rem; font-size: .875rem; }
  .calls-only main > :not(#call-list, header.title), .calls-only #call-list .urgent { display: none; }
  tr.shop { break-after: avoid; }
  table.calls > tbody > tr.shop { padding: .25rem 0 0; }
  table.calls .details > td { padding-bottom: .25rem; }
  #call-list .details p { margin: 0; font-size: .6875rem; }
  table.products { break-inside: auto; margin: 0 0 .2rem; font-size: .6875rem; }
  table.products thead th:first-child { width: 17rem; }
  table.products thead th.number { width: 4rem; overflow-wrap: normal; }
  table.products caption { font-size: inherit; padding: 0; }
  table.products th, table.products td { padding: .05rem .5rem .05rem 0; }
}
`;
