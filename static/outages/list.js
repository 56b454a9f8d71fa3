// The left panel: sums, toggles, and the list of outages by city, county and feeder. Everything on the map is also
// here.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { loaded } from "../live/store.js";
import { List, Pill } from "../ui/list.js";
import { Unread } from "../ui/panel.js";
import { KeyLine, Skeletons, Toggle } from "../ui/parts.js";
import { cards, choose, chosen, filter, keyOf, list, NO_FILTER, setFilter } from "./choice.js";
import { finishedProblem, loadFinished } from "./finished.js";
import { Heading, HEADING_PX, OutageRow, ROW_PX } from "./row.js";
import { then } from "./moment.js";
import { isLive, isPlanned, sortOf } from "./rules.js";

function counts() {
  const sums = { unplanned: 0, planned: 0, restored: 0, customers: 0, planned_customers: 0, life: 0, important: 0 };
  for (const outage of cards.value.values()) {
    sums[sortOf(outage)] += 1;
    if (!isLive(outage)) continue;
    sums.customers += outage.customers_out;
    if (isPlanned(outage)) sums.planned_customers += outage.customers_out;
    sums.life += outage.life_support_out;
    sums.important += outage.important_out;
  }
  return sums;
}

function Sums({ sums }) {
  const figure = (label, value, alarm) =>
    html`<li class=${alarm ? "alarm" : ""}><span class="caption">${label}</span><b class="figure">
      ${loaded.value ? number(value) : "—"}</b></li>`;
  // Who among them could not wait is kept of now only.
  const special = (label, value) => then.value
    ? html`<li><span class="caption">${label}</span><b class="figure">—</b></li>` : figure(label, value, value > 0);
  return html`<ul class="sums" aria-label=${then.value ? gettext("Then") : gettext("Now")}>
    ${figure(gettext("Customers out"), sums.customers)}
    ${figure(gettext("by plan"), sums.planned_customers)}${special(gettext("Important"), sums.important)}${special(
    gettext("Life support"), sums.life)}</ul>`;
}

function toggle(name) {
  setFilter({ [name]: !filter.value[name] });
  if (name === "restored" && filter.value.restored) loadFinished();
}

function Toggles({ sums }) {
  const one = (name, label) => html`<${Toggle} on=${filter.value[name]} onClick=${() => toggle(name)}
    label=${name !== "restored" && loaded.value ? `${label} ${number(sums[name])}` : label} />`;
  const waiting = (n) => fill(ngettext("{n} new outage ↑", "{n} new outages ↑", n), { n: number(n) });
  return html`<div class="filters" role="group" aria-label=${gettext("Which outages")}>
    ${one("unplanned", gettext("Unplanned"))}${one("planned", gettext("Planned"))}
    ${one("restored", gettext("Back, 24 h"))}<${SearchChip} /><${Pill} list=${list} words=${waiting} /></div>`;
}

/** What is searched for narrows both lists of this page: it is said, and can be taken away, on both. */
export function SearchChip() {
  const { search } = filter.value;
  return (
    search &&
    html`<span class="chip clip">“${search}”</span><button class="chip toggle"
      onClick=${() => setFilter({ search: "" })}>${gettext("Clear")}</button>`
  );
}

function Empty() {
  if (!loaded.value || then.value?.loading) return html`<${Skeletons} />`;
  if (then.value?.problem) return null;
  const { search, unplanned, planned } = filter.value;
  if (search || !unplanned || !planned)
    return html`<p class="empty">${gettext("No outage passes the filter.")} <button class="button"
      onClick=${() => setFilter(NO_FILTER)}>${gettext("Clear the filter")} <kbd class="key">⇧F</kbd></button></p>`;
  const nobody = then.value ? gettext("Nobody is known to have been without power.")
    : gettext("Nobody is known to be without power.");
  return html`<p class="empty">${nobody}</p>`;
}

function draw(entry, style) {
  if (entry.level) return html`<${Heading} key=${`${entry.level} ${entry.key}`} entry=${entry} style=${style} />`;
  const outage = cards.value.get(entry.id);
  return outage && html`<${OutageRow} key=${entry.id} outage=${outage} chosen=${entry.number === chosen.value}
    style=${style} onPick=${choose} />`;
}

export function OutageList() {
  const sums = counts();
  return html`<section class="queue outage-panel" aria-label=${gettext("Outages")}>
    <${Sums} sums=${sums} /><${Toggles} sums=${sums} />
    <${Unread} problem=${finishedProblem.value} again=${loadFinished} />
    <${List} id="outage-list" label=${gettext("Outages, most customers first")} list=${list} chosen=${chosen.value}
      keyOf=${keyOf} heightOf=${(entry) => (entry.level ? HEADING_PX : ROW_PX)} draw=${draw}
      rowId=${(entry) => `outage-${entry.id}`} empty=${html`<${Empty} />`} />
    <${KeyLine} keys=${[["J K", gettext("move")], ["M", gettext("on the map")], ["/", gettext("search")]]} />
  </section>`;
}
