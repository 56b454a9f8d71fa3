// The left panel: sums, toggles, and the list of outages by city, county and feeder. Everything on the map is also
// here.
import { html, useMemo, useRef } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { loaded } from "../console/store.js";
import {
  applyList,
  cards,
  choose,
  chosen,
  entries,
  filter,
  hold,
  NO_FILTER,
  setFilter,
  waitingCount,
} from "./choice.js";
import { finishedProblem, loadFinished } from "./finished.js";
import { topsOf, useInSight, useKeepInSight } from "./in_sight.js";
import { Heading, OutageRow } from "./row.js";
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
  return html`<ul class="sums" aria-label=${gettext("Now")}>${figure(gettext("Customers out"), sums.customers)}
    ${figure(gettext("by plan"), sums.planned_customers)}${figure(gettext("Important"), sums.important,
    sums.important > 0)}${figure(gettext("Life support"), sums.life, sums.life > 0)}</ul>`;
}

function toggle(name) {
  setFilter({ [name]: !filter.value[name] });
  if (name === "restored" && filter.value.restored) loadFinished();
}

function Toggles({ sums }) {
  const one = (name, label) =>
    html`<button class="chip toggle" aria-pressed=${filter.value[name]} onClick=${() => toggle(name)}>${label}
      ${name !== "restored" && loaded.value && ` ${number(sums[name])}`}</button>`;
  return html`<div class="filters" role="group" aria-label=${gettext("Which outages")}>
    ${one("unplanned", gettext("Unplanned"))}${one("planned", gettext("Planned"))}
    ${one("restored", gettext("Back, 24 h"))}<${SearchChip} /><${Pill} /></div>`;
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

function Pill() {
  const count = waitingCount.value;
  return (
    count > 0 &&
    html`<button class="pill" onClick=${applyList}>${fill(ngettext("{n} new outage ↑", "{n} new outages ↑", count),
      { n: number(count) })}</button>`
  );
}

function Empty() {
  if (!loaded.value)
    return html`<div class="skeletons" aria-hidden="true">${Array.from({ length: 9 }, () =>
      html`<div class="skeleton"></div>`)}</div>`;
  const { search, unplanned, planned } = filter.value;
  if (search || !unplanned || !planned)
    return html`<p class="empty">${gettext("No outage passes the filter.")} <button class="button"
      onClick=${() => setFilter(NO_FILTER)}>${gettext("Clear the filter")} <kbd class="key">⇧F</kbd></button></p>`;
  return html`<p class="empty">${gettext("Nobody is known to be without power.")}</p>`;
}

/** Rows at their places in a list of its full length: nothing moves when others come into sight. */
function Rows({ box }) {
  const list = entries.value;
  const tops = useMemo(() => topsOf(list), [list]);
  const [first, last] = useInSight(box, tops);
  const at = list.findIndex((entry) => entry.number && entry.number === chosen.value);
  useKeepInSight(box, tops, at, chosen.value);
  const byId = cards.value;
  const draw = (entry, place) => {
    const style = { transform: `translateY(${tops[place]}px)` };
    if (entry.level) return html`<${Heading} key=${`${entry.level} ${entry.key}`} entry=${entry} style=${style} />`;
    return (
      byId.has(entry.id) &&
      html`<${OutageRow} key=${entry.id} outage=${byId.get(entry.id)} chosen=${entry.number === chosen.value}
        style=${style} onPick=${choose} />`
    );
  };
  const active = at >= first && at < last ? `outage-${list[at].id}` : undefined;
  return html`<ul class="outage-list" id="outage-list" role="listbox" tabindex="0"
    aria-label=${gettext("Outages, most customers first")} aria-activedescendant=${active}
    style=${{ height: `${tops.at(-1)}px` }}>
    ${list.slice(first, last).map((entry, index) => draw(entry, first + index))}
  </ul>`;
}

export function OutageList() {
  const box = useRef(null);
  const sums = counts();
  const handlers = { onPointerMove: hold.pointer, onWheel: hold.pointer, onPointerLeave: hold.end };
  return html`<section class="queue outage-panel" aria-label=${gettext("Outages")}>
    <${Sums} sums=${sums} /><${Toggles} sums=${sums} />
    ${finishedProblem.value && html`<p class="detail-problem problem" role="alert">
      ${fill(gettext("Could not be read: {reason}"), { reason: finishedProblem.value.message })} <button
      class="button small" onClick=${loadFinished}>${gettext("Try again")}</button></p>`}
    <div class="queue-body" ref=${box} ...${handlers}>${entries.value.length ===
      0 ? html`<${Empty} />` : html`<${Rows} box=${box} />`}</div>
    <p class="queue-keys" aria-hidden="true"><kbd class="key">J</kbd><kbd class="key">K</kbd>
      ${gettext("move")} <kbd class="key">M</kbd>${gettext("on the map")} <kbd class="key">/</kbd>
      ${gettext("search")} <kbd class="key">?</kbd>${gettext("all keys")}</p>
  </section>`;
}
