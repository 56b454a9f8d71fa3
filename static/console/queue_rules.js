// Pure rules of the queue: which order is in which tab, in what order, and what its time left means.

import { phaseOf } from "../js/states.js";
import { named } from "../js/names/names.js";

/** @typedef {{code: string, due_at: string, limit_minutes: number, stopped_at: string | null}} Clock */
/**
 * What of an order's card is asked here.
 * @typedef {{id: number, number: string, status: string, grade: number, place: string, title: string, centre: string,
 *   unit: string, located: boolean, reported_at: string, next_due_at: string | null, next_due_code: string | null,
 *   clocks: Clock[], customer: {name: string} | null, crew: {name: string} | null, fault_kind?: string}} Order
 */
/** What of an outage is asked here. @typedef {{customers_out: number, feeder: {name: string} | null}} Outage */
/**
 * `area` is the name of a city, a centre or a unit, `fault` a kind of fault, `age` the hours that an order has lain at
 * least; "" for all.
 * @typedef {{due: string | null, unlocated: boolean, desk: boolean, grade: number | null, search: string,
 *   area?: string, fault?: string, age?: string}} Filter
 */
/** Name of a county → name of its city. @typedef {Map<string, string>} Within */
/** @typedef {"due" | "age" | "grade" | "outage"} Sort */

export const TABS = ["pending", "en_route", "on_site", "suspended", "all"];
/** Phase of the work → its tab, where it has one. @type {Record<string, string>} */
const TAB_OF_PHASE = {
  judging: "pending",
  dispatching: "pending",
  en_route: "en_route",
  on_site: "on_site",
  suspended: "suspended",
};
/** @param {{status: string}} order */
const tabOf = (order) => TAB_OF_PHASE[phaseOf(order.status)];
/** Orders that wait for somebody at a desk after power is back. */
/** @param {{status: string}} order */
const isAtDesk = (order) => phaseOf(order.status) === "desk";
export const NEAR_SHARE = 0.7; // of a limit: from here the time is shown as near
const DUE_SOON_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;

/** @type {Filter} */
export const NO_FILTER = {
  due: null, unlocated: false, desk: false, grade: null, search: "", area: "", fault: "", age: "",
};
/** @type {Sort[]} */
export const SORTS = ["due", "age", "grade", "outage"];

/** @param {Order} order @param {string} tab */
export function inTab(order, tab) {
  return tab === "all" || tabOf(order) === tab;
}

/**
 * What the list would show with this filter: its rows under each tab, and under the present one those that "place
 * unknown" and "to review" leave when pressed.
 *
 * @param {Iterable<Order>} orders @param {{tab: string, filter: Filter, now: number, within?: Within}} shown
 */
export function countShown(orders, { tab, filter, now, within }) {
  const tabs = Object.fromEntries(TABS.map((name) => [name, 0]));
  const counts = { tabs, unlocated: 0, desk: 0 };
  const without = { ...filter, unlocated: false, desk: false };
  for (const order of orders) {
    if (!passes(order, without, now, within)) continue;
    const unlocated = !order.located, toReview = isAtDesk(order), here = inTab(order, tab);
    if (here && unlocated && (toReview || !filter.desk)) counts.unlocated += 1;
    if (here && toReview && (unlocated || !filter.unlocated)) counts.desk += 1;
    if ((filter.unlocated && !unlocated) || (filter.desk && !toReview)) continue;
    tabs.all += 1;
    const own = tabOf(order);
    if (own) tabs[own] += 1;
  }
  return counts;
}

/**
 * The figures that are sets of orders, of one area or of all ("", as in a filter), counted by the rules that filter the
 * queue: one word, one number.
 *
 * @param {Iterable<Order>} orders @param {number} now @param {string} [area] @param {Within} [within]
 */
export function countFigures(orders, now, area = "", within = NOWHERE) {
  /** @type {Record<string, number>} */
  const figures = { pending: 0, en_route: 0, on_site: 0, overdue: 0, due_soon: 0 };
  for (const order of orders) {
    if (area && !isIn(order, area, within)) continue;
    const tab = tabOf(order);
    if (tab in figures) figures[tab] += 1;
    const due = dueState(order, now);
    if (due) figures[due === "over" ? "overdue" : "due_soon"] += 1;
  }
  return figures;
}

/** The clock that runs out next, or null. @param {Order} order */
export function nextClock(order) {
  return order.clocks.find((clock) => clock.code === order.next_due_code && !clock.stopped_at) ?? null;
}

/**
 * @param {Clock | null} clock @param {number} now
 * @returns {{leftMs: number, share: number, tone: "calm"|"near"|"over"} | null}
 */
export function timeLeft(clock, now) {
  if (!clock) return null;
  const due = Date.parse(clock.due_at);
  const share = 1 - (due - now) / (clock.limit_minutes * 60_000);
  return { leftMs: due - now, share, tone: due < now ? "over" : share >= NEAR_SHARE ? "near" : "calm" };
}

/**
 * A moment of a card, read once a card: thousands are asked again and again.
 * @param {(order: Order) => string} textOf
 */
function momentsOf(textOf) {
  /** @type {WeakMap<Order, number>} */
  const known = new WeakMap();
  return (/** @type {Order} */ order) => {
    let moment = known.get(order);
    if (moment === undefined) known.set(order, (moment = Date.parse(textOf(order))));
    return moment;
  };
}
const dueMoment = momentsOf((order) => order.next_due_at ?? "");
const reportedMoment = momentsOf((order) => order.reported_at);

