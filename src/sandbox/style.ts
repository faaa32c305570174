/** The look of all sandbox pages: one column on a phone, dark where the device is. */
export const style = `
:root { color-scheme: light dark; --ground: #f6f7f9; --card: #ffffff; --ink: #1b2430; --soft: #5b6676; --line: #dde2e9;
  --accent: #0b5fd0; --new: #e3e7ee; --begun: #d9e8ff; --done: #d5f0de; --high: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161c; --card: #1b2129; --ink: #e6eaf0; --soft: #9aa6b6;
  --line: #2e3743; --accent: #7db2ff; --new: #2c3541; --begun: #1d3a63; --done: #1c4a30; --high: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; background: var(--ground); color: var(--ink); }
header, main { max-width: 75rem; margin: 0 auto; padding: 1rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; padding-bottom: 0; }
header a { color: inherit; text-decoration: none; font-weight: 650; font-size: 1.15rem; }
header span, .soft { color: var(--soft); font-size: .9rem; }
h1 { font-size: 1.4rem; margin: .25rem 0 1rem; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 1.25rem 0 .75rem; }
.lane h2, .sheet h2 { margin-top: 0; }
.sheet > :first-child { margin-top: 0; }
.sheet > :last-child { margin-bottom: 0; }
.card h2 { margin: 0; }
a { color: var(--accent); }
.board { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(var(--lane, 19rem), 100%), 1fr)); align-items: start; }
.board.many { --lane: 13rem; }
main > section + section { margin-top: 2.5rem; }
.lane { background: color-mix(in srgb, var(--line) 45%, transparent); border-radius: .75rem; padding: .75rem; min-width: 0; }
.card, .sheet { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .75rem .9rem;
  margin-bottom: .75rem; overflow-wrap: anywhere; }
.card:last-child { margin-bottom: 0; }
.card p { margin: .15rem 0 .5rem; }
.facts { display: flex; flex-wrap: wrap; gap: .3rem .9rem; font-size: .88rem; color: var(--soft); margin: 0; padding: 0; list-style: none; }
.facts .urgent { color: var(--high); font-weight: 600; }
.pill { display: inline-block; border-radius: 1rem; padding: 0 .6rem; font-size: .82rem; background: var(--new); color: var(--ink); }
.pill.indeterminate { background: var(--begun); } .pill.done { background: var(--done); }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin-bottom: 1rem; }
form { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; margin: .6rem 0 0; }
button, input, select, textarea { font: inherit; font-size: .88rem; min-height: 2.25rem; padding: .2rem .9rem;
  border-radius: .5rem; border: 1px solid var(--line); background: var(--ground); color: inherit; max-width: 100%; }
button { cursor: pointer; }
button:hover { border-color: var(--accent); }
.danger { color: var(--high); }
.card.flagged { border-left: 4px solid var(--high); }
.refused { border-color: var(--high); }
.ticket { display: grid; gap: 1.25rem; grid-template-columns: minmax(0, 1fr); align-items: start; }
@media (min-width: 60rem) { .ticket { grid-template-columns: minmax(0, 1fr) 19rem; } }
aside { margin-top: 1rem; }
.panel { flex-direction: column; align-items: stretch; margin: 0 0 .75rem; }
.panel label { display: block; font-size: .88rem; color: var(--soft); }
.panel input, .panel select, .panel textarea { display: block; width: 100%; color: var(--ink); padding: .2rem .6rem; }
.named { flex: 1 1 16rem; }
details form { justify-content: space-between; }
:is(a, button, input, select, textarea, summary):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
pre { overflow-x: auto; background: var(--ground); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem; white-space: pre-wrap; }
blockquote { margin: 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--soft); }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); }
.scroll { overflow-x: auto; }
.sheet h3, .sheet h4, .sheet h5, .sheet h6 { margin: 1rem 0 .3rem; font-size: 1rem; }
.pair { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); align-items: start; }
.pair .sheet { min-width: 0; }
iframe { width: 100%; height: 34rem; border: 1px solid var(--line); border-radius: .5rem; background: #ffffff; color-scheme: light; }
`;
