// @ts-check
// Every version of the category tree side by side, each against the year before, with what every figure means.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number, reported } from "../js/format.js";
import { fill } from "../js/text.js";
import { Count } from "./behind.js";
import { daysOf } from "./data.js";
import { ROWS, valuesOf } from "./rows.js";

/** @param {number | null} value */
const percent = (value) => (value === null ? "—" : `${value > 0 ? "+" : ""}${reported(value, 2)} %`);

/** @param {{trees: any[]}} props */
function Heads({ trees }) {
  return html`<thead><tr><th rowspan="2" scope="col">${gettext("Figure")}</th>${trees.map((tree) =>
    html`<th colspan="3" scope="colgroup" key=${tree.tree}>${fill(gettext("By the tree {tree}, in force since {day}"),
      { tree: tree.tree, day: tree.valid_from })}${tree.assumed && ` · ${gettext("assumed")}`}</th>`)}
    <th rowspan="2" scope="col">${gettext("What it means")}</th></tr>
    <tr>${trees.map(() => html`<th scope="col">${gettext("Now")}</th><th scope="col">${gettext("Year before")}</th>
      <th scope="col">${gettext("Change")}</th>`)}</tr></thead>`;
}

/** @param {{body: any}} props */
export function Versions({ body }) {
  const { trees } = body;
  const cells = (/** @type {any} */ row) => trees.map((/** @type {any} */ tree) => {
    const [now, before, change] = valuesOf(row, tree);
    const counted = (/** @type {number} */ count, /** @type {boolean} */ last) => html`<${Count} count=${count}
      title=${last ? `${row.words()}, ${gettext("year before")}` : row.words()}
      query=${{ ...daysOf(body, last), tree: tree.tree, figure: row.name }} />`;
    const isCount = row.of === "now";
    return html`<td>${isCount ? counted(now, false) : html`<b>${number(now, row.digits)}</b>`}</td>
      <td>${isCount ? counted(before, true) : ""}</td>
      <td>${before === null ? "" : percent(change)}</td>`;
  });
  return html`<table class="figure-table"><caption class="sr-only">${gettext("Complaint figures")}</caption>
    <${Heads} trees=${trees} /><tbody>${ROWS.map((row) => html`<tr key=${row.name} class=${`row-${row.name}`}>
      <th scope="row">${row.words()}</th>${cells(row)}<td class="means">${row.means()}</td></tr>`)}</tbody></table>`;
}
