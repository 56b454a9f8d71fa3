// The states of an order as the server tells them with the page: their words, and the phase of the work they belong to.
/** @type {Record<string, {label: string, phase: string}>} */
let states = {};

/** @param {Record<string, {label: string, phase: string}>} told */
export function setStates(told) {
  states = told;
}

/** @param {string | null | undefined} code */
export const statusWord = (code) => states[code ?? ""]?.label ?? String(code ?? "").replaceAll("_", " ").toLowerCase();

/**
 * @param {string | null | undefined} code
 * @returns {string} "judging", "dispatching", "en_route", "on_site", "restored", "desk", "suspended", "merged", "ended"
 */
export const phaseOf = (code) => states[code ?? ""]?.phase ?? "";
