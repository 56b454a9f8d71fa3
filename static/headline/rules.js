// @ts-check
// How a figure and its change are written: digits by unit, a sign before every change. No page, no network.
import { reported } from "../js/format.js";

const WHOLE = new Set(["count", "yuan"]);

/** Digits behind the point. @param {string} unit */
export const valueIn = (unit) => (WHOLE.has(unit) ? 0 : 2);

/** @param {number} value @param {number} digits */
const signed = (value, digits) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${reported(Math.abs(value), digits)}`;

/**
 * The difference in its own unit, and in per cent where that says something; null where one year is not known.
 * @param {{by: number | null, percent: number | null, unit: string}} figure
 */
export function changeIn({ by, percent, unit }) {
  if (by === null) return null;
  return { by: signed(by, valueIn(unit)), percent: percent === null ? "" : `${signed(percent, 2)} %` };
}
