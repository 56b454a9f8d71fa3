// The left panel: sums, toggles, and the list of outages by city, county and feeder. Everything on the map is also here.
import { html, useEffect, useRef } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { loaded } from "../console/store.js";
import { applyList, cards, choose, chosen, entries, filter, hold, setFilter, waitingCount } from "./choice.js";
import { finishedProblem, loadFinished } from "./finished.js";
import { Heading, OutageRow } from "./row.js";
import { isLive, isPlanned, sortOf } from "./rules.js";

const SHOWN = 400; // rows in the document; who looks for more searches

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
  const figure = (label, value, alarm) => html`<li class=${alarm ? "alarm" : ""}><span class="caption">${label}</span><b class="figure">${loaded.value ? number(value) : "—"}</b></li>`;
  return html`<ul class="sums" aria-label=${gettext("Now")}>${figure(gettext("Customers out"), sums.customers)}${figure(gettext("by plan"), sums.planned_customers)}${figure(gettext("Important"), sums.important, sums.important > 0)}${figure(gettext("Life support"), sums.life, sums.life > 0)}</ul>`;
}

function toggle(name) {
  setFilter({ [name]: !filter.value[name] });
  if (name === "restored" && filter.value.restored) loadFinished();
}

function Toggles({ sums }) {
  const one = (name, label) => html`<button class="chip toggle" aria-pressed=${filter.value[name]} onClick=${() => toggle(name)}>${label}${name !== "restored" && loaded.value && ` ${number(sums[name])}`}</button>`;
  return html`<div class="filters" role="group" aria-label=${gettext("Which outages")}>${one("unplanned", gettext("Unplanned"))}${one("planned", gettext("Planned"))}${one("restored", gettext("Back, 24 h"))}<${Pill} /></div>`;
}

function Pill() {
  const count = waitingCount.value;
  return count > 0 && html`<button class="pill" onClick=${applyList}>${fill(ngettext("{n} new outage ↑", "{n} new outages ↑", count), { n: number(count) })}</button>`;
}

const ALL = { unplanned: true, planned: true, restored: false, search: "" };

function Empty() {
  if (!loaded.value) return html`<div class="skeletons" aria-hidden="true">${Array.from({ length: 9 }, () => html`<div class="skeleton"></div>`)}</div>`;
  const { search, unplanned, planned } = filter.value;
  if (search || !unplanned || !planned) return html`<p class="empty">${gettext("No outage passes the filter.")} <button class="button" onClick=${() => setFilter(ALL)}>${gettext("Clear the filter")} <kbd class="key">⇧F</kbd></button></p>`;
  return html`<p class="empty">${gettext("Nobody is known to be without power.")}</p>`;
}

function useChosenInSight(box) {
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen.value]);
}

export function OutageList() {
  const box = useRef(null);
  useChosenInSight(box);
  const sums = counts();
  const shown = entries.value.slice(0, SHOWN);
  const byId = cards.value;
  const picked = shown.find((entry) => entry.number === chosen.value);
  const handlers = { onPointerMove: hold.pointer, onWheel: hold.pointer, onPointerLeave: hold.end };
  return html`<section class="queue outage-panel" aria-label=${gettext("Outages")}>
    <${Sums} sums=${sums} /><${Toggles} sums=${sums} />
    ${finishedProblem.value && html`<p class="detail-problem problem" role="alert">${fill(gettext("Could not be read: {reason}"), { reason: finishedProblem.value.message })} <button class="button small" onClick=${loadFinished}>${gettext("Try again")}</button></p>`}
    <div class="queue-body" ref=${box} ...${handlers}>
      ${shown.length === 0 ? html`<${Empty} />` : html`<ul class="outage-list" id="outage-list" role="listbox" tabindex="0" aria-label=${gettext("Outages, most customers first")} aria-activedescendant=${picked ? `outage-${picked.id}` : undefined}>
        ${shown.map((entry) => (entry.level ? html`<${Heading} key=${`${entry.level} ${entry.key}`} entry=${entry} />` : byId.has(entry.id) && html`<${OutageRow} key=${entry.id} outage=${byId.get(entry.id)} chosen=${entry.number === chosen.value} onPick=${choose} />`))}
        ${entries.value.length > SHOWN && html`<li class="empty" role="presentation">${gettext("The list is long: search to see the rest.")}</li>`}
      </ul>`}
    </div>
    <p class="queue-keys" aria-hidden="true"><kbd class="key">J</kbd><kbd class="key">K</kbd>${gettext("move")} <kbd class="key">M</kbd>${gettext("on the map")} <kbd class="key">/</kbd>${gettext("search")} <kbd class="key">?</kbd>${gettext("all keys")}</p>
  </section>`;
}
