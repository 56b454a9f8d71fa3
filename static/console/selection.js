// What the dispatcher looks at: tab, filter, chosen order. Follows ids, never positions.
import { batch, computed, effect, signal, untracked } from "../vendor/preact/11.2.0/preact.mjs";
import { heldList, keyAfter } from "../ui/hold.js";
import { NO_FILTER, rowIds, SORTS } from "./queue_rules.js";
import { departed, orders, ordersSettled, ordersVersion, outages, outagesVersion, second } from "../live/store.js";
import { within } from "./areas_told.js";

export const tab = signal("all");
export const filter = signal(NO_FILTER);
/** How the list is arranged. */
export const sort = signal(SORTS[0]);
/** Id of the saved view that was taken, "" for none. */
export const kept = signal("");
export const presentView = () => ({ tab: tab.value, filter: filter.value, sort: sort.value });
export const selectedId = signal(null);
/** Whether it was reached by a step from another row: steps are one place of Back, what is picked is another. */
export const byStep = signal(false);

const outageOfOrder = computed(() => {
  outagesVersion.value;
  return new Map([...outages.values()].filter((one) => one.lead_order).map((one) => [one.lead_order, one]));
});
/** The outage whose repair this order leads. */
export const outageOf = (order) => outageOfOrder.value.get(order.number);
export const selected = computed(() => {
  ordersVersion.value;
  return orders.get(selectedId.value) ?? departed.get(selectedId.value) ?? null;
});

export const isFiltered = computed(() =>
  Object.entries(filter.value).some(([name, value]) => value !== NO_FILTER[name]),
);

/** What has left is in the list until it is drawn anew. */
function forgetDeparted() {
  for (const id of departed.keys()) if (id !== selectedId.peek()) departed.delete(id);
}

/** Every order, those of the list first and as it has them: what is nearly in order is put in order in no time. */
function almostSorted() {
  const drawn = queue.entries.peek();
  const known = new Set(drawn);
  const others = [...orders.values()].filter(({ id }) => !known.has(id));
  return [...drawn.flatMap((id) => orders.get(id) ?? []), ...others];
}

/** Ids of the rows, as drawn. */
export const queue = heldList(
  () => rowIds(almostSorted(), { tab: tab.value, filter: filter.value, now: second.peek(), sort: sort.value,
    outageOf, within }),
  (id) => id,
  forgetDeparted,
);

export function showTab(name) {
  tab.value = name;
  queue.apply();
}

export function setFilter(change) {
  filter.value = { ...filter.value, ...change };
  queue.apply();
}

export function sortBy(name) {
  sort.value = name;
  queue.apply();
}

/**
 * Everything about what is looked at at once.
 * @param {{tab?: string, filter?: any, sort?: any}} view what is left out stays @param {string} id of a saved one
 */
export function showView(view, id = kept.peek()) {
  batch(() => {
    if (view.tab) tab.value = view.tab;
    if (view.filter) filter.value = view.filter;
    if (view.sort) sort.value = view.sort;
    kept.value = id;
  });
  queue.apply();
}

export function clearFilter() {
  showView({ filter: NO_FILTER }, "");
}

export function select(id, { step = false } = {}) {
  batch(() => {
    byStep.value = step;
    selectedId.value = id;
  });
}

/** Selects the row `step` below (or above) the selected one; the first row when none is selected. */
export function selectStep(step) {
  const next = keyAfter(queue.entries.peek(), selectedId.peek(), step);
  if (next !== undefined) select(next, { step: true });
}

export function startSelection() {
  effect(() => {
    ordersSettled.value;
    untracked(queue.refresh);
  });
  // A filter by time ("near", "over") changes without any event.
  setInterval(queue.refresh, 5000);
}
