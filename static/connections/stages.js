// @ts-check
// The bar over the list: every stage with its count, what is overdue in it, and how long its cases stand there (the
// median). A click shows one stage; below it whose minute it is, and the long waits.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { Toggle } from "../ui/parts.js";
import { formOpen } from "../orders/filter_form.js";
import { clearFilters, question, setFilter } from "../orders/list_data.js";
import { Filter, Fresh } from "../orders/toolbar.js";
import { counts, isOn, stage, toggle } from "./data.js";

/** What has a place of its own on the page, and is not repeated as a chip. */
const SHOWN = new Set(["stage", "owner", "overdue", "bucket"]);

/** @param {{name: string, label: string, cases: number, overdue: number, days: number | null, place: number}} props */
function Stage({ name, label, cases, overdue, days, place }) {
  return html`<button class="stage" aria-pressed=${stage.value === name} onClick=${() => setFilter("stage", name)}>
    <span class="stage-name">${label} <kbd class="key" aria-hidden="true">${place}</kbd></span>
    <span class="stage-counts"><b class="figure">${number(cases)}</b>
      ${overdue > 0 && html`<span class="chip alarm">${fill(gettext("{n} overdue"), { n: number(overdue) })}</span>`}
      ${days !== null && html`<span class="quiet" title=${gettext("Median of the days in their present state")}>
        ${fill(gettext("{n} d"), { n: number(days, 1) })}</span>`}</span></button>`;
}

export function Stages() {
  const told = counts.value;
  return html`<div class="stages" role="group" aria-label=${gettext("Stages")}>
    <${Stage} name="" label=${gettext("All open")} cases=${told?.cases ?? 0} overdue=${0} days=${null} place=${0} />
    ${(told?.stages ?? []).map((/** @type {any} */ each, /** @type {number} */ at) => html`<${Stage} key=${each.stage}
      name=${each.stage} label=${each.label} cases=${each.cases} overdue=${each.overdue} days=${each.median_days}
      place=${at + 1} />`)}</div>`;
}

/** @param {string} label @param {number} count */
const counted = (label, count) => `${label} ${number(count)}`;

export function Tools() {
  const told = counts.value;
  const others = Object.entries(question.value.filters).filter(([name]) => !SHOWN.has(name));
  return html`<div class="list-tools" role="toolbar" aria-label=${gettext("The list")}>
    <a class="button small" href="/connections/calendar/">${gettext("Appointments")} <kbd class="key">W</kbd></a>
    <button class="button small" aria-expanded=${formOpen.value} aria-controls="filter-form"
      onClick=${() => (formOpen.value = !formOpen.value)}>${gettext("Filters")} <kbd class="key">F</kbd></button>
    ${told && html`<${Toggle} on=${isOn("overdue", "true")} label=${counted(gettext("Overdue"), told.overdue)}
      onClick=${() => toggle("overdue", "true")} />`}
    ${(told?.owners ?? []).map((/** @type {any} */ each) => html`<${Toggle} key=${each.owner}
      on=${isOn("owner", each.owner)} label=${counted(each.label, each.cases)}
      onClick=${() => toggle("owner", each.owner)} />`)}
    ${(told?.buckets ?? []).map((/** @type {any} */ each) => html`<${Toggle} key=${each.days}
      on=${isOn("bucket", String(each.days))} label=${counted(`>${each.days} ${gettext("days")}`, each.cases)}
      onClick=${() => toggle("bucket", String(each.days))} />`)}
    <${Toggle} on=${isOn("stage", "ENDED")} label=${gettext("Ended")} onClick=${() => toggle("stage", "ENDED")} />
    ${others.map(([name, value]) => html`<${Filter} key=${name} name=${name} value=${value} />`)}
    ${Object.keys(question.value.filters).length > 0 && html`<button class="chip toggle" onClick=${clearFilters}>
      ${gettext("Clear")} <kbd>⇧F</kbd></button>`}
    <span class="list-side"><${Fresh} /></span></div>`;
}
