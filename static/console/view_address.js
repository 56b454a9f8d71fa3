// @ts-check
// What of the board stands in its address: the parts of its view that are not the usual ones, and the chosen order.
// Shareable, kept by a reload and by Back; a saved view is these parts under a name. Pure.
import { NO_FILTER } from "./queue_rules.js";

/** @typedef {{tab: string, filter: import("./queue_rules.js").Filter, sort: import("./queue_rules.js").Sort}} View */
/** `order`: number of the chosen one; `kept`: id of the saved view that was taken. */
/** @typedef {{view: View, order: string, kept: string}} Address */

/** @type {View} */
export const USUAL = { tab: "all", filter: NO_FILTER, sort: "due" };

const ORDER = "o";
/** In links of other pages: the order wherever it is, on the board or in the list of all. */
const LINK = "order";
const KEPT = "view";
/** What other parts of the page read. */
const NOT_OURS = ["lang", "theme", "tour"];
/** @type {(keyof import("./queue_rules.js").Filter)[]} */
const FILTERS = ["area", "fault", "age", "grade", "due", "unlocated", "desk", "search"];

/** @param {View} view @returns {Record<string, string>} what is not usual, by name */
export function partsOf({ tab, filter, sort }) {
  const all = [["tab", tab, USUAL.tab], ...FILTERS.map((name) => [name, filter[name], NO_FILTER[name]]),
    ["sort", sort, USUAL.sort]];
  return Object.fromEntries(all.filter(([, value, usual]) => value !== usual).map(([name, value]) =>
    [name, String(value)]));
}

/** @type {Record<string, (value: string) => any>} */
const READ = { grade: Number, unlocated: (value) => value === "true", desk: (value) => value === "true" };

/** @param {Record<string, string>} parts that are known @returns {View} */
export function viewOf({ tab = USUAL.tab, sort = USUAL.sort, ...filters }) {
  const read = Object.entries(filters).map(([name, value]) => [name, READ[name]?.(value) ?? value]);
  return {
    tab, sort: /** @type {import("./queue_rules.js").Sort} */ (sort),
    filter: { ...NO_FILTER, ...Object.fromEntries(read) },
  };
}

/**
 * What may be asked of a part of a view.
 *
 * @param {Record<string, string[] | null>} parts with their values, as the server told them; null: any
 * @param {Record<string, (value: string) => boolean>} also what more is asked of the values of some
 * @returns {(name: string, value: string) => boolean}
 */
export const knownBy = (parts, also) => (name, value) =>
  Object.hasOwn(parts, name) && (parts[name]?.includes(value) ?? true) && (also[name]?.(value) ?? true);

/**
 * `wrong`: what is asked and not known, as it stands there; then the view is the usual one. `isSaid`: whether the
 * address says anything about the view.
 *
 * @param {string} search "?tab=…&o=…"
 * @param {(name: string, value: string) => boolean} isKnown of a part of a view
 * @returns {Address & {link: string, wrong: string[], isSaid: boolean}}
 */
export function readAddress(search, isKnown) {
  const said = new URLSearchParams(search);
  const link = said.get(LINK) ?? "";
  const order = said.get(ORDER) ?? link;
  const kept = said.get(KEPT) ?? "";
  for (const name of [ORDER, LINK, KEPT, ...NOT_OURS]) said.delete(name);
  const parts = [...said].filter(([, value]) => value);
  const wrong = parts.filter(([name, value]) => !isKnown(name, value)).map(([name, value]) => `${name}=${value}`);
  if (wrong.length > 0) return { view: USUAL, order, link, kept: "", wrong, isSaid: true };
  return { view: viewOf(Object.fromEntries(parts)), order, link, kept, wrong, isSaid: parts.length > 0 };
}

/**
 * @param {Address} address
 * @param {{search?: string, opensElsewhere?: boolean}} [now] `search`: as it stands there, what is not ours is kept;
 *   `opensElsewhere`: a bare address opens another view than the usual one, which then has to be said
 * @returns {string} "" or "?…"
 */
export function addressOf({ view, order, kept }, { search = "", opensElsewhere = false } = {}) {
  const before = new URLSearchParams(search);
  const parts = partsOf(view);
  const said = new URLSearchParams(opensElsewhere && Object.keys(parts).length === 0 ? { tab: USUAL.tab } : parts);
  if (kept) said.set(KEPT, kept);
  if (order) said.set(ORDER, order);
  for (const name of NOT_OURS) if (before.has(name)) said.set(name, before.get(name) ?? "");
  return said.size > 0 ? `?${said}` : "";
}

/**
 * Whether Back should lead to where one was: letters of a word that is searched for and steps from row to row by the
 * keyboard are one place.
 *
 * @param {Address} was @param {Address} next @param {boolean} byStep the order was reached by a step
 */
export function isAnotherPlace(was, next, byStep) {
  const before = { ...was, kept: next.kept }; // under which name it is kept does not change what is looked at
  if (addressOf(before) === addressOf(next)) return false;
  if (addressOf(before) === addressOf({ ...next, order: before.order }))
    return !(byStep && before.order && next.order);
  const { search } = before.view.filter;
  const said = next.view.filter.search;
  const likeBefore = { ...next, view: { ...next.view, filter: { ...next.view.filter, search } } };
  return !(search && said && addressOf(before) === addressOf(likeBefore));
}
