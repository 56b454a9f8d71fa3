/**
 * The crew's side of an order as data: what the page is told of its steps and buttons, and how a job reads while
 * actions of this phone are still on their way to the server.
 */

/** @typedef {{name: string, label: string, type: string, required: boolean, most: number|null,
 *   choices: [any, string][]}} Field */
/** @typedef {{verb: string, path: string, label: string, from: string[], to: string, primary: boolean,
 *   form: Field[]}} Action */
/** @typedef {{step: number|null, bound: boolean, ahead: boolean, at_work: boolean, coming: boolean,
 *   stands_still: boolean}} State */
/** @typedef {{accepted: string, steps: string[], states: Record<string, State>, verbs: Action[]}} Flow */
/** @typedef {{number: string, status: string, next_due_at?: string | null, pending?: number}} Job */

/** @type {Flow} */
let flow = { accepted: "", steps: [], states: {}, verbs: [] };

/** @param {Flow} told once, with the page */
export const setFlow = (told) => (flow = told);

/** @param {string} status */
const state = (status) => flow.states[status];

/** @param {string} status */
export const actionsOf = (status) => flow.verbs.filter((verb) => verb.from.includes(status));

/** The one thing that the big button does. @param {string} status */
export const mainAction = (status) => actionsOf(status).find((verb) => verb.primary);

/** Off the usual way. @param {string} status */
export const asides = (status) => actionsOf(status).filter((verb) => !verb.primary);

/** Where a step leads; nothing for what is no step. `accept` answers an offer. @param {string} verb */
export const becomes = (verb) =>
  verb === "accept" ? flow.accepted : flow.verbs.find((each) => each.verb === verb)?.to;

/** The word on its button. @param {string} verb */
export const labelOf = (verb) => flow.verbs.find((each) => each.verb === verb)?.label ?? verb;

/** The last part of its address. @param {string} verb */
export const addressOf = (verb) => flow.verbs.find((each) => each.verb === verb)?.path ?? verb;

/** The words of the steps drawn above the job card, in order. */
export const steps = () => flow.steps;

/** Its place among the steps; -1 for a state that is not the crew's. @param {string} status */
export const stepOf = (status) => state(status)?.step ?? -1;

/** Nothing more is asked of the crew. @param {string} status */
export const isReported = (status) => stepOf(status) === flow.steps.length - 1;

/** The crew is bound to the order: its place is sent to the centre, and only then. @param {string} status */
export const isOnJob = (status) => Boolean(state(status)?.bound);

/** The repair is still before the crew. @param {string} status */
export const isAhead = (status) => Boolean(state(status)?.ahead);

/** The crew is not there yet. @param {string} status */
export const isComing = (status) => Boolean(state(status)?.coming);

/** In front of the fault: only then can a crew say what it found. @param {string} status */
export const isAtWork = (status) => Boolean(state(status)?.at_work);

/** The desk has set it aside. @param {string} status */
export const standsStill = (status) => Boolean(state(status)?.stands_still);

/**
 * The order as the crew left it: the server's state plus the actions still waiting in the outbox.
 * @param {Job} order @param {{number: string, verb: string}[]} entries
 */
export function withPending(order, entries) {
  const mine = entries.filter((entry) => entry.number === order.number && becomes(entry.verb));
  const last = mine.at(-1);
  return last ? { ...order, status: becomes(last.verb) ?? "", pending: mine.length } : order;
}

/** Orders to work on, the one under way first, then by the nearest limit. @param {Job[]} orders */
export function inWorkingOrder(orders) {
  /** @param {Job} order */
  const due = (order) => order.next_due_at ?? "9999";
  return [...orders].sort((a, b) => stepOf(b.status) - stepOf(a.status) || due(a).localeCompare(due(b)));
}
