// @ts-check
// The list of cases: who and what, where it stands and for how long, whose the minutes were, how much of the limit is
// used, the two appointments and the follow-up, what is due. One link a row, its first cell.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { dayTime, fullMoment, number } from "../js/format.js";
import { fill } from "../js/text.js";
import { word } from "../js/words.js";
import { second } from "../live/store.js";
import { clearFilters, list, more, question, refresh } from "../orders/list_data.js";
import { opened, openOrder } from "../orders/open_order.js";
import { addressOf } from "../orders/question.js";
import { Skeletons } from "../ui/parts.js";
import { Unread } from "../ui/panel.js";
import { Minutes } from "./minutes.js";
import { stateOfFollowUp, stateOfVisit, useOf } from "./rules.js";

const HEADS = [
  () => gettext("Case"), () => gettext("Supply"), () => gettext("State"), () => gettext("Whose minute it is"),
  () => gettext("Working days"), () => gettext("Two visits, one follow-up"), () => gettext("Due by"),
];
const SIGNS = { unmade: "○", made: "◔", confirmed: "◑", done: "✓", missed: "✕" };
const STATES = {
  unmade: () => gettext("not made yet"), made: () => gettext("not confirmed"), confirmed: () => gettext("confirmed"),
  done: () => gettext("done"), missed: () => gettext("nobody came"),
};

/** @param {{name: string, state: "unmade"|"made"|"confirmed"|"done"|"missed", at?: string}} props */
function Tick({ name, state, at }) {
  const when = at ? dayTime(at) : "";
  const words = [name, STATES[state](), when].filter(Boolean).join(" · ");
  return html`<span class=${`tick-mark tick-${state}`} title=${words}><span class="sr-only">${words}</span>
    <span aria-hidden="true">${SIGNS[state]}${state !== "unmade" && at && html` <span class="quiet">${when}</span>`}
    </span></span>`;
}

const Ticks = (/** @type {{row: any}} */ { row }) => html`<span class="ticks">
  <${Tick} name=${word("purpose", "SURVEY")} state=${stateOfVisit(row.survey)} at=${row.survey?.starts_at} />
  <${Tick} name=${word("purpose", "INSTALL")} state=${stateOfVisit(row.installation)}
    at=${row.installation?.starts_at} />
  <${Tick} name=${gettext("Follow-up")} state=${stateOfFollowUp(row.follow_up)} at=${row.follow_up?.at} /></span>`;

/** @param {any} row */
function ageOf(row) {
  if (!row.state_since) return "";
  const days = (second.peek() - Date.parse(row.state_since)) / 86_400_000;
  return fill(gettext("{n} d"), { n: number(Math.max(0, days), 1) });
}

/** @param {any} time */
const usedOf = (time) => time.limit_working_days
  ? `${number(time.utility_working_days, 1)} / ${number(time.limit_working_days)}`
  : number(time.utility_working_days, 1);

/** @param {any} row */
const supplyOf = (row) => [row.supply, row.asked_kw !== null && `${number(row.asked_kw, 1)} kW`]
  .filter(Boolean).join(" · ");

function Owner(/** @type {{row: any}} */ { row }) {
  const wait = row.waits_for;
  return html`<${Minutes} time=${row.time} />
    <span class="owner-line">${row.owner && word("owner", row.owner)}
      ${row.bucket && html` <span class="chip">${row.bucket} ${gettext("days")}</span>`}
      ${wait && html` <span class="quiet" title=${wait.responsible}>${wait.blocker}${wait.expected_at &&
        ` → ${dayTime(wait.expected_at)}`}</span>`}</span>`;
}

function Row(/** @type {{row: any}} */ { row }) {
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
      <span class="second-line">${[row.applicant, row.address].filter(Boolean).join(" · ")}</span></th>
    <td data-label=${HEADS[1]()}>${supplyOf(row)}<span class="second-line">${row.unit}</span></td>
    <td data-label=${HEADS[2]()}>${row.state}<span class="second-line">${ageOf(row)}</span></td>
    <td data-label=${HEADS[3]()} class="column-owner"><${Owner} row=${row} /></td>
    <td data-label=${HEADS[4]()} class=${`days-used ${useOf(row.time)}`}>${usedOf(row.time)}</td>
    <td data-label=${HEADS[5]()}><${Ticks} row=${row} /></td>
    <td data-label=${HEADS[6]()} class=${row.overdue ? "is-late" : ""}>${row.next_due_at &&
      fullMoment(row.next_due_at, second.peek())}<span class="second-line">${row.overdue ? gettext("Overdue")
      : row.next_due_code && word("clock", row.next_due_code)}</span></td></tr>`;
}

function Nothing() {
  const { problem, loading } = list.value;
  if (problem) return html`<${Unread} problem=${problem} again=${refresh} />`;
  if (loading) return html`<${Skeletons} count=${10} />`;
  return html`<p class="empty">${gettext("No case answers this question.")} <button class="button"
    onClick=${clearFilters}>${gettext("Clear the filter")} <kbd class="key">⇧F</kbd></button></p>`;
}

export function Table() {
  const { rows, next, loading, problem } = list.value;
  if (rows.length === 0) return html`<div class="table-box"><${Nothing} /></div>`;
  return html`<div class="table-box" aria-busy=${loading}>
    <table class="order-table case-table"><caption class="sr-only">${gettext("Connections")}</caption>
      <thead><tr>${HEADS.map((head) => html`<th scope="col" key=${head()}>${head()}</th>`)}</tr></thead>
      <tbody>${rows.map((/** @type {any} */ row) => html`<${Row} key=${row.id} row=${row} />`)}</tbody></table>
    <p class="more"><span class="quiet" role="status">
      ${fill(ngettext("{n} case", "{n} cases", rows.length), { n: number(rows.length) + (next ? "+" : "") })}</span>
      ${next && html`<button class="button" disabled=${loading} onClick=${more}>${gettext("Show more")}
        <kbd class="key">.</kbd></button>`}
      ${problem && html`<span class="problem" role="alert">${problem.message}</span>`}</p></div>`;
}
