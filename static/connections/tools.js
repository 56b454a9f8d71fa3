// @ts-check
// What can be chosen over the list beside the stages: the week, filters, what is overdue, whose minute it is, the long
// waits.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { counts, isOn, toggle } from "../orders/counts.js";
import { CaseTools } from "../orders/case_tools.js";
import { Toggle } from "../ui/parts.js";
import { LongWaits, LongWaitsMeaning } from "./long_waits.js";

/** What has a place of its own on the page, and is not repeated as a chip. */
const SHOWN = new Set(["stage", "owner", "overdue", "bucket"]);

/** @param {string} label @param {number} count */
const counted = (label, count) => `${label} ${number(count)}`;

export function Tools() {
  const told = counts.value;
  const week = html`<a class="button small" href="/connections/calendar/">${gettext("Appointments")}
    <kbd class="key">W</kbd></a>`;
  return html`<${CaseTools} shown=${SHOWN} before=${week}>
    ${told && html`<${Toggle} on=${isOn("overdue", "true")} label=${counted(gettext("Overdue"), told.overdue)}
      onClick=${() => toggle("overdue", "true")} />`}
    ${(told?.owners ?? []).map((/** @type {any} */ each) => html`<${Toggle} key=${each.owner}
      on=${isOn("owner", each.owner)} label=${counted(each.label, each.cases)}
      onClick=${() => toggle("owner", each.owner)} />`)}
    <${LongWaits} />
  </${CaseTools}><${LongWaitsMeaning} />`;
}
