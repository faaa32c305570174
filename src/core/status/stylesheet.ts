import { sha256 } from '../digest.ts';

/**
 * The one stylesheet of all pages; no page carries a style of its own, so that the content security policy can forbid
 * them. Contrast is at least 4.5 to 1 for every pair of text and background in both schemes.
 */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --page: #f4f6f8; --surface: #ffffff; --sunken: #f0f3f6; --line: #d8dee5; --strong-line: #aeb8c4;
  --ink: #16202b; --muted: #4c5a69; --link: #0a56a5; --focus: #0a56a5;
  --danger: #9f1f18; --danger-fill: #fdecea; --warn: #734600; --warn-fill: #fff2d6;
  --good: #17633a; --good-fill: #e3f4ea; --bar: #2f7d52;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f141a; --surface: #171e26; --sunken: #1e2730; --line: #2c3844; --strong-line: #4a5866;
    --ink: #e8edf2; --muted: #aab7c4; --link: #86bdff; --focus: #86bdff;
    --danger: #ffa59c; --danger-fill: #3b1c1b; --warn: #f5c873; --warn-fill: #362a10;
    --good: #8fd9aa; --good-fill: #143321; --bar: #5fb885;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
a { color: var(--link); text-underline-offset: .18em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 1rem; top: .5rem; padding: .5rem .75rem; background: var(--surface); z-index: 2; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.bar { background: var(--surface); border-bottom: 1px solid var(--line); }
.bar > div, main, footer { max-width: 74rem; margin: 0 auto; padding: 0 1.5rem; }
.bar > div { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 1.5rem; padding-block: .7rem; }
.bar .name { font-weight: 650; overflow-wrap: anywhere; }
.bar nav { display: flex; gap: 1.25rem; }
.bar nav a { color: var(--muted); text-decoration: none; padding-block: .15rem; border-bottom: 2px solid transparent; }
.bar nav a:hover { color: var(--ink); }
.bar nav a[aria-current] { color: var(--ink); font-weight: 600; border-color: currentColor; }
.bar .as-of { margin-left: auto; color: var(--muted); font-size: .875rem; }

main { padding-block: 1.75rem 1rem; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; font-weight: 680; letter-spacing: -.01em; text-wrap: balance; overflow-wrap: anywhere; }
h2 { margin: 0 0 .6rem; font-size: 1.1875rem; line-height: 1.3; font-weight: 650; }
h2 .count { margin-left: .4rem; color: var(--muted); font-weight: 500; }
.over { margin: 0 0 .2rem; color: var(--muted); }
.lead { margin: .4rem 0 0; color: var(--muted); max-width: 46rem; }
section { margin-top: 2.25rem; }
section > p { margin: 0 0 .6rem; }
.quiet { color: var(--muted); }
footer { padding-block: 1.5rem 2.5rem; color: var(--muted); font-size: .875rem; }
footer p { margin: 0 0 .3rem; max-width: 46rem; }

.drift { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .75rem; margin-block: .25rem; }
.drift form { display: flex; flex-wrap: wrap; gap: .4rem; }
.drift button {
  font: inherit; font-size: .875rem; padding: .1rem .6rem; cursor: pointer;
  color: var(--link); background: var(--surface); border: 1px solid var(--strong-line); border-radius: 4px;
}
.drift button:hover { background: var(--sunken); }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(6.9rem, 1fr)); gap: .625rem; margin: 1.25rem 0 0; padding: 0; list-style: none; }
.tiles a, .tiles div {
  display: block; height: 100%; padding: .6rem .85rem .65rem; border: 1px solid var(--line); border-radius: 10px;
  background: var(--surface); color: var(--muted); text-decoration: none; font-size: .875rem; line-height: 1.3;
}
.tiles a:hover { border-color: var(--strong-line); color: var(--ink); }
.tiles strong { display: block; font-size: 1.625rem; line-height: 1.2; font-weight: 650; color: var(--ink); }
.tiles .attention { background: var(--danger-fill); border-color: var(--danger); color: var(--danger); }
.tiles .attention strong { color: var(--danger); }
.tiles a.attention:hover { color: var(--danger); border-color: var(--danger); }

.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; border-spacing: 0; border-collapse: separate; overflow: hidden; }
caption { text-align: left; }
th, td { padding: .6rem .85rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); font-weight: inherit; }
thead th { border-top: 0; padding-block: .45rem; background: var(--sunken); color: var(--muted); font-size: .8125rem; font-weight: 550; white-space: nowrap; }
td.short, th.short { white-space: nowrap; width: 1%; }
td.owner { width: 17%; overflow-wrap: anywhere; }
.title { font-weight: 600; overflow-wrap: anywhere; }
a.title { text-decoration-color: var(--strong-line); }
a.title:hover { text-decoration-color: currentColor; }
.under a { color: inherit; text-decoration-color: var(--strong-line); }
.under a:hover { color: var(--link); }
.text { unicode-bidi: isolate; overflow-wrap: anywhere; }
.under { display: block; margin-top: .15rem; color: var(--muted); font-size: .875rem; font-weight: 400; }
.under > * + *::before { content: "·"; margin-inline: .4em; color: var(--strong-line); text-decoration: none; display: inline-block; }
div > .tag { margin-left: .4rem; }
.notes { display: block; font-size: .875rem; font-weight: 400; }
.late { color: var(--danger); font-weight: 650; }
.tag { display: inline-block; padding: .02rem .5rem; border: 1px solid var(--line); border-radius: 999px; background: var(--sunken); color: var(--muted); font-size: .8125rem; font-weight: 500; white-space: nowrap; }
.tag.high, .tag.error { background: var(--danger-fill); border-color: var(--danger); color: var(--danger); font-weight: 650; }
.tag.warn, .tag.warning { background: var(--warn-fill); border-color: var(--warn); color: var(--warn); }
.tag.good { background: var(--good-fill); border-color: var(--good); color: var(--good); }
.title + .tag, .tag + .tag, time + .tag { margin-left: .4rem; }

