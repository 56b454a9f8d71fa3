// @ts-check
// The rows of the units' table: which are shown, and in what order. No page, no network.

/** @typedef {{percent: number | null, of: number, few: boolean, before: number | null, few_before: boolean}} Rate */
/**
 * @typedef {{centre: string, unit?: string, name: string, rank?: number | null, now: Record<string, number>,
 *   last_year: Record<string, number>, rates: Record<string, Rate>}} Row
 */

/** The figures that have a rate, in the order of the columns. */
export const RATED = ["withdrawn", "downgraded", "liable", "partly", "reopened"];
export const USUAL = "withdrawn";

/**
 * By the rate of a figure, the highest first; those of too few come after all others, those with most first, and what
 * names no unit after those. By "alleged": by number.
 *
 * @param {Row[]} rows @param {string} sort
 */
export function sorted(rows, sort) {
  const figure = RATED.includes(sort) || sort === "alleged" ? sort : USUAL;
  /** @param {Row} row */
  const place = (row) => (row.unit === "" ? 2 : figure !== "alleged" && isFew(row, figure) ? 1 : 0);
  /** @param {Row} row */
  const weight = (row) => (place(row) === 0 && figure !== "alleged" ? (row.rates[figure].percent ?? 0) : 0);
  return [...rows].sort((one, other) =>
    place(one) - place(other) || weight(other) - weight(one) || other.now.alleged - one.now.alleged ||
    other.last_year.alleged - one.last_year.alleged || one.centre.localeCompare(other.centre) ||
    (one.unit ?? "").localeCompare(other.unit ?? ""));
}

/** @param {Row} row @param {string} figure */
export const isFew = (row, figure) => row.rates[figure].few;

/** Whether anything was alleged of it in either year: else there is nothing to look at. @param {Row} row */
export const says = (row) => row.now.told + row.last_year.told > 0;

/**
 * The rows of a choice: every centre, or the units of one, or of all.
 * @param {any} body of GET complaint-figures/units/
 * @param {string} centre "", a code, or "all" for the centres themselves
 * @returns {Row[]}
 */
export function rowsOf(body, centre) {
  if (centre === "all") return body.centres.filter(says);
  return body.units.filter((/** @type {Row} */ row) => says(row) && (!centre || row.centre === centre));
}

/** What the rows behind a number of a row are asked with. @param {Row} row @returns {Record<string, string>} */
export const placeOf = (row) =>
  row.unit === undefined ? { centre: row.centre } : { centre: row.centre, unit: row.unit || "-" };
