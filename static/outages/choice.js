// What a person looks at on the outage map: filter, the arranged list, the chosen outage. Follows numbers, never
// positions.
import { computed, effect, signal, untracked } from "../vendor/preact/11.2.0/preact.mjs";
import { outages, outagesVersion, second } from "../live/store.js";
import { heldList, keyAfter } from "../ui/hold.js";
import { finished } from "./finished.js";
import { then } from "./moment.js";
import { arrange, passes } from "./rules.js";

export const NO_FILTER = { unplanned: true, planned: true, restored: false, search: "" };
export const filter = signal(NO_FILTER);
/** Number of the chosen outage, or null. */
export const chosen = signal(new URLSearchParams(location.search).get("o"));
const SETTLE_MS = 400;

const known = () => new Map([...finished.value, ...outages]);
/**
 * The outage cards by id: those on the board and those fetched because they are over; of another moment those of
 * then.
 */
export const cards = computed(() => {
  if (then.value) return then.value.cards;
  outagesVersion.value;
  return known();
});

export const chosenCard = computed(() => {
  for (const card of cards.value.values()) if (card.number === chosen.value) return card;
  return null;
});

function arranged() {
  const now = second.peek();
  return arrange([...cards.peek().values()].filter((outage) => passes(outage, filter.peek(), now)));
}

/** Key of a row; headings have none. @param {any} entry */
export const keyOf = (entry) => entry.number;
/** Headings and rows, as drawn. */
export const list = heldList(arranged, keyOf);

export function setFilter(change) {
  filter.value = { ...filter.value, ...change };
  list.apply();
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
  const next = keyAfter(list.entries.peek().map(keyOf).filter(Boolean), chosen.peek(), step);
  if (next) choose(next);
}

export function startChoice() {
  let settling = null;
  effect(() => {
    cards.value;
    if (list.entries.peek().length === 0) return untracked(list.refresh); // drawn with the first cards
    settling ??= setTimeout(() => {
      settling = null;
      untracked(list.refresh);
    }, SETTLE_MS);
  });
}
