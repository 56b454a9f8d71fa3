// The question of the list as it stands in the address: shareable, and kept by Back and by a reload. Pure.

/**
 * @typedef {{filters: Record<string, string>, ordering: string, columns: string[], view: string, opened: string}}
 *   Question
 */

/** @type {Question} */
export const NOTHING_ASKED = { filters: {}, ordering: "", columns: [], view: "", opened: "" };

const ORDERING = "ordering";
const COLUMNS = "columns";
const VIEW = "view";
const OPENED = "o";
/** What other parts of the page read. */
const NOT_OURS = new Set(["lang", "theme"]);

/**
 * Whatever else stands in the address is asked of the server, which refuses what it does not know: a misspelt filter is
 * told, not passed over.
 *
 * @param {string} search "?kind=…&o=…"
 * @returns {Question}
 */
export function readQuestion(search) {
  const said = new URLSearchParams(search);
  /** @type {Record<string, string>} */
  const filters = {};
  for (const name of new Set(said.keys())) {
    const value = said.getAll(name).join(",").trim();
    if (value && ![ORDERING, COLUMNS, VIEW, OPENED].includes(name) && !NOT_OURS.has(name)) filters[name] = value;
  }
  return {
    filters,
    ordering: said.get(ORDERING) ?? "",
    columns: (said.get(COLUMNS) ?? "").split(",").filter(Boolean),
    view: said.get(VIEW) ?? "",
    opened: said.get(OPENED) ?? "",
  };
}

/** @param {Question} question @returns {string} "" or "?…" */
export function addressOf({ filters, ordering, columns, view, opened }) {
  const said = new URLSearchParams(filters);
  if (ordering) said.set(ORDERING, ordering);
  if (columns.length > 0) said.set(COLUMNS, columns.join(","));
  if (view) said.set(VIEW, view);
  if (opened) said.set(OPENED, opened);
  const words = said.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return words && `?${words}`;
}

/** What the API is asked. @param {Question} question @returns {Record<string, string>} */
export const asked = ({ filters, ordering }) => (ordering ? { ...filters, ordering } : filters);

/** @param {Question} question @param {string} name @param {string} value "" takes the filter away */
export function withFilter(question, name, value) {
  const filters = { ...question.filters };
  if (value) filters[name] = value;
  else delete filters[name];
  return { ...question, filters };
}

/**
 * A click on a column's head: by it, then the other way round, then as usual.
 *
 * @param {string} ordering as asked now @param {string} name what the column orders by
 */
export function turnOrdering(ordering, name) {
  if (ordering === `-${name}`) return name;
  return ordering === name ? "" : `-${name}`;
}

/**
 * @param {string} ordering @param {string} name @param {string} usual
 * @returns {"ascending" | "descending" | "none"}
 */
export function directionOf(ordering, name, usual) {
  const [first] = (ordering || usual).split(",");
  if (first === name) return "ascending";
  return first === `-${name}` ? "descending" : "none";
}

/** What people are looked up by: the server counts such questions, so nothing but a person asks them. */
const PERSONAL = ["search", "reporter", "phone", "customer_number"];

/** @param {Question} question */
export const isPersonal = ({ filters }) => PERSONAL.some((name) => name in filters);

/**
 * Whether a row belongs above another one; without a value it comes last.
 *
 * @param {any} row @param {any} other @param {string} ordering "-reported_at"
 */
export function comesBefore(row, other, ordering) {
  const [first] = ordering.split(",");
  const name = first.replace("-", "");
  const [one, two] = [row[name] ?? null, other[name] ?? null];
  if (one === null || two === null) return one !== null;
  return first.startsWith("-") ? one > two : one < two;
}

/**
 * Whether the list is still what the view asks for.
 *
 * @param {Question} question @param {{filters: Record<string, string>, ordering: string, columns: string[]}} view
 */
export function isView(question, view) {
  const same = (/** @type {any} */ one, /** @type {any} */ other) => JSON.stringify(one) === JSON.stringify(other);
  const sorted = (/** @type {Record<string, string>} */ filters) => Object.entries(filters).sort();
  return (
    same(sorted(question.filters), sorted(view.filters)) &&
    question.ordering === view.ordering &&
    same(question.columns, view.columns)
  );
}
