// The opened order: the board's own panel beside the list, with everything that can be done with it. `?o=NUMBER` opens
// it.
import { computed, effect, untracked } from "../vendor/preact/11.2.0/preact.mjs";
import { details, readFirst, reloadDetails, startDetails } from "../console/detail_data.js";
import { keyAfter } from "../ui/hold.js";
import { say } from "../js/notice.js";
import { select, selected, selectedId } from "../console/selection.js";
import { departed, onOrder, orders, ordersVersion } from "../live/store.js";
import { ask, list, question, source } from "./list_data.js";

const REST_MS = 1500; // several steps at once are one question

/** Number of the opened order, or "". */
export const opened = computed(() => question.value.opened);

/** Rows of another list than that of all orders are no cards: of those the record is read. */
const isCard = (row) => row?.kind === "order";

/** A card that does not come from the board: what is in the list, or its record. */
function show(card) {
  departed.set(card.id, card);
  ordersVersion.value += 1;
  select(card.id);
}

async function fetchAndShow(number) {
  try {
    const record = await readFirst(number, source.kind);
    if (opened.peek() === number) show(record);
  } catch (problem) {
    say(problem.message, "alarm");
    ask({ opened: "" }, { replace: true });
  }
}

export function openOrder(row) {
  ask({ opened: row.number }, { replace: opened.peek() !== "" });
}

export const closeOrder = () => opened.peek() && ask({ opened: "" });

/** The order `step` rows below the opened one; the first when none is. */
export function openStep(step) {
  const number = keyAfter(list.peek().rows.map((row) => row.number), opened.peek(), step);
  if (number) openOrder({ number });
}

/** Address → panel: a row of the list at once, another order as soon as it is read. */
function follow() {
  const number = opened.value;
  untracked(() => {
    if (!number) return select(null);
    const row = list.peek().rows.find((each) => each.number === number);
    if (isCard(row)) show(row);
    else if (selected.peek()?.number !== number) fetchAndShow(number);
  });
}

/** Orders that are not on the board are not pushed: what was read of one later than its card is its card. */
function takeNewerRecord() {
  const { id, record } = details.value;
  untracked(() => {
    if (!(record?.rev > (departed.get(id)?.rev ?? Infinity)) || orders.has(id)) return;
    show(record);
    const rows = list.peek().rows.map((row) => (row.id === id && isCard(row) ? { ...row, ...record } : row));
    list.value = { ...list.peek(), rows };
  });
}

/** The opened row changed in the list: so does its panel. */
function takeNewerRow() {
  const row = list.value.rows.find((each) => each.number === opened.value);
  untracked(() => {
    if (isCard(row) && !orders.has(row.id) && row.rev > (departed.get(row.id)?.rev ?? Infinity)) show(row);
  });
}

let resting = null;

/** No card of the board and no row of the list feeds this panel: it is read again when its order has moved. */
function readAgain(id) {
  const shown = selectedId.peek();
  const isFed = orders.has(shown) || isCard(list.peek().rows.find((row) => row.id === shown));
  if (shown === null || isFed || (id !== null && id !== shown)) return;
  resting ??= setTimeout(() => {
    resting = null;
    reloadDetails();
  }, REST_MS);
}

export function startOpened() {
  startDetails();
  onOrder(readAgain);
  effect(takeNewerRow);
  effect(follow);
  effect(takeNewerRecord);
  // The panel's own button closes it; the address follows.
  effect(() => {
    if (selectedId.value === null) untracked(() => details.peek().id !== null && closeOrder());
  });
}
