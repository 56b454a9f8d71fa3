// @ts-check
// The line between the stages and a list of cases: filters, what the kind counts besides, what has ended, the filters
// that have no place of their own, when it was asked.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { Toggle } from "../ui/parts.js";
import { isOn, toggle } from "./counts.js";
import { formOpen } from "./filter_form.js";
import { clearFilters, question } from "./list_data.js";
import { Filter, Fresh } from "./toolbar.js";

/** @param {{shown: Set<string>, before?: any, children?: any}} props `shown`: filters with a place of their own */
export function CaseTools({ shown, before, children }) {
  const others = Object.entries(question.value.filters).filter(([name]) => !shown.has(name));
  return html`<div class="list-tools" role="toolbar" aria-label=${gettext("The list")}>${before}
    <button class="button small" aria-expanded=${formOpen.value} aria-controls="filter-form"
      onClick=${() => (formOpen.value = !formOpen.value)}>${gettext("Filters")} <kbd class="key">F</kbd></button>
    ${children}
    <${Toggle} on=${isOn("stage", "ENDED")} label=${gettext("Ended")} onClick=${() => toggle("stage", "ENDED")} />
    ${others.map(([name, value]) => html`<${Filter} key=${name} name=${name} value=${value} />`)}
    ${Object.keys(question.value.filters).length > 0 && html`<button class="chip toggle" onClick=${clearFilters}>
      ${gettext("Clear")} <kbd>⇧F</kbd></button>`}
    <span class="list-side"><${Fresh} /></span></div>`;
}
