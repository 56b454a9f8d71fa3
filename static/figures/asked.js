// @ts-check
// What the page of a figure asks, as it stands in the address, and what it was answered.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { readUnits } from "./unit_choice.js";

/** @typedef {{unit: string, from: string, to: string, by: string, rows: string, as_of: string,
 *   urban: string, voltage: string}} Asked */

const NAMES = /** @type {(keyof Asked)[]} */ (["unit", "from", "to", "by", "rows", "as_of", "urban", "voltage"]);

/** @param {string} search @returns {Asked} */
export function readAsked(search) {
  const said = new URLSearchParams(search);
  return /** @type {Asked} */ (Object.fromEntries(NAMES.map((name) => [name, said.get(name) ?? ""])));
}

/** What else stands in the address stays (language, theme). @param {Asked} asked @param {string} search */
export function addressOf(asked, search) {
  const said = new URLSearchParams(search);
  for (const name of NAMES) {
    if (asked[name]) said.set(name, asked[name]);
    else said.delete(name);
  }
  return `?${said}`;
}

/** @param {Asked} asked @param {Record<string, string>} more */
export function queryOf({ unit, from, to, as_of, urban, voltage }, more = {}) {
  const said = { unit, from, to, as_of, urban, voltage, ...more };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value));
}

export const code = decodeURIComponent(location.pathname.split("/").filter(Boolean).at(-1) ?? "");
export const asked = signal(readAsked(location.search));
/** {body, problem} by what was asked: "" the figure, "month", "units" and so on, "rows". */
export const answers = signal(/** @type {Record<string, any>} */ ({}));
let turn = 0;

/** @param {string} path @param {Record<string, string>} query */
const told = (path, query) => get(path, query).then((body) => ({ body }), (problem) => ({ problem }));

/** @param {Record<string, any>} found @param {number} now */
function keep(found, now) {
  if (now === turn) answers.value = { ...answers.peek(), ...found };
}

/** What was answered, by the names under which the page shows it. @param {any} found @param {string[]} asked */
function divisions({ body, problem }, asked) {
  if (!body) return Object.fromEntries(asked.map((by) => [by, { problem }]));
  return Object.fromEntries(body.divisions.map((/** @type {any} */ each) =>
    [each.by, { body: { ...each, definition: body.definition } }]));
}

/** Everything of the figure anew: value and units first. A later question makes earlier answers void. */
export async function read() {
  const now = ++turn, question = asked.peek(), path = `figures/${code}/`;
  const first = [PLACES.has(question.by) ? question.by : "units"];
  const found = /** @type {any} */ (await told(path, queryOf(question, { by: first.join(",") })));
  keep({ "": found, ...divisions(found, first) }, now);
  if (now !== turn || !found.body) return;
  const { definition, first: from, last: to } = found.body;
  asked.value = { ...asked.peek(), from, to };
  history.replaceState(null, "", addressOf(asked.peek(), location.search));
  if (question.rows) readRows();
  const kept = (/** @type {string} */ by) => !question.as_of || by === "month";
  const rest = definition.by.filter((/** @type {string} */ by) => !PLACES.has(by) && kept(by));
  if (rest.length) keep(divisions(await told(path, queryOf(asked.peek(), { by: rest.join(",") })), rest), now);
}

export const PLACES = new Set(["units", "centres"]);

export async function readRows(offset = 0) {
  const now = turn, query = queryOf(asked.peek(), { offset: offset ? String(offset) : "", as_of: "" });
  keep({ rows: await told(`figures/${code}/rows/`, query) }, now);
}

/** Another question. @param {Partial<Asked>} changes */
export function ask(changes) {
  asked.value = { ...asked.peek(), ...changes };
  history.pushState(null, "", addressOf(asked.peek(), location.search));
  if ("rows" in changes && Object.keys(changes).length === 1) {
    if (changes.rows) readRows();
  } else read();
}

export function startFigure() {
  addEventListener("popstate", () => {
    asked.value = readAsked(location.search);
    read();
  });
  readUnits();
  read();
}
