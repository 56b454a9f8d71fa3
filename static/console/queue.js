// The left column: tabs, filters, the list, the pill for new orders.
import { html, useComputed } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { OrderRow } from "./order_row.js";
import { countTabs, isAtDesk, TABS } from "./queue_rules.js";
import {
  applyQueue,
  clearFilter,
  filter,
  hold,
  isFiltered,
  select,
  selectedId,
  setFilter,
  showTab,
  shownIds,
  tab,
  waitingCount,
} from "./selection.js";
import { changedAt, departed, loaded, orders, ordersSettled, ordersVersion } from "./store.js";
import { tabWord } from "./words.js";
import { VirtualList } from "./virtual_list.js";

const TINT_MS = 1500;

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

function Toggle({ on, label, onClick }) {
  return html`<button class="chip toggle" aria-pressed=${on} onClick=${onClick}>${label}</button>`;
}

function Filters({ unlocated, atDesk }) {
  const { due, grade, search, unlocated: onlyUnlocated, desk } = filter.value;
  ordersSettled.value;
  const listed =
    shownIds.value.filter((id) => orders.has(id)).length; // a row that has left stays until nobody looks at it
  return html`<div class="filters">
    ${[1, 2, 3].map((n) => html`<${Toggle} on=${grade === n} label=${fill(gettext("Grade {n}"), { n })}
      onClick=${() => setFilter({ grade: grade === n ? null : n })} />`)}
    ${due && html`<${Toggle} on label=${due === "over" ? gettext("Over the limit") : gettext("Close to the limit")}
      onClick=${() => setFilter({ due: null })} />`}
    ${(unlocated > 0 || onlyUnlocated) && html`<${Toggle} on=${onlyUnlocated}
      label=${fill(gettext("Place unknown {n}"), { n: unlocated })}
      onClick=${() => setFilter({ unlocated: !onlyUnlocated })} />`}
    ${(atDesk > 0 || desk) && tab.value === "all" && html`<${Toggle} on=${desk}
      label=${fill(gettext("To review {n}"), { n: atDesk })} onClick=${() => setFilter({ desk: !desk })} />`}
    ${search && html`<span class="chip clip">“${search}”</span>`}
    ${isFiltered.value && html`<button class="chip toggle" onClick=${clearFilter}>
      ${gettext("Clear")} <kbd>⇧F</kbd></button>`}
    <span class="quiet filters-count"><${Pill} /> ${loaded.value &&
      fill(ngettext("{n} order", "{n} orders", listed), { n: number(listed) })}</span>
  </div>`;
}

function Empty() {
  if (!loaded.value)
    return html`<div class="skeletons" aria-hidden="true">${Array.from({ length: 12 }, () =>
      html`<div class="skeleton"></div>`)}</div>`;
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
  return html` <a class="button" href=${`/orders/?search=${encodeURIComponent(search)}`}>
    ${gettext("Search all orders")}</a>`;
}

function Pill() {
  const count = waitingCount.value;
  if (!count) return null;
  return html`<button class="pill" onClick=${applyQueue}>${fill(ngettext("{n} new order ↑", "{n} new orders ↑", count),
    { n: count })}</button>`;
}

export function Queue() {
  const now = performance.now();
  const counts = useComputed(() => {
    ordersSettled.value;
    return { tabs: countTabs(orders.values()), ...attentionCounts() };
  }).value;
  ordersVersion.value; // cards of the shown rows may have changed
  const row = (id, top) => {
    const order = orders.get(id) ?? departed.get(id);
    if (!order) return null;
    return html`<${OrderRow} key=${id} order=${order} top=${top} selected=${id === selectedId.value}
      gone=${!orders.has(id)} fresh=${now - (changedAt.get(id) ?? -TINT_MS) < TINT_MS} onPick=${select} />`;
  };
  const handlers = {
    id: "queue-list",
    onPointerMove: hold.pointer,
    onWheel: hold.pointer,
    onFocusIn: hold.pointer,
    onPointerLeave: hold.end,
  };
  return html`<section class="queue" aria-label=${gettext("Queue")}>
    <${Tabs} counts=${counts.tabs} />
    <${Filters} unlocated=${counts.unlocated} atDesk=${counts.desk} />
    <div class="queue-body">
      ${shownIds.value.length === 0 && html`<${Empty} />`}
      <${VirtualList} ids=${shownIds.value} selectedId=${selectedId.value} label=${tabWord(tab.value)} row=${row}
        handlers=${handlers} />
    </div>
    <p class="queue-keys" aria-hidden="true"><kbd class="key">J</kbd><kbd class="key">K</kbd>
      ${gettext("move")} <kbd class="key">1</kbd>–<kbd class="key">5</kbd>
      ${gettext("choose crew")} <kbd class="key">A</kbd>${gettext("acknowledge")} <kbd class="key">?</kbd>
      ${gettext("all keys")}</p>
  </section>`;
}

function attentionCounts() {
  let unlocated = 0;
  let desk = 0;
  for (const order of orders.values()) {
    if (!order.located) unlocated += 1;
    if (isAtDesk(order)) desk += 1;
  }
  return { unlocated, desk };
}
