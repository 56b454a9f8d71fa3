// Words for codes, as the server told them with the page (command_center/screens/words/). No script has a table of
// them.
import { number } from "./format.js";
import { named } from "./names/names.js";
import { fill } from "./text.js";

/** Type of a code → code → word. @type {Record<string, Record<string, string>>} */
let told = {};

/** @param {Record<string, Record<string, string>> | undefined} words */
export const setWords = (words) => (told = words ?? {});

/** Name of a unit at home → in the reader's language, where that is another one. @type {Record<string, string>} */
let units = {};

/** @param {Record<string, string> | undefined} names */
export const setUnitNames = (names) => (units = names ?? {});

/**
 * What a unit is called in the reader's language; one without a name in it is transliterated.
 * @param {string | null | undefined} name
 */
export const unitName = (name) => units[name ?? ""] ?? named(name);

/** A code of a newer server as words. @param {string | null | undefined} code */
const spelt = (code) => String(code ?? "").replaceAll("_", " ").toLowerCase();

/**
 * @param {string} type "fault", "skill" … @param {string | null | undefined} code
 * @param {string} [otherwise] what is said of a code that was not told
 */
export const word = (type, code, otherwise = spelt(code)) => told[type]?.[code ?? ""] ?? otherwise;

/** @param {string} type @returns {(code: string | null | undefined) => string} */
export const wordsOf = (type) => (code) => word(type, code);

/** [code, word] pairs for a choice. @param {string} type @returns {[string, string][]} */
export const choicesOf = (type) => Object.entries(told[type] ?? {});

const SHARES = new Set(["share", "threshold"]);

/** @param {string} name @param {any} value */
function written(name, value) {
  if (SHARES.has(name)) return `${number(Math.round(value * 100))}%`;
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "number" ? number(value) : (value ?? "");
}

/**
 * A told sentence with its parameters; none as nothing. One that names phases is another sentence.
 *
 * @param {string} type @param {string | null | undefined} code @param {Record<string, any> | null} [params]
 */
export function sentence(type, code, params) {
  if (!code) return "";
  const known = params ?? {};
  const withPhases = known.phases && told[type]?.[`${code}.phases`];
  const values = Object.fromEntries(Object.entries(known).map(([name, value]) => [name, written(name, value)]));
  return fill(withPhases || word(type, code), values);
}
