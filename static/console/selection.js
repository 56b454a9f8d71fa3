// What the dispatcher looks at: tab, filter, chosen order. Follows ids, never positions.
import { batch, computed, effect, signal, untracked } from "../vendor/preact/11.2.0/preact.mjs";
import { NO_FILTER, rowIds } from "./queue_rules.js";
import { departed, orders, ordersSettled, ordersVersion, second } from "./store.js";

export const tab = signal("all");
export const filter = signal(NO_FILTER);
export const selectedId = signal(null);
/** Ids in the order on the screen; may lag behind while held. */
export const shownIds = signal([]);
export const waitingCount = signal(0); // new orders held back by the pill

// A mouse parked on the list overnight must not freeze it: the hold ends when nothing has stirred for a while.
const HOLD_AFTER_POINTER_MS = 30_000;
const HOLD_AFTER_KEY_MS = 5000;
let heldUntil = -Infinity;

export const selected = computed(() => {
  ordersVersion.value;
  return orders.get(selectedId.value) ?? departed.get(selectedId.value) ?? null;
});

export const isFiltered = computed(() =>
  Object.entries(filter.value).some(([name, value]) => value !== NO_FILTER[name]),
);

function freshIds() {
  return rowIds(orders.values(), { tab: tab.value, filter: filter.value, now: second.peek() });
}

const held = () => performance.now() < heldUntil;
const holdFor = (ms) => (heldUntil = Math.max(heldUntil, performance.now() + ms));

/** Shows the queue as it is now, in its true order. */
export function applyQueue() {
  for (const id of departed.keys()) if (id !== selectedId.peek()) departed.delete(id);
  batch(() => {
    shownIds.value = freshIds();
    waitingCount.value = 0;
  });
}

// Nothing above the pointer or the selection may move: while held, only the number on the pill grows.
function refreshQueue() {
  const fresh = freshIds();
  if (!held() || shownIds.peek().length === 0) return applyQueue();
  const shown = new Set(shownIds.peek());
  waitingCount.value = fresh.filter((id) => !shown.has(id)).length;
}

export const hold = {
  pointer: () => holdFor(HOLD_AFTER_POINTER_MS),
  key: () => holdFor(HOLD_AFTER_KEY_MS),
  end: () => {
    heldUntil = -Infinity;
    applyQueue();
  },
};

export function showTab(name) {
  batch(() => { tab.value = name; });
  applyQueue();
}

export function setFilter(change) {
  filter.value = { ...filter.value, ...change };
  applyQueue();
}

export function clearFilter() {
  setFilter(NO_FILTER);
}

export function select(id) {
  selectedId.value = id;
}

/** Selects the row `step` below (or above) the selected one; the first row when none is selected. */
export function selectStep(step) {
  const ids = shownIds.peek();
  const at = ids.indexOf(selectedId.peek());
  const next = ids[at < 0 ? 0 : Math.max(0, Math.min(ids.length - 1, at + step))];
  if (next !== undefined) select(next);
}

/** `?order=NUMBER` in the address: chosen as soon as its card is here, then forgotten. */
function chooseFromAddress() {
  const wanted = new URLSearchParams(location.search).get("order");
  if (!wanted) return;
  const stop = ordersVersion.subscribe(() => {
    const order = [...orders.values()].find((card) => card.number === wanted);
    if (!order) return;
    queueMicrotask(() => stop());
    history.replaceState(null, "", location.pathname);
    untracked(() => select(order.id));
  });
}

export function startSelection() {
  chooseFromAddress();
  effect(() => {
    ordersSettled.value;
    untracked(refreshQueue);
  });
  // A filter by time ("near", "over") changes without any event.
  setInterval(refreshQueue, 5000);
}
