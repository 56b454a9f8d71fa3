// Which part of the province the queue shows, which kind of fault, how old, and what comes first.
import { html, useComputed } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { told } from "../js/text.js";
import { choicesOf, unitName } from "../js/words.js";
import { orders, ordersSettled } from "../live/store.js";
import { within } from "./areas_told.js";
import { areasOf, SORTS } from "./queue_rules.js";
import { filter, setFilter, sort, sortBy } from "./selection.js";
import { saved } from "./views.js";

const SORT = {
  due: () => gettext("Time left"),
  age: () => gettext("Oldest first"),
  grade: () => gettext("Gravest first"),
  outage: () => gettext("By feeder"),
};

const AGE = {
  1: () => gettext("≥ 1 h"),
  4: () => gettext("≥ 4 h"),
  24: () => gettext("≥ 24 h"),
};

/** Four of them share the width of the queue: a long word is cut, and said in full under the pointer. */
function Choice({ label, value, choices, onChange, kind = "" }) {
  const chosen = choices.find(([code]) => String(code) === String(value))?.[1] ?? "";
  return html`<label class=${`arranged ${kind}`}><span class="sr-only">${label}</span><select value=${value}
    title=${told(label, chosen.trim())} class=${value && value !== SORTS[0] ? "is-set" : ""}
    onChange=${(event) => onChange(event.currentTarget.value)}>
    ${choices.map(([code, word]) => html`<option key=${code} value=${code}>${word}</option>`)}</select></label>`;
}

export function Arrangement() {
  const areas = useComputed(() => {
    ordersSettled.value;
    return areasOf(orders.values(), filter.value.area, within);
  }).value;
  const { area, fault, age } = filter.value;
  const named = areas.map(({ name, count, depth }) =>
    [name, `${"\u2003".repeat(depth)}${unitName(name)} ${number(count)}`]);
  const gone = area && !areas.some(({ name }) => name === area) ? [[area, `${unitName(area)} 0`]] : [];
  return html`<div class="arrangement" role="group" aria-label=${gettext("Shown and sorted")}>
    <${Choice} label=${gettext("Area")} value=${area} onChange=${(value) => setFilter({ area: value })}
      choices=${[["", gettext("All areas")], ...named, ...gone]} />
    <${Choice} label=${gettext("Kind of fault")} value=${fault} onChange=${(value) => setFilter({ fault: value })}
      choices=${[["", gettext("All kinds")], ...choicesOf("fault")]} />
    <${Choice} label=${gettext("Reported")} value=${age} onChange=${(value) => setFilter({ age: value })} kind="of-age"
      choices=${[["", gettext("Age")], ...Object.entries(AGE).map(([hours, say]) => [hours, say()])]} />
    <${Choice} label=${gettext("Sorted")} kind="of-sort" value=${sort.value} onChange=${sortBy}
      choices=${SORTS.map((name) => [name, SORT[name]()])} /><${saved.Views} /></div>`;
}
