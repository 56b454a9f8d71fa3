// @ts-check
// The list of complaints: who, what is alleged, where it stands, who handles it and whom it is about, why it may go
// further, when it has to be answered, what is due next.
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { fullMoment, number } from "../../js/format.js";
import { named } from "../../js/names/names.js";
import { fill } from "../../js/text.js";
import { unitName, word } from "../../js/words.js";
import { second } from "../../live/store.js";
import { ageOf, CaseRow, CaseTable, DueCell } from "../../orders/case_table.js";

const HEADS = [
  () => gettext("Complaint"), () => gettext("Alleges"), () => gettext("State"), () => gettext("With"),
  () => gettext("May go further"), () => gettext("Answer by"), () => gettext("Due by"),
];

/** @param {{row: any}} props */
function Risks({ row }) {
  const calls = row.calls > 1 && fill(gettext("told {n} times"), { n: number(row.calls) });
  return html`<span class="risks">${row.risks.map((/** @type {string} */ risk) => html`<span key=${risk}
    class="chip alarm">${word("complaint_risk", risk)}</span>`)}
    ${row.waits && html`<span class="chip">${word("complaint_wait", row.waits)}</span>`}
    ${calls && html`<span class="quiet">${calls}</span>`}</span>`;
}

/** @param {any} row */
const whoOf = (row) => row.confidential
  ? gettext("Confidential")
  : [row.complainant, named(row.address)].filter(Boolean).join(" · ");

const Row = (/** @type {{row: any}} */ { row }) => html`<${CaseRow} row=${row} line=${whoOf(row)}>
  <td data-label=${HEADS[1]()} class="column-said">${row.category || html`<span class="quiet">
    ${gettext("not classified")}</span>`}${row.grade_name && ` · ${row.grade_name}`}
    <span class="second-line" title=${row.said}>${row.said}</span></td>
  <td data-label=${HEADS[2]()}>${row.state}<span class="second-line">${ageOf(row)}</span></td>
  <td data-label=${HEADS[3]()}>${unitName(row.unit)}<span class="second-line">${row.concerns &&
    fill(gettext("about {unit}"), { unit: unitName(row.concerns) })}</span></td>
  <td data-label=${HEADS[4]()}><${Risks} row=${row} /></td>
  <td data-label=${HEADS[5]()}>${row.answer_due_at && fullMoment(row.answer_due_at, second.peek())}
    <span class="second-line">${word("source", row.source)}</span></td>
  <${DueCell} row=${row} label=${HEADS[6]()} /></${CaseRow}>`;

export const Table = () => html`<${CaseTable} title=${gettext("Complaints")} heads=${HEADS} row=${Row} />`;
