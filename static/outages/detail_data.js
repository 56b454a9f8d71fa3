// The rest of the chosen outage — evidence, steps, history, the dark lines — fetched when it is chosen and when its
// card moves on.
import { effect, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { outages } from "../live/store.js";
import { chosen, chosenCard } from "./choice.js";
import { keep } from "./finished.js";

const NOTHING = { number: null, record: null, trace: null, problem: null, loading: false };
const REST_MS = 300; // a card that changes three times in a row is fetched once

/** {number, record, trace, problem, loading} */
export const details = signal(NOTHING);

let asking = null;
let resting;

async function load(number) {
  asking?.abort();
  asking = new AbortController();
  const options = { signal: asking.signal };
  const old = details.peek();
  details.value = old.number === number ? { ...old, loading: true } : { ...NOTHING, number, loading: true };
  const path = `outages/${encodeURIComponent(number)}/`;
  const [record, trace] = await Promise.allSettled([
    get(path, undefined, options),
    get(`${path}trace/`, undefined, options),
  ]);
  if (options.signal.aborted) return;
  const held = details.peek();
  const found = record.status === "fulfilled" ? record.value : held.record;
  if (record.status === "fulfilled" && !outages.has(found.id)) keep(found);
  // What could not be read keeps its old value; the panel says so. A missing trace only leaves the map as it is.
  details.value = {
    number,
    record: found,
    trace: trace.status === "fulfilled" ? trace.value : held.trace,
    problem: record.reason ?? null,
    loading: false,
  };
}

export const reloadDetails = () => chosen.peek() && load(chosen.peek());

export function startDetails() {
  let last = null;
  effect(() => {
    const number = chosen.value;
    const key =
      number && `${number} ${chosenCard.value && outages.has(chosenCard.value.id) ? chosenCard.value.rev : ""}`;
    if (key === last) return;
    const same = last?.split(" ")[0] === number;
    last = key;
    clearTimeout(resting);
    if (!number) details.value = NOTHING;
    else if (same) resting = setTimeout(() => load(number), REST_MS);
    else load(number);
  });
}
