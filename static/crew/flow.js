/**
 * The crew's side of an order as data: which single action each state offers, and how the job reads
 * while actions of this phone are still on their way to the server.
 */

/** @typedef {{verb: string, becomes: string, label: () => string, form?: "permit"|"reply"}} Action */

/** status → the one action the big button performs. @type {Record<string, Action>} */
export const NEXT_ACTION = {
  ACCEPTED: { verb: "depart", becomes: "EN_ROUTE", label: () => gettext("Set off") },
  EN_ROUTE: { verb: "arrive", becomes: "ON_SITE", label: () => gettext("I have arrived") },
  ON_SITE: { verb: "start", becomes: "REPAIRING", label: () => gettext("Start repair"), form: "permit" },
  REPAIRING: { verb: "restore", becomes: "RESTORED", label: () => gettext("Power is back") },
  RESTORED: { verb: "reply", becomes: "REPLIED", label: () => gettext("Send the report"), form: "reply" },
  REWORK: { verb: "reply", becomes: "REPLIED", label: () => gettext("Correct the report"), form: "reply" },
};

/** Off the usual way; both want words. status → verb, what it becomes. @type {Record<string, Action>} */
export const ASIDE = {
  ON_SITE: { verb: "nothing-found", becomes: "FALSE_ALARM", label: () => gettext("No fault here") },
  RESTORED: { verb: "not-restored", becomes: "REPAIRING", label: () => gettext("Not back after all") },
};

/**
 * verb → the status it leads to; `accept` answers an offer, the others act on an order.
 * @type {Record<string, string>}
 */
export const BECOMES = {
  accept: "ACCEPTED",
  ...Object.fromEntries([...Object.values(NEXT_ACTION), ...Object.values(ASIDE)].map((a) => [a.verb, a.becomes])),
};

/** The steps drawn above the job card, in order. */
export const STEPS = [
  { status: "ACCEPTED", label: () => pgettext("step", "Accepted") },
  { status: "EN_ROUTE", label: () => pgettext("step", "On the way") },
  { status: "ON_SITE", label: () => pgettext("step", "On site") },
  { status: "REPAIRING", label: () => pgettext("step", "Repairing") },
  { status: "RESTORED", label: () => pgettext("step", "Restored") },
  { status: "REPLIED", label: () => pgettext("step", "Report sent") },
];

const RANK = new Map(STEPS.map((step, index) => [step.status, index]));

/** @param {string} status @returns {number} index in STEPS; a report sent back counts as restored */
export function stepOf(status) {
  return RANK.get(status === "REWORK" ? "RESTORED" : status) ?? -1;
}

/**
 * States in which the crew is bound to the order: its place is sent to the centre, and only then.
 * @param {string} status
 */
export const isOnJob = (status) => stepOf(status) >= 0 && status !== "REPLIED" && status !== "REWORK";

/** In front of the fault: only then can a crew say what it found. @param {string} status */
export const isAtWork = (status) => status === "ON_SITE" || status === "REPAIRING";

/** @typedef {{number: string, status: string, next_due_at?: string | null, pending?: number}} Job */

/**
 * The order as the crew left it: the server's state plus the actions still waiting in the outbox.
 * @param {Job} order @param {{number: string, verb: string}[]} entries
 */
export function withPending(order, entries) {
  const mine = entries.filter((entry) => entry.number === order.number && entry.verb in BECOMES);
  const last = mine.at(-1);
  return last ? { ...order, status: BECOMES[last.verb], pending: mine.length } : order;
}

/**
 * Orders the crew held and holds no more, though it had not finished them.
 * @param {Job[]} before @param {Job[]} after @param {{has: (number: string) => boolean}} reported
 */
export function lost(before, after, reported) {
  const held = new Set(after.map((order) => order.number));
  return before.filter(
    (order) =>
      isOnJob(order.status) && order.status !== "RESTORED" && !held.has(order.number) && !reported.has(order.number),
  );
}

/** Orders to work on, the one under way first, then by the nearest limit. @param {Job[]} orders */
export function inWorkingOrder(orders) {
  /** @param {Job} order */
  const due = (order) => order.next_due_at ?? "9999";
  return [...orders].sort((a, b) => stepOf(b.status) - stepOf(a.status) || due(a).localeCompare(due(b)));
}
