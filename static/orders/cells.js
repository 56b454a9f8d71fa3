// What stands in a cell, by the type of its column. Pure but for the catalogue of dates.
import { fullMoment, number } from "../js/format.js";
import { unitName } from "../js/words.js";
import { told } from "./told.js";

/** @typedef {import("./told.js").Column} Column */

/** `crew.name` of a row; null where a part of the way is missing. @param {any} row @param {string} path */
export const valueAt = (row, path) => path.split(".").reduce((value, part) => value?.[part] ?? null, row);

/** @type {Record<string, (value: any, row: any, now: number) => string>} */
const WRITTEN = {
  moment: (value, row, now) => (value ? fullMoment(value, now) : ""),
  number: (value) => (value ? number(value) : ""),
  state: (value, row) => told.kinds[row.order_kind]?.[value]?.label ?? value ?? "",
  yes_no: (value) => (value ? told.words.yes_no.true : ""),
  name: (value) => unitName(value),
};

/** @param {any} row @param {Column} column @param {number} now milliseconds @returns {string} */
export function cellText(row, column, now) {
  const value = valueAt(row, column.field);
  const write = WRITTEN[column.type];
  if (write) return write(value, row, now);
  return told.words[column.type]?.[value] ?? String(value ?? "");
}
