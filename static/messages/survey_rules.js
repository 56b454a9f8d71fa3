// @ts-check
// The figures of the question "how did we do": their columns, and which rows stand behind a number. No page, no
// network.

export const PERIODS = ["30", "90", "365"];
export const GROUPS = ["kind", "unit", "month"];

/**
 * A column: the field of a group that it shows, and the filters of its rows; a rate has none.
 * @type {{name: string, rows?: Record<string, string>}[]}
 */
export const COLUMNS = [
  { name: "asked", rows: {} },
  { name: "not_reached", rows: { reached: "false" } },
  { name: "reached", rows: { reached: "true" } },
  { name: "reach_percent" },
  { name: "rated", rows: { answered: "true" } },
  { name: "satisfied", rows: { satisfaction: "SATISFIED" } },
  { name: "fair", rows: { satisfaction: "FAIR" } },
  { name: "unsatisfied", rows: { satisfaction: "UNSATISFIED" } },
  { name: "satisfied_percent" },
];

/**
 * What the page asks: `days` back from now, groups `by`, and the number that was opened (`group` "" is the total).
 * @typedef {{days: string, by: string, group: string, column: string}} Asked
 */

/** @param {URLSearchParams} address @returns {Asked} */
export function readAsked(address) {
  const one = (/** @type {string} */ name, /** @type {string[]} */ known) => {
    const said = address.get(name) ?? "";
    return known.includes(said) ? said : known[0];
  };
  const columns = COLUMNS.filter((each) => each.rows).map((each) => each.name);
  return { days: one("days", PERIODS), by: one("by", GROUPS), group: address.get("group") ?? "",
    column: one("column", columns) };
}

/** @param {Asked} asked @param {number} now milliseconds */
const since = (asked, now) => new Date(now - Number(asked.days) * 86_400_000).toISOString();

/** @param {Asked} asked @param {number} now */
export const figuresQuery = (asked, now) => ({ by: asked.by, since: since(asked, now) });

/** The rows from which the opened number was counted. @param {Asked} asked @param {number} now */
export const rowsQuery = (asked, now) => ({
  since: since(asked, now), ...(asked.group ? { [asked.by]: asked.group } : {}),
  ...COLUMNS.find((each) => each.name === asked.column)?.rows,
});
