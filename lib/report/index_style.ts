/** Styles that only the first page of a run needs. */
export const INDEX_STYLE = `
.state { display: inline-block; border-radius: 1em; padding: .05em .75em; font-size: .8125rem;
  font-weight: 600; white-space: nowrap; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(max(15rem, 30%), 1fr)); gap: 1rem;
  margin: 0 0 2rem; }
.figures div { background: var(--raised); border-radius: 10px; padding: .9rem 1.1rem; }
.figures dt { color: var(--muted); font-size: .8125rem; }
.figures dd { margin: 0; font-size: 1.5rem; font-weight: 600; line-height: 1.3;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.figures small { display: block; font-size: .8125rem; font-weight: 400; color: var(--muted);
  line-height: 1.4; }
.verdict { font-size: 1.125rem; max-width: 52rem; margin: 0 0 1.5rem; }
.verdict p { margin: 0 0 .5em; }
.lead { max-width: 52rem; }
table.wide { width: 100%; }
table.wide th[scope="row"] { font-weight: 400; min-width: 15rem; }
table.weeks th[scope="row"] { min-width: 0; white-space: nowrap; }
table.wide .number { text-align: right; }
table.wide td.number { white-space: nowrap; }
table.wide thead th { white-space: normal; vertical-align: bottom; }
table.wide small { color: var(--muted); }
table.wide.by-product th[scope="row"] { min-width: 10rem; }
table.by-product td small { display: block; font-size: .8125rem; }
.rest { margin: .5rem 0 1rem; }
.changes .share { width: 30%; white-space: nowrap; }
.changes .bar { display: inline-block; height: .7em; margin-right: .4em; border-radius: 2px; }
.changes .before { background: light-dark(#0072b2, #56b4e9); }
.changes .now { background: light-dark(#b35900, #e69f00); }
figure { margin: 0 0 1.5rem; }
figure svg { max-width: 100%; height: auto; }
.dag { display: block; max-width: 100%; height: auto; font-family: var(--sans); text-anchor: middle; }
.dag.vertical { display: none; }
.dag .box { fill: var(--ground); stroke-width: 2.5; }
.dag .name { fill: var(--text); font-size: 14px; font-weight: 600; }
.dag .label { font-size: 11.5px; font-weight: 600; }
.dag .duration { fill: var(--muted); font-size: 12px; }
.dag .link { fill: none; stroke: var(--muted); stroke-width: 1.5; }
.dag .head { fill: var(--muted); }
.dag .skipped .box, .dag .upstream_failed .box, .dag .scheduled .box { stroke-dasharray: 5 4; }
.pages { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem;
  padding: 0; list-style: none; }
.pages li { margin: 0; }
.pages a { display: block; height: 100%; padding: .9rem 1.1rem; border: 1px solid var(--line);
  border-radius: 10px; text-decoration: none; font-weight: 600; }
.pages a:hover { border-color: var(--accent); }
.pages small { display: block; margin-top: .2rem; font-weight: 400; color: var(--muted);
  font-size: .8125rem; line-height: 1.45; }
.warnings { background: var(--note-ground); border-left: 3px solid light-dark(#b98900, #d3a62c);
  border-radius: 0 8px 8px 0; padding: .8rem 1rem; margin: 0 0 1.5rem; }
.warnings ul { margin: 0; padding-left: 1.2rem; }
table.tasks td, table.tasks th { padding-right: 1.4rem; }
table.tasks tbody th { font-weight: 600; white-space: nowrap; }
table.tasks td:last-child { min-width: 16rem; }
table.tasks .number { text-align: right; white-space: nowrap; }
@media (max-width: 40rem) {
  /* details below the line of the task: next to it, rows would be too high */
  table.tasks, table.tasks tbody { display: block; }
  table.tasks thead { display: none; }
  table.tasks tr { display: grid; grid-template-columns: 1fr auto auto auto; padding: .5rem 0; }
  table.tasks tr > * { border: 0; padding: .1rem .5rem .1rem 0; }
  table.tasks td:last-child { grid-column: 1 / -1; min-width: 0; color: var(--muted); }
  table.tasks tr + tr { border-top: 1px solid var(--line); }
}
@media (max-width: 46rem) {
  /* a row becomes a few lines: columns would be cut off */
  table.wide, table.wide tbody { display: block; }
  table.wide thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.wide tr { display: flex; flex-wrap: wrap; gap: 0 1rem; padding: .4rem 0; border-top: 1px solid var(--line); }
  table.wide tr > * { border: 0; padding: 0; text-align: left !important; }
  table.wide th[scope="row"] { flex: 1 1 100%; font-weight: 600; }
  table.wide td.number { white-space: normal; }
  table.wide td[data-label]::before { content: attr(data-label) ": "; color: var(--muted); }
  table.wide td.share { width: 100%; }
  table.wide.by-product th[scope="row"] { min-width: 10rem; }
table.by-product td small { display: inline; white-space: nowrap; }
}
@media (max-width: 40rem) {
  .figures { grid-template-columns: 1fr 1fr; gap: .5rem; }
  .figures div { padding: .5rem .75rem; }
  .figures dd { font-size: 1.25rem; }
}
.files { columns: 18rem; column-gap: 2rem; list-style: none; padding: 0; font-size: .875rem; }
.files li { margin: 0; padding: .2rem 0; break-inside: avoid; overflow-wrap: anywhere; }
@media (max-width: 52rem) {
  .dag.horizontal { display: none; }
  .dag.vertical { display: block; margin: 0 auto; }
}
`;
