/**
 * The style sheet of all pages. Colours are pairs for light and dark (`light-dark()` follows
 * `color-scheme`, which follows the system until the button changes it). Every pair of text and
 * background has a contrast of at least 4.5 : 1 (WCAG 2.2 AA).
 */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#ffffff, #14171b);
  --raised: light-dark(#f5f6f8, #1d2127);
  --line: light-dark(#dde1e6, #343a43);
  --text: light-dark(#1f2429, #e4e7eb);
  --muted: light-dark(#56606b, #a3acb7);
  --accent: light-dark(#0a5c9e, #82bdf0);
  --error: light-dark(#b3261e, #ff9d94);
  --error-ground: light-dark(#fdf1f0, #2f1d1e);
  --note-ground: light-dark(#fff7e5, #2c2616);
  --shade: light-dark(#00000033, #ffffff40);
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.6 var(--sans); }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.skip-link { position: absolute; left: -100vw; }
.skip-link:focus { left: 1rem; top: 1rem; background: var(--ground); padding: .5rem; z-index: 1; }

.layout { max-width: 76rem; margin: 0 auto; padding: 0 1.5rem 4rem; }
.with-contents { display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: 3rem; }
.top { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.25rem;
  max-width: 76rem; margin: 0 auto; padding: .9rem 1.5rem; font-size: .875rem; }
.top nav { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; flex: 1; }
.top nav a { text-decoration: none; color: var(--muted); }
.top nav a:hover { text-decoration: underline; }
.top nav a[aria-current] { color: var(--text); font-weight: 600; }
button { font: inherit; font-size: .8125rem; color: var(--text); background: var(--raised);
  border: 1px solid var(--line); border-radius: 6px; padding: .25rem .7rem; cursor: pointer; }
button:hover { border-color: var(--muted); }
.tools { display: flex; gap: .5rem; margin-left: auto; }

header.title { padding: 1.5rem 0 1.25rem; margin-bottom: 1.75rem; border-bottom: 1px solid var(--line); }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; margin: 2.2em 0 .6em; }
h1 { font-size: 2rem; letter-spacing: -.015em; }
h2 { font-size: 1.4rem; letter-spacing: -.01em; }
h3 { font-size: 1.125rem; }
h4 { font-size: 1rem; }
header.title h1 { margin: 0 0 .5rem; }
main > section > :first-child, main > h1:first-child { margin-top: 0; }
p, ul, ol { margin: 0 0 1em; }
li + li { margin-top: .25em; }
main .prose { max-width: 44rem; }
blockquote { margin: 0 0 1em; padding: .1em 1em; border-left: 3px solid var(--line);
  color: var(--muted); }
blockquote > :last-child { margin-bottom: 0; }
hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
.muted { color: var(--muted); }
.nowrap { white-space: nowrap; }

.contents { font-size: .875rem; line-height: 1.4; }
.contents > details { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow-y: auto;
  padding: 1.6rem 0 1rem; }
.contents summary { margin: 0 0 .5rem; font-size: .875rem; font-weight: 600; color: var(--text); list-style: none; }
.contents summary::-webkit-details-marker { display: none; }
.contents ul { list-style: none; margin: 0; padding: 0; }
.contents li { margin: 0; }
.contents a { display: block; padding: .28rem 0 .28rem .75rem; color: var(--muted);
  text-decoration: none; border-left: 2px solid var(--line); }
.contents a:hover { color: var(--text); border-color: var(--muted); }
.contents a.level-3 { padding-left: 1.6rem; }

code, pre { font-family: var(--mono); font-size: .8125rem; font-variant-ligatures: none; }
:not(pre) > code { background: var(--raised); border-radius: 4px; padding: .1em .35em;
  overflow-wrap: anywhere; }
pre { margin: 0 0 1rem; padding: .8rem 1rem; overflow-x: auto; line-height: 1.5; tab-size: 2;
  background: var(--raised); border-radius: 8px; }
details.code { margin: 0 0 .75rem; }
summary { cursor: pointer; color: var(--muted); font-size: .8125rem; width: fit-content; }
summary:hover { color: var(--text); }
details.code pre { margin-top: .4rem; }
details.failed > summary { color: var(--error); }

.cell { margin: 0 0 1.5rem; }
.output { margin: 0 0 1rem; }
.output > p, .output > ul { max-width: 44rem; }
.output pre { background: none; padding: 0; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.stream { border-left: 3px solid var(--line); border-radius: 0 8px 8px 0; max-height: 32rem; overflow-y: auto; }
.stream.stderr { background: var(--note-ground); border-left-color: light-dark(#b98900, #d3a62c); }
.error { margin: 0 0 1rem; padding: .8rem 1rem; background: var(--error-ground);
  border-left: 3px solid var(--error); border-radius: 0 8px 8px 0; overflow-wrap: anywhere; }
.error p { margin: 0; white-space: pre-wrap; }
.error strong { color: var(--error); }
.error pre { background: none; padding: .5rem 0 0; margin: 0; }
/* a shadow at edges with more content */
.scroll { overflow-x: auto; background:
  linear-gradient(90deg, var(--ground) 30%, transparent) left / 2.5rem 100% local no-repeat,
  linear-gradient(270deg, var(--ground) 30%, transparent) right / 2.5rem 100% local no-repeat,
  linear-gradient(90deg, var(--shade), transparent) left / .9rem 100% scroll no-repeat,
  linear-gradient(270deg, var(--shade), transparent) right / .9rem 100% scroll no-repeat; }
.formula { overflow-x: auto; overflow-y: hidden; margin: 0 0 1em; padding: .25rem 0; }
math { font-family: "Cambria Math", "STIX Two Math", "Latin Modern Math", "DejaVu Math TeX Gyre", math, serif; }
img { max-width: 100%; height: auto; }
img.sodai-figure { display: block; background: #fff; border-radius: 8px; }

table { border-collapse: collapse; font-size: .875rem; line-height: 1.4;
  font-variant-numeric: tabular-nums; }
/* a long text beside many columns would be a tower of single words */
.output td:not([style*="nowrap"], [colspan]) { min-width: 12rem; }
.output table, .prose table { margin: 0 0 .25rem; }
.prose .scroll { margin: 0 0 1em; }
th, td { padding: .4rem .9rem .4rem 0; text-align: left; vertical-align: top; }
tr > * + * { padding-left: .5rem; }
thead th { border-bottom: 2px solid var(--line); font-weight: 600; vertical-align: bottom; }
tbody tr + tr > * { border-top: 1px solid var(--line); }
tfoot td { border-top: 1px solid var(--line); color: var(--muted); }
caption { caption-side: top; text-align: left; padding: 0 0 .4rem; font-weight: 600; }
table.facts th { font-weight: 400; color: var(--muted); }
table.facts td { overflow-wrap: anywhere; }

.facts-line { display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; margin: 0; font-size: .875rem; }
.facts-line div { display: flex; gap: .4rem; min-width: 0; }
.facts-line dt { color: var(--muted); }
.facts-line dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
.parameters { margin-top: .75rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .8125rem;
  color: var(--muted); }

.hljs-comment, .hljs-meta { color: var(--muted); }
.hljs-keyword, .hljs-operator { color: light-dark(#a3155f, #ff8fc2); }
.hljs-string, .hljs-regexp, .hljs-subst { color: light-dark(#0b5e2e, #9bdcae); }
.hljs-number, .hljs-literal { color: light-dark(#0a4f9e, #8cc4ff); }
.hljs-title, .hljs-built_in, .hljs-section { color: light-dark(#5a35a8, #cdb1ff); }
.hljs-type, .hljs-attr, .hljs-property { color: light-dark(#804500, #f2b981); }
.ansi-bold { font-weight: 700; }
.ansi-red { color: light-dark(#b3261e, #ff9d94); }
.ansi-green { color: light-dark(#0b5e2e, #9bdcae); }
.ansi-yellow { color: light-dark(#7a5200, #f0c866); }
.ansi-blue { color: light-dark(#0a4f9e, #8cc4ff); }
.ansi-magenta { color: light-dark(#a3155f, #ff8fc2); }
.ansi-cyan { color: light-dark(#00606b, #7fdbe6); }
.ansi-black, .ansi-white { color: var(--muted); }

@media (max-width: 60rem) {
  .with-contents { display: block; }
  .contents > details { position: static; max-height: none; padding: 0; }
  .contents { margin: 0 0 1.5rem; }
  .contents summary { list-style: revert; }
}
@media (max-width: 40rem) {
  .layout, .top { padding-left: 1rem; padding-right: 1rem; }
  h1 { font-size: 1.6rem; overflow-wrap: anywhere; }
  header.title { padding-top: .5rem; }
  .top nav { flex: none; flex-wrap: nowrap; overflow-x: auto; white-space: nowrap; padding: .25rem 0; }
  .top { flex-flow: column nowrap; align-items: stretch; }
}
@media print {
  :root, :root[data-theme] { color-scheme: light; }
  body { font-size: 10.5pt; }
  .top, .contents, .skip-link, details:not([open]) { display: none; }
  .layout { padding: 0; max-width: none; }
  .with-contents { display: block; }
  main .prose, .output > p, .output > ul { max-width: none; }
  .stream { max-height: none; }
  .scroll { overflow: visible; background: none; }
  td { overflow-wrap: anywhere; }
  pre { white-space: pre-wrap; }
  img, table, .error, svg { break-inside: avoid; }
  h1, h2, h3 { break-after: avoid; }
  a { color: inherit; }
}
`;
