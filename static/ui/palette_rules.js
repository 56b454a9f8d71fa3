// What the palette offers for some words: pure.

/** `beside` is shown and not searched: a number there must not bring up what is no order. */
/** @typedef {{kind: string, words: string, quiet?: string, beside?: string, key?: string}} Found */

const SHOWN = 5; // of a kind: the next letter makes it less

/** @param {string} text @returns {string[]} */
const wordsOf = (text) => text.trim().toLowerCase().split(/\s+/).filter(Boolean);

/** Whether each word stands somewhere in what is shown. @param {Found} one @param {string} text */
export function fits({ words, quiet = "" }, text) {
  const shown = `${words} ${quiet}`.toLowerCase();
  return wordsOf(text).every((word) => shown.includes(word));
}

/** Those that begin with the words come first. @param {Found[]} found @param {string} text @returns {Found[]} */
export function best(found, text) {
  const said = text.trim().toLowerCase();
  const rank = (/** @type {Found} */ one) => (one.words.toLowerCase().startsWith(said) ? 0 : 1);
  const fitting = found.filter((one) => fits(one, text));
  return [...fitting].sort((a, b) => rank(a) - rank(b)).slice(0, SHOWN);
}

/** Digits enough to ask the server for the number of an order. @param {string} text */
export const isNumber = (text) => /^[\dA-Za-z]{4,30}$/.test(text.trim()) && /\d{4}/.test(text);
