// The table: heads that sort, rows that open. Each row has one link, its first cell: keyboard and screen readers walk a
// list of links.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { Glyph } from "../ui/glyph.js";
import { second } from "../live/store.js";
import { Skeletons } from "../ui/parts.js";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { cellText, valueAt } from "./cells.js";
import { ask, clearFilters, list, more, question, refresh, source } from "./list_data.js";
import { opened, openOrder } from "./open_order.js";
import { addressOf, directionOf, turnOrdering } from "./question.js";
import { columnsNamed } from "./told.js";

const ARROW = { ascending: "↑", descending: "↓", none: "" };

function Head({ column }) {
  if (!column.ordering) return html`<th scope="col">${column.label}</th>`;
  const direction = directionOf(question.value.ordering, column.ordering, source.usual);
  const turn = () => ask((now) => ({ ...now, ordering: turnOrdering(now.ordering, column.ordering) }));
  return html`<th scope="col" aria-sort=${direction}><button class="sort" onClick=${turn}>${column.label}
    <span aria-hidden="true">${ARROW[direction]}</span></button></th>`;
}

/** What is due next and was due before now. */
const isLate = (row, column) => column.field === "next_due_at" && Date.parse(row.next_due_at) < second.peek();

function Cell({ row, column }) {
  const text = cellText(row, column, second.peek());
  const late = isLate(row, column) ? "is-late" : "";
  const inside = column.type === "grade"
    ? html`<${Glyph} grade=${valueAt(row, column.field)} />`
    : html`<span class=${["text", "name"].includes(column.type) ? "two-lines" : ""}>${text}</span>`;
  return html`<td class=${`cell-${column.type} column-${column.name} ${late}`} data-label=${column.label} title=${text}>
    ${inside}</td>`;
}

function Row({ row, columns }) {
  const [first, ...others] = columns;
  const isOpen = opened.value === row.number;
  const open = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return; // a new tab is the browser's matter
    event.preventDefault();
    openOrder(row);
  };
  const pick = (event) => !event.target.closest("a") && !String(getSelection()) && openOrder(row);
  const kind = `${isOpen ? "selected" : ""} ${row.left ? "gone" : ""} ${row.turn ? `turned-${row.turn % 2}` : ""}`;
  return html`<tr class=${kind} title=${row.left ? gettext("No longer what is asked for") : undefined}
    data-key=${row.number} onClick=${pick}>
    <th scope="row" class=${`column-${first.name}`}><a class="row-link"
      href=${addressOf({ ...question.value, opened: row.number })} aria-current=${isOpen ? "true" : undefined}
      onClick=${open}>${cellText(row, first, second.peek()) || row.number}</a></th>
    ${others.map((column) => html`<${Cell} key=${column.name} row=${row} column=${column} />`)}</tr>`;
}

function Nothing() {
  const { problem, loading } = list.value;
  if (problem)
    return html`<div class="empty"><p class="problem" role="alert">${problem.errors?.length
      ? problem.errors.map(({ pointer, detail }) => `${pointer.replace("/", "")}: ${detail}`).join(" · ")
      : problem.message}</p>
      <button class="button" onClick=${problem.status === 422 ? clearFilters : refresh}>
        ${problem.status === 422 ? gettext("Clear the filter") : gettext("Try again")}</button></div>`;
  if (loading)
    return html`<${Skeletons} count=${12} />`;
  return html`<p class="empty">${gettext("No order answers this question.")} <button class="button"
    onClick=${clearFilters}>${gettext("Clear the filter")} <kbd class="key">⇧F</kbd></button></p>`;
}

function More() {
  const { rows, next, loading, problem } = list.value;
  return html`<p class="more"><span class="quiet" role="status">
    ${fill(ngettext("{n} order", "{n} orders", rows.length), { n: number(rows.length) + (next ? "+" : "") })}</span>
    ${next && html`<button class="button" disabled=${loading} onClick=${more}>
      ${loading ? gettext("Reading…") : gettext("Show more")} <kbd class="key">.</kbd></button>`}
    ${problem && html`<span class="problem" role="alert">${problem.message}</span>`}</p>`;
}

export function Table() {
  const columns = columnsNamed(question.value.columns);
  const { rows, loading } = list.value;
  if (rows.length === 0) return html`<div class="table-box"><${Nothing} /></div>`;
  return html`<div class="table-box" aria-busy=${loading}>
    <table class="order-table"><caption class="sr-only">${gettext("Orders")}</caption>
      <thead><tr>${columns.map((column) => html`<${Head} key=${column.name} column=${column} />`)}</tr></thead>
      <tbody>${rows.map((row) => html`<${Row} key=${row.id} row=${row} columns=${columns} />`)}</tbody></table>
    <${More} /></div>`;
}
