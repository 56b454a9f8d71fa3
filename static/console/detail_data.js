// The rest of the chosen order — full record, timeline, candidates — fetched when it is chosen and when its card moves
// on.
import { effect, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { choiceOf, chosenAmong } from "./choice.js";
import { selected } from "./selection.js";
import { phaseOf } from "../js/states.js";

const NOTHING = { id: null, record: null, timeline: [], proposal: null, problem: null, loading: false };
const REST_MS = 250; // a card that changes three times in a row is fetched once

/** {id, record, timeline, proposal: {candidates, rejected, …}, problem, loading} */
export const details = signal(NOTHING);
const NEEDS_CREW = new Set(["judging", "dispatching"]);

export const needsCrew = (order) => !order.gone && NEEDS_CREW.has(phaseOf(order.status, order.order_kind));

let asking = null;
let resting;

async function load(order) {
  asking?.abort();
  asking = new AbortController();
  const options = { signal: asking.signal };
  const path = `work-orders/${order.number}/`;
  const old = details.peek();
  details.value = old.id === order.id ? { ...old, loading: true } : { ...NOTHING, id: order.id, loading: true };
  const answers = await Promise.allSettled([
    get(path, undefined, options), get(`${path}timeline/`, undefined, options),
    order.located ? get(`${path}candidates/`, undefined, options) : null,
  ]);
  if (!options.signal.aborted) details.value = merged(order.id, details.peek(), answers);
}

/** What could not be read keeps its old value; the panel says so and offers another try. */
function merged(id, old, answers) {
  const [record, timeline, proposal] = [old.record, old.timeline, old.proposal].map((held, index) =>
    answers[index].status === "fulfilled" ? answers[index].value : held,
  );
  const problem = answers.find((answer) => answer.status === "rejected")?.reason ?? null;
  return { id, record, timeline: timeline?.results ?? timeline, proposal, problem, loading: false };
}

export function reloadDetails() {
  const order = selected.peek();
  if (order) load(order);
}

/** Who could go now; empty for an order that waits for nobody. */
export function candidates() {
  const order = selected.value;
  return order && needsCrew(order) && details.value.id === order.id ? (details.value.proposal?.candidates ?? []) : [];
}

export function chosenCandidate() {
  const order = selected.value;
  return order && chosenAmong(candidates(), { crewId: choiceOf(order).values.value.crew_id, offers: order.offers });
}

export function startDetails() {
  let last = null;
  effect(() => {
    const order = selected.value;
    const key = order && `${order.id} ${order.rev} ${order.gone ?? ""}`;
    if (key === last) return;
    const sameOrder = last?.split(" ")[0] === String(order?.id);
    last = key;
    clearTimeout(resting);
    if (!order) details.value = NOTHING;
    else if (sameOrder) resting = setTimeout(() => load(order), REST_MS);
    else load(order);
  });
}
