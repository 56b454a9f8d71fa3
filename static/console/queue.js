// The left column: tabs, filters, the list, the pill for new orders.
import { html, useComputed } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { changedAt, departed, loaded, orders, ordersSettled, ordersVersion, second } from "../live/store.js";
import { addressOfSearch } from "../ui/areas.js";
import { List, Pill } from "../ui/list.js";
import { KeyLine, Skeletons, Toggle } from "../ui/parts.js";
import { OrderRow } from "./order_row.js";
import { Arrangement } from "./arrangement.js";
import { within } from "./areas_told.js";
import { countShown, TABS } from "./queue_rules.js";
import { clearFilter, filter, isFiltered, queue, select, selectedId, setFilter, showTab, tab } from "./selection.js";
import { tabWord } from "./words.js";

const TINT_MS = 1500;
const ROW_PX = 62;

function Tabs({ counts }) {
  const step = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    stepTab(by);
    event.currentTarget.querySelector('[aria-selected="true"]')?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${gettext("Orders by state")} onKeyDown=${step}>
    ${TABS.map(
      (name) => html`<button
      key=${name} class="tab" role="tab" aria-selected=${tab.value === name} aria-controls="queue-list"
        tabindex=${tab.value === name ? 0 : -1}
      onClick=${() => showTab(name)}
    >${tabWord(name)} ${loaded.value && html`<span class="count">${number(counts[name])}</span>`}</button>`,
    )}
  </div>`;
}

export function stepTab(by) {
  const at = TABS.indexOf(tab.value);
  showTab(TABS[(at + by + TABS.length) % TABS.length]);
}

function Filters({ unlocated, atDesk }) {
  const { due, grade, search, unlocated: onlyUnlocated, desk } = filter.value;
  ordersSettled.value;
  // A row that has left stays until nobody looks at it.
  const listed = queue.entries.value.filter((id) => orders.has(id)).length;
  const waiting = (n) => fill(ngettext("{n} new order ↑", "{n} new orders ↑", n), { n });
  return html`<div class="filters">
    ${[1, 2, 3].map((n) => html`<${Toggle} on=${grade === n} label=${fill(gettext("Grade {n}"), { n })}
      onClick=${() => setFilter({ grade: grade === n ? null : n })} />`)}
    ${due && html`<${Toggle} on label=${due === "over" ? gettext("Over the limit") : gettext("Close to the limit")}
      onClick=${() => setFilter({ due: null })} />`}
    ${(unlocated > 0 || onlyUnlocated) && html`<${Toggle} on=${onlyUnlocated}
      label=${fill(gettext("Place unknown {n}"), { n: unlocated })}
      onClick=${() => setFilter({ unlocated: !onlyUnlocated })} />`}
    ${(desk || atDesk > 0) && html`<${Toggle} on=${desk}
      label=${fill(gettext("To review {n}"), { n: atDesk })} onClick=${() => setFilter({ desk: !desk })} />`}
    ${search && html`<span class="chip clip">“${search}”</span>`}
    ${isFiltered.value && html`<button class="chip toggle" onClick=${clearFilter}>
      ${gettext("Clear")} <kbd>⇧F</kbd></button>`}
    <span class="quiet filters-count"><${Pill} list=${queue} words=${waiting} /> ${loaded.value &&
      fill(ngettext("{n} order", "{n} orders", listed), { n: number(listed) })}</span>
  </div>`;
}

function Empty() {
  if (!loaded.value) return html`<${Skeletons} count=${12} />`;
  if (isFiltered.value)
    return html`<p class="empty">${gettext("No order passes the filter.")} <button class="button"
      onClick=${clearFilter}>
      ${gettext("Clear the filter")} <kbd class="key">⇧F</kbd></button><${Elsewhere} /></p>`;
  const good = { pending: gettext("Nothing waits for dispatch."), suspended: gettext("Nothing is suspended.") };
  return html`<p class="empty">${good[tab.value] ?? gettext("No orders here.")}</p>`;
}

/** What is over is not on the board: the list knows it. */
function Elsewhere() {
  const { search } = filter.value;
  if (!search) return null;
  return html` <a class="button" href=${addressOfSearch(search)}>
    ${gettext("Search all orders")}</a>`;
}

export function Queue() {
  const now = performance.now();
  const counts = useComputed(() => {
    ordersSettled.value;
    const { due, age } = filter.value;
    const now = due || age ? second.value : second.peek(); // these turn true without any event
    return countShown(orders.values(), { tab: tab.value, filter: filter.value, now, within });
  }).value;
  ordersVersion.value; // cards of the shown rows may have changed
  const row = (id, style) => {
    const order = orders.get(id) ?? departed.get(id);
    return order && html`<${OrderRow} key=${id} order=${order} style=${style} selected=${id === selectedId.value}
      gone=${!orders.has(id)} fresh=${now - (changedAt.get(id) ?? -TINT_MS) < TINT_MS} onPick=${select} />`;
  };
  return html`<section class="queue" aria-label=${gettext("Queue")}>
    <${Tabs} counts=${counts.tabs} />
    <${Arrangement} /><${Filters} unlocated=${counts.unlocated} atDesk=${counts.desk} />
    <${List} id="queue-list" label=${tabWord(tab.value)} list=${queue} chosen=${selectedId.value} keyOf=${(id) => id}
      heightOf=${() => ROW_PX} rowId=${(id) => `order-${id}`} draw=${row} empty=${html`<${Empty} />`} />
    <${KeyLine} keys=${[["J K", gettext("move")], ["1–5", gettext("choose crew")], ["A", gettext("acknowledge")]]} />
  </section>`;
}
