// @ts-check
// A list of cases of one kind: its heads, a row with one link in its first cell, what is said where there is none, the
// next page. What the cells hold is the kind's.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { fullMoment, number } from "../js/format.js";
import { fill } from "../js/text.js";
import { word } from "../js/words.js";
import { second } from "../live/store.js";
import { Skeletons } from "../ui/parts.js";
import { Unread } from "../ui/panel.js";
import { clearFilters, list, more, question, refresh } from "./list_data.js";
import { opened, openOrder } from "./open_order.js";
import { addressOf } from "./question.js";

/** How long it stands in its state. @param {any} row */
export function ageOf(row) {
  if (!row.state_since) return "";
  const days = (second.peek() - Date.parse(row.state_since)) / 86_400_000;
  return fill(gettext("{n} d"), { n: number(Math.max(0, days), 1) });
}

/** What is due next, by when. @param {{row: any, label: string}} props */
export const DueCell = ({ row, label }) => html`<td data-label=${label} class=${row.overdue ? "is-late" : ""}>
  ${row.next_due_at && fullMoment(row.next_due_at, second.peek())}<span class="second-line">${row.overdue
    ? gettext("Overdue") : row.next_due_code && word("clock", row.next_due_code)}</span></td>`;

/** @param {{row: any, line: string, children?: any}} props `line` stands under the number */
export function CaseRow({ row, line, children }) {
  const isOpen = opened.value === row.number;
  const open = (/** @type {any} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return; // a new tab: the browser's matter
    event.preventDefault();
    openOrder(row);
  };
  const pick = (/** @type {any} */ event) => !event.target.closest("a") && !String(getSelection()) && openOrder(row);
  const kind = `${isOpen ? "selected" : ""} ${row.left ? "gone" : ""} ${row.turn ? `turned-${row.turn % 2}` : ""}`;
  return html`<tr class=${kind} data-key=${row.number} onClick=${pick}
    title=${row.left ? gettext("No longer what is asked for") : undefined}>
    <th scope="row" class="column-number"><a class="row-link" aria-current=${isOpen ? "true" : undefined}
      href=${addressOf({ ...question.value, opened: row.number })} onClick=${open}>${row.number}</a>
      <span class="second-line">${line}</span></th>${children}</tr>`;
}

function Nothing() {
  const { problem, loading } = list.value;
  if (problem) return html`<${Unread} problem=${problem} again=${refresh} />`;
  if (loading) return html`<${Skeletons} count=${10} />`;
  return html`<p class="empty">${gettext("No case answers this question.")} <button class="button"
    onClick=${clearFilters}>${gettext("Clear the filter")} <kbd class="key">⇧F</kbd></button></p>`;
}

/** @param {{title: string, heads: (() => string)[], row: any}} props `row` is the kind's component of a row */
export function CaseTable({ title, heads, row: Row }) {
  const { rows, next, loading, problem } = list.value;
  if (rows.length === 0) return html`<div class="table-box"><${Nothing} /></div>`;
  return html`<div class="table-box" aria-busy=${loading}>
    <table class="order-table case-table"><caption class="sr-only">${title}</caption>
      <thead><tr>${heads.map((head) => html`<th scope="col" key=${head()}>${head()}</th>`)}</tr></thead>
      <tbody>${rows.map((/** @type {any} */ row) => html`<${Row} key=${row.id} row=${row} />`)}</tbody></table>
    <p class="more"><span class="quiet" role="status">
      ${fill(ngettext("{n} case", "{n} cases", rows.length), { n: number(rows.length) + (next ? "+" : "") })}</span>
      ${next && html`<button class="button" disabled=${loading} onClick=${more}>${gettext("Show more")}
        <kbd class="key">.</kbd></button>`}
      ${problem && html`<span class="problem" role="alert">${problem.message}</span>`}</p></div>`;
}
