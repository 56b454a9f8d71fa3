// The rest of the chosen order — full record, timeline, candidates — fetched when it is chosen and when its card moves
// on.
import { effect, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { choiceOf, chosenAmong } from "./choice.js";
import { selected } from "./selection.js";
import { phaseOf } from "../js/states.js";

const NOTHING = { id: null, record: null, timeline: [], proposal: null, whole: null, problem: null, loading: false };
const REST_MS = 250; // a card that changes three times in a row is fetched once

/**
 * {id, record, timeline, proposal: {candidates, rejected, …}, whole, problem, loading}; `whole` is the answer of a
 * kind that tells its panel in one.
 */
export const details = signal(NOTHING);
const NEEDS_CREW = new Set(["judging", "dispatching"]);

export const needsCrew = (order) => !order.gone && NEEDS_CREW.has(phaseOf(order.status, order.order_kind));

/** Kind → the address of its panel: one answer with `record`, `timeline` and what the kind shows besides. */
const wholes = new Map();
/** What a page shows of a kind besides comes with its panel. */
export const tellWhole = (kind, path) => wholes.set(kind, path);

let asking = null;
let resting;
let read = null; // what `readFirst` had: it is not asked for again

/**
 * The record of an order of which there is no card. `kind` where the page knows it: then its whole panel is read.
 * @param {string} number @param {string} [kind]
 */
export async function readFirst(number, kind = "") {
  const whole = wholes.get(kind)?.(number);
  const record = () => get(`work-orders/${encodeURIComponent(number)}/`).then((answer) => ({ record: answer }));
  // Of another kind after all: then there is no such panel.
  const another = (problem) => (problem.status === 404 ? record() : Promise.reject(problem));
  read = whole ? await get(whole).then((answer) => ({ ...answer, whole: answer }), another) : await record();
  return read.record;
}

/** Promises of the record, the timeline, who could go, and the whole. */
function questionsOf(order, options) {
  const known = read?.record.number === order.number && read.record.rev === order.rev ? read : {};
  read = null;
  const path = wholes.get(order.order_kind)?.(order.number);
  const whole = known.whole ?? (path && get(path, undefined, options));
  if (whole) {
    const answer = Promise.resolve(whole);
    return [answer.then((one) => one.record), answer.then((one) => one.timeline), null, answer];
  }
  const root = `work-orders/${order.number}/`;
  return [known.record ?? get(root, undefined, options), get(`${root}timeline/`, undefined, options),
    order.located ? get(`${root}candidates/`, undefined, options) : null, null];
}

async function load(order) {
  asking?.abort();
  asking = new AbortController();
  const options = { signal: asking.signal };
  const old = details.peek();
  details.value = old.id === order.id ? { ...old, loading: true } : { ...NOTHING, id: order.id, loading: true };
  const answers = await Promise.allSettled(questionsOf(order, options));
  if (!options.signal.aborted) details.value = merged(order.id, details.peek(), answers);
}

/** What could not be read keeps its old value; the panel says so and offers another try. */
function merged(id, old, answers) {
  const held = [old.record, old.timeline, old.proposal, old.whole];
  const [record, timeline, proposal, whole] = held.map((one, index) =>
    answers[index].status === "fulfilled" ? answers[index].value : one,
  );
  const problem = answers.find((answer) => answer.status === "rejected")?.reason ?? null;
  return { id, record, timeline: timeline?.results ?? timeline, proposal, whole, problem, loading: false };
}

export function reloadDetails() {
  const order = selected.peek();
  return order && load(order);
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
