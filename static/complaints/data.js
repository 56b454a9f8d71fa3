// @ts-check
// What the page asks and what it was answered. The question stands in the address (asked.js).
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { addressOf, queryOf, readAsked, VIEWS } from "./asked.js";

const PATHS = {
  versions: "complaint-figures/", units: "complaint-figures/units/", causes: "complaint-figures/causes/",
};

export const asked = signal(readAsked(location.search));
/** {view, body} | {view, problem}; null while the first answer comes. */
export const answer = signal(/** @type {any} */ (null));
let asking = 0;

/** Ask again what is asked; a later question makes an earlier answer void. */
export async function read() {
  const now = asked.peek();
  const turn = ++asking;
  const found = await get(PATHS[now.view], queryOf(now)).then((body) => ({ body }), (problem) => ({ problem }));
  if (turn !== asking) return;
  const before = answer.peek();
  answer.value = { view: now.view, ...(before?.view === now.view && found.problem ? before : {}), ...found };
  if (!found.body) return;
  asked.value = { ...asked.peek(), since: found.body.since, until: found.body.until };
  history.replaceState(null, "", addressOf(asked.peek(), location.search));
}

/**
 * Another question; what only sorts or chooses among the answered rows is not asked anew.
 * @param {Partial<import("./asked.js").Asked>} changes
 */
export function ask(changes) {
  const before = asked.peek();
  asked.value = { ...before, ...changes };
  const isSame = JSON.stringify(queryOf(before)) === JSON.stringify(queryOf(asked.peek()));
  if (changes.view && changes.view !== before.view) {
    history.pushState(null, "", addressOf(asked.peek(), location.search));
    read();
  } else if (isSame) history.replaceState(null, "", addressOf(asked.peek(), location.search));
  else read();
}

/** @param {number} step */
export function stepView(step) {
  const at = VIEWS.indexOf(asked.peek().view);
  ask({ view: VIEWS[(at + step + VIEWS.length) % VIEWS.length] });
}

export function startFigures() {
  addEventListener("popstate", () => {
    asked.value = readAsked(location.search);
    read();
  });
  read();
}

/** The days of the period, or of the same ones of the year before. @param {any} body @param {boolean} before */
export const daysOf = (body, before) =>
  before ? { since: body.before_since, until: body.before_until } : { since: body.since, until: body.until };