/** "over" | "soon" | null, as the key figures of the server count it. @param {Order} order @param {number} now */
function dueState(order, now) {
  if (!order.next_due_at) return null;
  const left = dueMoment(order) - now;
  return left < 0 ? "over" : left < DUE_SOON_MS ? "soon" : null;
}

/** @param {Order} order */
function textOf({ number, place, title, centre, unit, customer, crew }) {
  const told = [place, centre, unit, crew?.name];
  return [number, ...told, title, customer?.name, ...told.map(named)].join(" ").toLowerCase();
}

/** @type {Within} */
const NOWHERE = new Map();

/** @param {Order} order @param {string} area @param {Within} within */
const isIn = ({ centre, unit }, area, within) => centre === area || unit === area || within.get(centre) === area;

/** @param {Order} order @param {Filter} filter @param {number} now @param {Within} within */
export function passes(order, filter, now, within = NOWHERE) {
  if (filter.unlocated && order.located) return false;
  if (filter.desk && !isAtDesk(order)) return false;
  if (filter.grade && order.grade !== filter.grade) return false;
  if (filter.due && filter.due !== dueState(order, now)) return false;
  if (filter.area && !isIn(order, filter.area, within)) return false;
  if (filter.age && now - reportedMoment(order) < Number(filter.age) * HOUR_MS) return false;
  if (filter.fault && order.fault_kind !== filter.fault) return false;
  return !filter.search || textOf(order).includes(filter.search.toLowerCase());
}

/**
 * Least time left first; orders without a running clock last; then grade, then age.
 * @param {Order} a @param {Order} b
 */
export function byTimeLeft(a, b) {
  return (
    compare(a.next_due_at ?? "9", b.next_due_at ?? "9") || a.grade - b.grade || compare(a.reported_at, b.reported_at)
  );
}

// RFC 3339 moments in UTC sort as plain text; localeCompare would take twenty times as long.
/** @param {string} a @param {string} b */
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** @type {Record<"age" | "grade", (a: Order, b: Order) => number>} */
const ORDER = {
  age: (a, b) => compare(a.reported_at, b.reported_at),
  grade: (a, b) => a.grade - b.grade || byTimeLeft(a, b),
};

/**
 * Orders of one feeder stand together, where most customers are out first; what belongs to no outage comes last.
 * @param {Order[]} orders @param {(order: Order) => Outage | undefined} outageOf
 */
function byOutage(orders, outageOf) {
  /** @type {Map<string, number>} */
  const out = new Map();
  const feeder = (/** @type {Order} */ order) => outageOf(order)?.feeder?.name ?? "";
  for (const order of orders)
    out.set(feeder(order), (out.get(feeder(order)) ?? 0) + (outageOf(order)?.customers_out ?? 0));
  return orders.sort((a, b) => {
    const [one, other] = [feeder(a), feeder(b)];
    if (one !== other)
      return Number(!one) - Number(!other) || (out.get(other) ?? 0) - (out.get(one) ?? 0) || compare(one, other);
    return (outageOf(b)?.customers_out ?? 0) - (outageOf(a)?.customers_out ?? 0) || byTimeLeft(a, b);
  });
}

/**
 * @param {Iterable<Order>} orders
 * @param {{tab: string, filter: Filter, now: number, sort?: Sort, outageOf?: (order: Order) => Outage | undefined,
 *   within?: Within}} shown
 * @returns {number[]} ids of the rows to show
 */
export function rowIds(orders, { tab, filter, now, sort = "due", outageOf = () => undefined, within }) {
  const wanted = [];
  for (const order of orders) if (inTab(order, tab) && passes(order, filter, now, within)) wanted.push(order);
  const sorted = sort === "outage" ? byOutage(wanted, outageOf)
    : wanted.sort(sort === "due" ? byTimeLeft : ORDER[sort]);
  return sorted.map((order) => order.id);
}

/**
 * The areas that a person can choose, those with most orders first: cities, their counties, and below the chosen county
 * (or the only one) its units. `depth` says how far in each lies.
 *
 * @param {Iterable<Order>} orders @param {string} chosen @param {Within} within
 * @returns {{name: string, count: number, depth: number}[]}
 */
export function areasOf(orders, chosen, within = NOWHERE) {
  /** @typedef {{count: number, below: Map<string, Area>}} Area */
  /** @type {Area} */
  const top = { count: 0, below: new Map() };
  const centres = new Set();
  for (const { centre, unit } of orders) {
    let at = top;
    const city = within.get(centre);
    for (const name of [city, centre, unit !== centre && unit]) {
      if (!name) continue;
      if (!at.below.has(name)) at.below.set(name, { count: 0, below: new Map() });
      at = /** @type {Area} */ (at.below.get(name));
      at.count += 1;
    }
    centres.add(centre);
  }
  const isOpen = (/** @type {string} */ name, /** @type {Area} */ { below }) =>
    centres.size === 1 || name === chosen || (below.has(chosen) && !centres.has(chosen));
  /** @param {Area} area @param {number} depth @param {boolean} withUnits */
  function lines(area, depth, withUnits) {
    /** @type {{name: string, count: number, depth: number}[]} */
    const found = [];
    const most = [...area.below].sort(([a, x], [b, y]) => y.count - x.count || compare(a, b));
    for (const [name, one] of most)
      if (depth === 0 || withUnits || centres.has(name))
        found.push({ name, count: one.count, depth }, ...lines(one, depth + 1, isOpen(name, one)));
    return found;
  }
  return lines(top, 0, false);
}
