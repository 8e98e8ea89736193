/** Styles that only the page of all runs needs. */
export const RUNS_STYLE = `
.state { display: inline-block; border-radius: 1em; padding: .05em .75em; font-size: .8125rem;
  font-weight: 600; white-space: nowrap; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.verdict { font-size: 1.125rem; max-width: 52rem; }
.use { border: 1px solid var(--line); border-radius: 1em; padding: 0 .55em; font-size: .75rem;
  font-weight: 400; color: var(--muted); white-space: nowrap; }
td small, th small { display: block; font-weight: 400; color: var(--muted); font-size: .75rem; }
th small { white-space: nowrap; }
.error small { color: var(--muted); font-size: .8125rem; }
.error p + p { margin-top: .5rem; }
.error .remedy { color: var(--text); }
.error pre, td pre { background: var(--raised); padding: .4rem .7rem; margin: .4rem 0 0;
  white-space: pre-wrap; overflow-wrap: anywhere; }
td .remedy { margin: .3rem 0 0; color: var(--muted); }
.warnings { background: var(--note-ground); border-left: 3px solid light-dark(#b98900, #d3a62c);
  border-radius: 0 8px 8px 0; padding: .8rem 1rem; margin: 0 0 1.5rem; }
.warnings p { margin: 0 0 .3rem; }
.warnings ul { margin: 0; padding-left: 1.2rem; }
.number { text-align: right; }
details.older { margin: 1rem 0; }
details.older > summary { font-size: .875rem; color: var(--accent); padding: .3rem 0; }
table.grid { width: 100%; }
table.grid thead th { vertical-align: bottom; }
table.grid thead th:nth-last-child(3), table.grid thead th:nth-last-child(2) { text-align: right; }
table.grid th.task, table.grid td.task { padding: .4rem .15rem; text-align: center; }
table.grid th.task span { writing-mode: vertical-rl; transform: rotate(180deg); font-weight: 400;
  font-size: .75rem; color: var(--muted); }
td.task span, .key span { display: inline-block; width: 1.5rem; height: 1.5rem; line-height: 1.5rem;
  border-radius: 4px; text-align: center; font-size: .8125rem; font-weight: 700; }
table.grid .number { white-space: nowrap; }
table.grid .why, table.grid th:last-child { padding-left: 1rem; }
table.grid .why { min-width: 12rem; overflow-wrap: anywhere; }
.legend { font-size: .8125rem; color: var(--muted); margin: .8rem 0 0; }
.legend .key { margin-right: 1rem; white-space: nowrap; }
.legend.narrow { display: none; }
.trends { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr));
  gap: 1.25rem; align-items: start; }
.trends > div { max-width: 32rem; }
.trends svg, .trends img.sodai-figure { display: block; width: 100%; height: auto; }
table.outcomes td, table.outcomes th, table.differences td, table.differences th { padding-right: 1.2rem; }
table.outcomes thead th:not(:first-child) { text-align: right; }
table.outcomes td, table.outcomes th[scope="row"] { white-space: nowrap; }
.scroll + p { margin-top: 1rem; }
table.differences th[scope="row"] { overflow-wrap: break-word; }
table.differences td { overflow-wrap: anywhere; min-width: 5.1rem; }
table.differences td:last-child { min-width: 0; }
@media (max-width: 30rem) {
  table.differences { font-size: .8125rem; }
  table.differences td, table.differences th { padding-right: .6rem; }
}
@media (max-width: 52rem) {
  /* a run in three lines: week and state, its squares, why */
  table.grid, table.grid tbody { display: block; }
  table.grid thead { display: none; }
  table.grid tr { display: grid; grid-template-columns: repeat(var(--tasks), 1.8rem) 1fr; gap: .15rem .1rem;
    padding: .6rem 0; }
  table.grid tr > * { border: 0; padding: 0; }
  table.grid tbody tr + tr { border-top: 1px solid var(--line); }
  table.grid th { grid-column: 1 / -2; }
  table.grid th small { display: inline; margin-left: .4rem; }
  table.grid th + td { grid-column: -2 / -1; text-align: right; }
  table.grid td.task { padding: 0; text-align: left; }
  table.grid td.number, table.grid .why { grid-column: 1 / -1; text-align: left; padding: 0; }
  table.grid td.number { white-space: normal; order: 1; font-size: .8125rem; }
  table.grid td.number::before { content: attr(data-name) ": "; color: var(--muted); }
  table.grid td.number small { display: inline; margin-left: .4rem; }
  table.grid td:empty { display: none; }
  .legend.narrow { display: block; }
}
@media (max-width: 52rem) {
  /* a week as a card, each number with its name */
  table.outcomes, table.outcomes tbody { display: block; width: 100%; }
  table.outcomes thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  table.outcomes tr { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; padding: .6rem 0;
    border-bottom: 1px solid var(--line); }
  table.outcomes th, table.outcomes td { border: 0; padding: 0; }
  table.outcomes th[scope="row"] { flex: 1 1 100%; }
  table.outcomes td { text-align: left; white-space: normal; }
  table.outcomes td::before { content: attr(data-label); display: block; color: var(--muted);
    font-size: .75rem; }
}
@media (min-width: 32rem) and (max-width: 52rem) {
  /* in two columns: why beside the squares */
  table.grid .why, table.grid td.number:nth-last-child(3) { grid-column: -2 / -1; padding-left: .8rem; }
  table.grid .why { align-self: center; }
  table.grid td.number:nth-last-child(2) { grid-column: 1 / -2; }
  table.grid td.number:nth-last-child(3) { order: 2; }
}
@media print {
  table.outcomes td, table.outcomes thead th { white-space: normal; }
  table.outcomes td, table.outcomes th { padding-right: .5rem; }
  table.grid tr { break-inside: avoid; }
  .trends { grid-template-columns: 1fr 1fr; }
  td.task span, .key span, .state { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
