// Another moment than now on the outage map: who was dark then, from the ledger, or what is planned for then. `?at=`
// in the
// address. Null is now: then the page follows the socket as ever.
import { effect, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { second } from "../live/store.js";

const REST_MS = 250; // a slider that is drawn along asks once
const asked = Date.parse(new URLSearchParams(location.search).get("at") ?? "");

/** In milliseconds, or null for now. */
export const moment = signal(Number.isNaN(asked) ? null : asked);
/** {at, cards, loading, problem}: what the map and the list show instead of now; null for now. */
export const then = signal(moment.peek() === null ? null : { at: moment.peek(), cards: new Map(), loading: true });

export const isAhead = () => moment.value !== null && moment.value > second.peek();
/** Whether planned work goes on at the moment; of now everything is listed. */
export const isPlannedThen = ({ planned_start_at: start, planned_end_at: end }) =>
  !isAhead() || (Date.parse(start) <= moment.value && moment.value < Date.parse(end));

/** @param {number | null} at */
export function lookAt(at) {
  moment.value = at;
  const url = new URL(location.href);
  if (at === null) url.searchParams.delete("at");
  else url.searchParams.set("at", new Date(at).toISOString().replace(".000", ""));
  history.replaceState(null, "", url);
}

let asking = null;

async function read(at) {
  asking?.abort();
  asking = new AbortController();
  const { signal: stopped } = asking;
  try {
    const { outages } = await get("outages-then/", { at: new Date(at).toISOString() }, { signal: stopped });
    if (!stopped.aborted) then.value = { at, cards: new Map(outages.map((card) => [card.id, card])), loading: false };
  } catch (problem) {
    if (!stopped.aborted) then.value = { at, cards: new Map(), loading: false, problem };
  }
}

export const readThenAgain = () => moment.peek() !== null && read(moment.peek());

export function startMoment() {
  let resting;
  effect(() => {
    const at = moment.value;
    clearTimeout(resting);
    if (at === null || isAhead()) {
      asking?.abort();
      then.value = at === null ? null : { at, cards: new Map(), loading: false };
      return;
    }
    // What was shown stays until the other is there: the discs must not blink under a moving slider.
    then.value = { ...(then.peek() ?? { cards: new Map() }), at, loading: true, problem: null };
    resting = setTimeout(() => read(at), REST_MS);
  });
}