.note { margin: 1rem 0 0; padding: .7rem .9rem; border: 1px solid var(--warn); border-left-width: 5px; border-radius: 8px; background: var(--warn-fill); color: var(--warn); overflow-wrap: anywhere; }
.empty { margin: 0; padding: .75rem .9rem; border: 1px dashed var(--strong-line); border-radius: 10px; color: var(--muted); }
.decisions { display: grid; gap: 1.75rem; margin-top: 1.75rem; }
.decisions section { margin: 0; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 1.75rem; align-items: start; }
progress { appearance: none; display: block; width: 8rem; height: .45rem; margin-top: .4rem; border: 0; border-radius: 999px; overflow: hidden; background: var(--line); }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--bar); border-radius: 999px; }
progress::-moz-progress-bar { background: var(--bar); }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1.25rem; margin: 0; padding: .85rem .9rem; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); }
dl.facts dt { color: var(--muted); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
details > summary { cursor: pointer; padding: .2rem 0; width: fit-content; }
details > summary h2 { display: inline; }
details[open] > summary { margin-bottom: .5rem; }
code, .mono { font-family: var(--mono); font-size: .875em; overflow-wrap: anywhere; }
pre { margin: .6rem 0; padding: .75rem .9rem; border: 1px solid var(--line); border-radius: 8px; background: var(--sunken); overflow-x: auto; white-space: pre-wrap; }
.record fieldset { margin: 0 0 1rem; padding: .85rem .9rem 1rem; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); min-width: 0; }
.record legend { float: left; width: 100%; padding: 0; font-weight: 650; overflow-wrap: anywhere; }
.record legend + * { clear: left; }
.record fieldset p { margin: .35rem 0 0; }
.record .choices { display: flex; flex-wrap: wrap; gap: .3rem 1.25rem; margin: .6rem 0; }
.record .choices label { display: inline-flex; align-items: center; gap: .45rem; min-height: 2.25rem; }
.record .choices input { width: 1.15rem; height: 1.15rem; }
.record .field { display: block; margin-top: .6rem; max-width: 46rem; }
.record .field span { display: block; color: var(--muted); font-size: .875rem; }
.record .fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); gap: 0 1rem; max-width: 46rem; }
.record input:not([type=radio]), .record textarea { width: 100%; min-height: 2.5rem; padding: .4rem .55rem; font: inherit; color: var(--ink); background: var(--page); border: 1px solid var(--strong-line); border-radius: 6px; }
.record textarea { min-height: 4rem; }
.record button { margin-top: 1rem; min-height: 2.75rem; padding: .5rem 1.4rem; font: inherit; font-weight: 650; color: var(--surface); background: var(--link); border: 1px solid var(--link); border-radius: 8px; cursor: pointer; }
.record ul, .agenda ul { margin: .4rem 0; padding-left: 1.2rem; }

@media (max-width: 44rem) {
  .bar > div, main, footer { padding-inline: 1rem; }
  .bar .as-of { margin-left: 0; width: 100%; }
  main { padding-top: 1.1rem; }
  h1 { font-size: 1.375rem; }
  .tiles { grid-template-columns: repeat(3, 1fr); gap: .4rem; margin-top: 1rem; }
  .tiles a, .tiles div { padding: .4rem .6rem .45rem; font-size: .8125rem; }
  .tiles strong { font-size: 1.25rem; }
  .decisions { margin-top: 1.25rem; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, caption { display: block; }
  tr { display: flex; flex-wrap: wrap; gap: .1rem 1rem; padding: .7rem .85rem; border-top: 1px solid var(--line); }
  tbody tr:first-child { border-top: 0; }
  th, td, td.owner, td.short { padding: 0; border: 0; width: auto; }
  tr > th[scope=row] { width: 100%; }
  td:empty { display: none; }
  th[scope=row] { flex: 1 0 100%; order: -1; margin-bottom: .15rem; }
  td { font-size: .9375rem; }
  td[data-label]::before { content: attr(data-label) " "; color: var(--muted); font-size: .8125rem; }
  td.wide { flex: 1 0 100%; }
  dl.facts { grid-template-columns: 1fr; gap: 0; }
  dl.facts dd + dt { margin-top: .5rem; }
}
@media (prefers-contrast: more) { :root { --line: var(--strong-line); --muted: var(--ink); } }
@media (forced-colors: active) { .tag, .tiles a, .tiles div { border: 1px solid; } }
@media print {
  :root {
    --page: #fff; --surface: #fff; --sunken: #fff; --line: #bbb; --strong-line: #888; --ink: #000; --muted: #333; --link: #000;
    --danger: #000; --danger-fill: #fff; --warn: #000; --warn-fill: #fff; --good: #000; --good-fill: #fff; --bar: #555;
  }
  body { font-size: 10pt; }
  .bar nav, .skip, details > summary::marker { display: none; }
  .bar > div, main, footer { max-width: none; padding-inline: 0; }
  section { margin-top: 1.2rem; }
  tr, .tiles li, .note { break-inside: avoid; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
  details::details-content { content-visibility: visible; block-size: auto; }
  a { text-decoration: none; }
}
`.trimStart();

/** Where pages load it from; the address changes with the content, so that it can be cached for ever. */
export const stylesheetHref = `/assets/pir.css?v=${sha256(stylesheet).slice(0, 12)}`;
