// @ts-check
// The list of connections: who and what, where it stands and for how long, whose the minutes were, how much of the
// limit is used, the two appointments and the follow-up, what is due.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { dayTime, number } from "../js/format.js";
import { named } from "../js/names/names.js";
import { unitName, word } from "../js/words.js";
import { ageOf, CaseRow, CaseTable, DueCell } from "../orders/case_table.js";
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

const Row = (/** @type {{row: any}} */ { row }) => html`
  <${CaseRow} row=${row} line=${[row.applicant, named(row.address)].filter(Boolean).join(" · ")}>
    <td data-label=${HEADS[1]()}>${supplyOf(row)}<span class="second-line">${unitName(row.unit)}</span></td>
    <td data-label=${HEADS[2]()}>${row.state}<span class="second-line">${ageOf(row)}</span></td>
    <td data-label=${HEADS[3]()} class="column-owner"><${Owner} row=${row} /></td>
    <td data-label=${HEADS[4]()} class=${`days-used ${useOf(row.time)}`}>${usedOf(row.time)}</td>
    <td data-label=${HEADS[5]()}><${Ticks} row=${row} /></td>
    <${DueCell} row=${row} label=${HEADS[6]()} /></${CaseRow}>`;

export const Table = () => html`<${CaseTable} title=${gettext("Connections")} heads=${HEADS} row=${Row} />`;
