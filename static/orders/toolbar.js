// Above the table: saved views, the filters in words, columns, and the list as a file.
import { computed, html } from "../vendor/preact/11.2.0/preact.mjs";
import { Icon } from "../ui/icons.js";
import { clock, number } from "../js/format.js";
import { fill } from "../js/text.js";
import { Pill } from "../ui/list.js";
import { Disclosure } from "../ui/disclosure.js";
import { Export } from "./export.js";
import { formOpen } from "./filter_form.js";
import { ask, clearFilters, list, problems, question, refresh, setFilter, unseen } from "./list_data.js";
import { openMatter } from "./new_matter.js";
import { columnsNamed, fieldNamed, told, valueInWords } from "./told.js";
import { saved } from "./views.js";

/** A filter of the address in words, to be taken away. */
export function Filter({ name, value }) {
  const label = fieldNamed(name)?.label ?? (name === "search" ? gettext("Words") : name);
  const wrong = problems.value[name];
  return html`<span class=${`chip filter ${wrong ? "alarm" : ""}`} title=${wrong ?? ""}><span class="clip">
    <span class="quiet">${label}</span> ${valueInWords(name, value)}</span>
    <button class="chip-close" aria-label=${fill(gettext("Without {filter}"), { filter: label })}
      onClick=${() => setFilter(name, "")}><${Icon} name="close" /></button></span>`;
}

function Columns() {
  const chosen = columnsNamed(question.value.columns).map((column) => column.name);
  const toggle = (name) => {
    const next = told.columns.map((column) => column.name)
      .filter((each) => (each === name ? !chosen.includes(name) : chosen.includes(each)));
    if (next.length > 0) ask({ columns: String(next) === String(told.shown) ? [] : next }, { replace: true });
  };
  return html`<${Disclosure} name="columns" label=${gettext("Columns")}>${() =>
    told.columns.map((column) => html`<label class="menu-item tick" key=${column.name}>
      <input type="checkbox" checked=${chosen.includes(column.name)} onChange=${() => toggle(column.name)} />
      <span>${column.label}</span></label>`)}</${Disclosure}>`;
}

/** The page with the new ones is asked for by a person: nothing is pushed under the pointer. */
const fresh = { waiting: computed(() => unseen.value.size), apply: refresh };
const newWords = (n) => fill(ngettext("{n} new order ↑", "{n} new orders ↑", n), { n: number(n) });

/** What is new, and of which moment the list is. */
export function Fresh() {
  const { at, loading } = list.value;
  const asOf = at ? fill(gettext("as of {time}"), { time: clock(at) }) : gettext("ask again");
  return html`<${Pill} list=${fresh} words=${newWords} />
    <button class="button small quiet-button" onClick=${refresh}>
      ${loading && !at ? gettext("Reading…") : asOf} <kbd class="key">U</kbd></button>`;
}

export function Toolbar() {
  const filters = Object.entries(question.value.filters);
  return html`<div class="list-tools" role="toolbar" aria-label=${gettext("The list")}>
    ${told.filed.length > 0 && html`<button class="button small primary" onClick=${openMatter}>
      ${gettext("New matter")} <kbd class="key">C</kbd></button>`}
    <${saved.Views} />
    <button class="button small" aria-expanded=${formOpen.value} aria-controls="filter-form"
      onClick=${() => (formOpen.value = !formOpen.value)}>${gettext("Filters")} <kbd class="key">F</kbd></button>
    ${filters.map(([name, value]) => html`<${Filter} key=${name} name=${name} value=${value} />`)}
    ${filters.length > 0 && html`<button class="chip toggle" onClick=${clearFilters}>
      ${gettext("Clear")} <kbd>⇧F</kbd></button>`}
    <span class="list-side"><${Fresh} />
    <${Columns} /><${Export} /></span>
  </div>`;
}
