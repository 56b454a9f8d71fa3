// @ts-check
// The key figures: what is asked of them, as it stands in the address, the eight answers, and the chosen one in full.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";

/** @typedef {{unit: string, urban: string, voltage: string, figure: string}} Asked */
const NAMES = /** @type {(keyof Asked)[]} */ (["unit", "urban", "voltage", "figure"]);
const said = new URLSearchParams(location.search);

const first = Object.fromEntries(NAMES.map((name) => [name, said.get(name) ?? ""]));
export const asked = signal(/** @type {Asked} */ (first));
/** {body} or {problem} or both where a later question was refused; null while the first answer comes. */
export const cells = signal(/** @type {any} */ (null));
/** The same of the chosen figure: its months, its units, what it is made of. */
export const chosen = signal(/** @type {any} */ (null));
let days = /** @type {Record<string, string>} */ ({ from: said.get("since") ?? "", to: said.get("until") ?? "" });
let turn = 0, turnOfChosen = 0;

/** What the addresses of figures are asked. @param {Record<string, string>} [more] */
export const query = (more = {}) => {
  const { unit, urban, voltage } = asked.peek();
  return Object.fromEntries(Object.entries({ unit, urban, voltage, ...days, ...more }).filter(([, value]) => value));
};

/**
 * The page of a figure, with the same unit, days and narrowing.
 * @param {string} code @param {Record<string, string>} [more]
 */
export const addressOf = (code, more) => `/figures/${code}/?${new URLSearchParams(query(more))}`;

/** @param {string} path @param {Record<string, string>} asking */
const told = (path, asking) =>
  get(path, asking, { timeoutMs: 60_000 }).then((body) => ({ body }), (problem) => ({ problem }));

/** What a figure is divided by for the page: by cause, or what it knows instead. @param {any} definition */
export const partsOf = (definition) =>
  ["cause", "kind", "channel"].find((by) => definition.by.includes(by)) ?? "";

/** The one that is shown in full: the one of the address, else the first. */
export function current() {
  const all = cells.value?.body?.figures ?? [];
  return all.find((/** @type {any} */ each) => each.definition.code === asked.value.figure) ?? all[0];
}

async function readChosen() {
  const mine = ++turnOfChosen, figure = current();
  if (!figure?.told) return void (chosen.value = null);
  const { definition } = figure;
  const by = ["month", "units", partsOf(definition), definition.by.includes("hour") ? "hour" : ""].filter(Boolean);
  if (chosen.peek()?.body?.definition.code !== definition.code) chosen.value = null;
  const found = /** @type {any} */ (await told(`figures/${definition.code}/`, query({ by: by.join(",") })));
  if (mine !== turnOfChosen) return;
  chosen.value = found.body ? found : { ...chosen.peek(), ...found };
}

/** Everything anew, of these days if they are given. @param {{since: string, until: string}} [period] */
export async function readKey(period) {
  if (period) days = { from: period.since, to: period.until };
  const mine = ++turn;
  const found = /** @type {any} */ (await told("key-figures/", query()));
  if (mine !== turn) return;
  cells.value = found.body ? found : { ...cells.peek(), ...found };
  if (!found.body) return;
  days = { from: found.body.first, to: found.body.last };
  await readChosen();
}

/** Another unit, kind of area or voltage, or another figure in full. @param {Partial<Asked>} change */
export function ask(change) {
  asked.value = { ...asked.peek(), ...change };
  const address = new URLSearchParams(location.search);
  for (const name of NAMES) {
    if (asked.peek()[name]) address.set(name, asked.peek()[name]);
    else address.delete(name);
  }
  history.replaceState(null, "", `?${address}`);
  return Object.keys(change).join() === "figure" ? readChosen() : readKey();
}

/** The one by its place in the row, from 1. @param {number} place */
export function choosePlace(place) {
  const figure = cells.peek()?.body?.figures[place - 1];
  if (figure) ask({ figure: figure.definition.code });
}
