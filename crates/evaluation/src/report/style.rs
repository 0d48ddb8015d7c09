//! The style sheet: warm greys, a moss green accent, Okabe and Ito's colours for charts.

/// All rules. Every colour is a variable, so that light, dark and paper differ in one place.
pub(super) const SHEET: &str = "
:root {
  color-scheme: light dark;
  --bg: #faf9f7; --panel: #ffffff; --sunk: #f3f1ed; --line: #e4e1db; --text: #26241f; --muted: #645f55;
  --accent: #3d6b38; --accent-tint: #e8f0e5; --warn: #7d5600; --warn-tint: #fcf0d6;
  --blue: #0072b2; --sixth: #56b4e9; --last: #000000; --shade: 0 114 178;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #1b1a18; --panel: #232220; --sunk: #1f1e1c; --line: #3a3733; --text: #ece8e1; --muted: #aba59a;
    --accent: #8fc182; --accent-tint: #283325; --warn: #f0c566; --warn-tint: #40331a;
    --blue: #56b4e9; --sixth: #f0e442; --last: #ffffff; --shade: 86 180 233;
  }
}
@media print {
  :root {
    color-scheme: light;
    --bg: #ffffff; --panel: #ffffff; --sunk: #f3f1ed; --line: #d6d2ca; --text: #000000; --muted: #55514a;
    --accent: #3d6b38; --accent-tint: #e8f0e5; --warn: #7d5600; --warn-tint: #fcf0d6;
    --blue: #0072b2; --sixth: #56b4e9; --last: #000000; --shade: 0 114 178;
  }
  nav, details:not([open]) { display: none; }
  .chart, .answer, tr { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  .scroll { overflow: visible; }
}
* { box-sizing: border-box; }
html { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
body {
  margin: 0 auto; padding: 40px 24px 80px; max-width: 960px; background: var(--bg); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
h1 { font-size: 28px; line-height: 1.25; margin: 0 0 16px; }
h2 { font-size: 21px; line-height: 1.3; margin: 0 0 16px; }
h3 { font-size: 16px; line-height: 1.4; margin: 0 0 8px; }
h4 { font-size: 14px; line-height: 1.4; margin: 0; }
p, dl, dd, ul { margin: 0; }
a { color: var(--accent); }
.block { display: block; }
.muted { color: var(--muted); }
.small { font-size: 12.5px; font-weight: 400; }
.large { font-size: 18px; font-weight: 600; }
.about { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 12px 24px; }
dt { font-size: 12.5px; color: var(--muted); }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 20px; list-style: none; padding: 0; margin-top: 24px; }
.part { margin-top: 40px; padding-top: 24px; border-top: 1px solid var(--line); }
.question, .chart, .notices {
  background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 16px 20px; margin-bottom: 16px;
}
.answer { display: grid; grid-template-columns: 156px minmax(0, 1fr); gap: 8px 16px; }
.answer + .answer { margin-top: 16px; padding-top: 16px; border-top: 1px solid var(--line); }
.tone { display: flex; gap: 8px; align-items: center; align-self: start; font-weight: 600; white-space: nowrap; }
.sign {
  flex: none; width: 22px; height: 22px; border-radius: 50%; display: grid; place-items: center; font-size: 13px; line-height: 1;
}
.good { color: var(--accent); }
.good .sign { background: var(--accent-tint); }
.doubtful { color: var(--warn); }
.doubtful .sign { background: var(--warn-tint); }
.unknown { color: var(--muted); }
.unknown .sign { background: var(--sunk); }
.advice { margin-top: 4px; }
.key { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 12px 24px; margin-top: 12px; }
.notices ul { padding-left: 20px; }
.beside { margin-top: 20px; padding-top: 16px; border-top: 1px solid var(--line); }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; list-style: none; padding: 0; font-size: 12.5px; }
.legend li { display: flex; gap: 6px; align-items: center; }
.legend svg { flex: none; width: 28px; height: 12px; }
.scroll { overflow-x: auto; }
.picture { display: block; width: 100%; min-width: 600px; height: auto; margin: 8px 0; }
.picture text { font-size: 12px; fill: var(--text); }
.picture .axis { fill: var(--muted); }
.picture .group { font-weight: 600; paint-order: stroke; stroke: var(--panel); stroke-width: 3px; }
.plane { margin-top: 12px; }
.plane .title { font-weight: 600; }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.rule { stroke: var(--line); stroke-width: 1; }
.base { stroke: var(--muted); stroke-width: 1; }
.bar { fill: var(--blue); }
.planned { stroke: #e69f00; stroke-width: 3; fill: none; }
.curve { stroke: var(--c); stroke-width: 2; fill: none; stroke-linejoin: round; }
.band { fill: var(--c); fill-opacity: .16; }
.mark { fill: var(--c); }
.places { fill: var(--c); fill-opacity: .6; }
.dash1 { stroke-dasharray: 7 4; }
.dash2 { stroke-dasharray: 2 3; }
.c0 { --c: var(--blue); }
.c1 { --c: #d55e00; }
.c2 { --c: #009e73; }
.c3 { --c: #cc79a7; }
.c4 { --c: #e69f00; }
.c5 { --c: var(--sixth); }
.c6 { --c: var(--last); }
table { border-collapse: collapse; font-size: 14px; width: 100%; }
caption { text-align: left; color: var(--muted); font-size: 12.5px; padding-bottom: 8px; }
th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
thead th { color: var(--muted); font-size: 12.5px; vertical-align: bottom; }
tbody th { font-weight: 400; }
.figures tbody th { min-width: 260px; }
.figures .title, .value { font-weight: 600; }
.figures .board { padding-top: 18px; color: var(--muted); font-size: 12.5px; font-weight: 600; }
.number { text-align: right; white-space: nowrap; overflow-wrap: normal; }
thead .number { white-space: normal; min-width: 72px; }
.number:last-child { padding-right: 0; }
.grid { width: auto; min-width: 50%; }
.grid th, .grid td { padding: 6px 10px; border: 1px solid var(--panel); }
.grid td { text-align: right; white-space: nowrap; min-width: 64px; }
.grid th { max-width: 180px; }
.grid thead th { text-align: right; }
.grid thead th:first-child { text-align: left; }
.s0 { background: var(--sunk); }
.s1 { background: rgb(var(--shade) / .08); }
.s2 { background: rgb(var(--shade) / .16); }
.s3 { background: rgb(var(--shade) / .24); }
.s4 { background: rgb(var(--shade) / .32); }
.s5 { background: rgb(var(--shade) / .42); }
details { margin-top: 8px; }
summary { cursor: pointer; color: var(--accent); font-size: 13px; }
details table { margin-top: 8px; font-size: 13px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (max-width: 640px) {
  body { padding: 24px 16px 48px; }
  .answer { grid-template-columns: minmax(0, 1fr); }
}
";
