// The states of an order as the server tells them with the page: their words, and the phase of the work they belong to.
/** @typedef {Record<string, {label: string, phase: string}>} States */
/** @type {States} */
let states = {};
/** Of every kind of order, where a page shows more than one. @type {Record<string, States>} */
let kinds = {};

/** @param {States} told @param {Record<string, States>} [ofKinds] */
export function setStates(told, ofKinds = {}) {
  states = told;
  kinds = ofKinds;
}

/** @param {string | null | undefined} code @param {string} [kind] */
const stateOf = (code, kind = "") => kinds[kind]?.[code ?? ""] ?? states[code ?? ""];

/** @param {string | null | undefined} code @param {string} [kind] of the order, where several may be meant */
export const statusWord = (code, kind) =>
  stateOf(code, kind)?.label ?? String(code ?? "").replaceAll("_", " ").toLowerCase();

/**
 * @param {string | null | undefined} code @param {string} [kind]
 * @returns {string} "judging", "dispatching", "en_route", "on_site", "restored", "desk", "suspended", "ended" …
 */
export const phaseOf = (code, kind) => stateOf(code, kind)?.phase ?? "";

/**
 * @param {string} kind @param {(phase: string) => boolean} isMeant
 * @returns {string} codes for a question to the API
 */
export const codesOf = (kind, isMeant) =>
  Object.keys(kinds[kind] ?? {}).filter((code) => isMeant(phaseOf(code, kind))).join(",");
