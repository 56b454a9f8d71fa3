// What a person looks at on the outage map: filter, the arranged list, the chosen outage. Follows numbers, never
// positions.
import { batch, computed, effect, signal, untracked } from "../vendor/preact/11.2.0/preact.mjs";
import { outages, outagesVersion, second } from "../console/store.js";
import { finished } from "./finished.js";
import { arrange, passes } from "./rules.js";

export const NO_FILTER = { unplanned: true, planned: true, restored: false, search: "" };
export const filter = signal(NO_FILTER);
/** Number of the chosen outage, or null. */
export const chosen = signal(new URLSearchParams(location.search).get("o"));
/** The list as it is drawn: headings and rows; may lag behind while held. */
export const entries = signal([]);
export const waitingCount = signal(0); // new outages held back by the pill

const HOLD_AFTER_POINTER_MS = 30_000;
const HOLD_AFTER_KEY_MS = 5000;
const SETTLE_MS = 400;
let heldUntil = -Infinity;

const known = () => new Map([...finished.value, ...outages]);
/** The outage cards by id: those on the board and those fetched because they are over. */
export const cards = computed(() => {
  outagesVersion.value;
  return known();
});

export const chosenCard = computed(() => {
  for (const card of cards.value.values()) if (card.number === chosen.value) return card;
  return null;
});

const fresh = () => {
  const now = second.peek();
  return arrange([...cards.peek().values()].filter((outage) => passes(outage, filter.peek(), now)));
};
const ids = (list) => list.filter((entry) => entry.id !== undefined).map((entry) => entry.id);

/** Shows the list as it is now, in its true order. */
export function applyList() {
  batch(() => {
    entries.value = fresh();
    waitingCount.value = 0;
  });
}

// Nothing above the pointer or the choice may move: while held, only the number on the pill grows.
function refresh() {
  if (performance.now() > heldUntil || entries.peek().length === 0) return applyList();
  const shown = new Set(ids(entries.peek()));
  waitingCount.value = ids(fresh()).filter((id) => !shown.has(id)).length;
}

const holdFor = (ms) => (heldUntil = Math.max(heldUntil, performance.now() + ms));
export const hold = {
  pointer: () => holdFor(HOLD_AFTER_POINTER_MS),
  key: () => holdFor(HOLD_AFTER_KEY_MS),
  end: () => {
    heldUntil = -Infinity;
    applyList();
  },
};

export function setFilter(change) {
  filter.value = { ...filter.value, ...change };
  applyList();
}

export function choose(number) {
  if (number === chosen.value) return;
  chosen.value = number;
  const url = new URL(location.href);
  if (number) url.searchParams.set("o", number);
  else url.searchParams.delete("o");
  history.replaceState(null, "", url);
}

/** The row `step` below (or above) the chosen one; the first when none is. */
export function chooseStep(step) {
  const numbers = entries.peek().filter((entry) => entry.number).map((entry) => entry.number);
  const at = numbers.indexOf(chosen.peek());
  const next = numbers[at < 0 ? 0 : Math.max(0, Math.min(numbers.length - 1, at + step))];
  if (next) choose(next);
}

export function startChoice() {
  let settling = null;
  effect(() => {
    cards.value;
    if (entries.peek().length === 0) return untracked(refresh); // the first list is drawn with the first cards
    settling ??= setTimeout(() => {
      settling = null;
      untracked(refresh);
    }, entries.peek().length ? SETTLE_MS : 0);
  });
}
