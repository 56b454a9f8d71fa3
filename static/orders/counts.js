// @ts-check
// What stands over a list of cases: counts by stage under the question of the address, asked again when an order has
// moved or the list is read anew. Which counts, is said by the page.
import { computed, effect, signal, untracked } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { onOrder } from "../live/store.js";
import { list, question, setFilter, wholeOf } from "./list_data.js";
import { stageAfter } from "./stage_rules.js";

const REST_MS = 3000; // counts may be some seconds old; a storm of events is one question

/** The answer, or null until it comes. */
export const counts = signal(/** @type {any} */ (null));

/** @param {string} path */
async function read(path) {
  const { ordering: _, stage: __, ...filters } = wholeOf(question.peek());
  // What is refused is told by the list itself, which asks the same.
  const found = await get(path, filters).catch(() => null);
  if (found) counts.value = found;
}

/** @type {any} */
let resting = null;

/** @param {string} path below the API */
export function startCounts(path) {
  onOrder(() => {
    resting ??= setTimeout(() => {
      resting = null;
      if (!document.hidden) read(path);
    }, REST_MS);
  });
  // Another question, or the list read anew; an order that is opened is neither.
  const asked = computed(() => `${list.value.at} ${JSON.stringify(question.value.filters)}`);
  effect(() => {
    asked.value;
    untracked(() => read(path));
  });
}

const stageNames = () => (counts.peek()?.stages ?? []).map((/** @type {any} */ each) => each.stage);

/** @param {number} by */
export function stepStage(by) {
  setFilter("stage", stageAfter(stageNames(), question.peek().filters.stage ?? "", by));
}

/** @param {number} place from 1; 0 is the whole list */
export function nthStage(place) {
  const found = stageNames()[place - 1];
  if (place === 0 || found) setFilter("stage", found ?? "");
}

/** Chosen again it is given up. @param {string} name @param {string} value */
export const toggle = (name, value) => setFilter(name, question.peek().filters[name] === value ? "" : value);

export const isOn = (/** @type {string} */ name, /** @type {string} */ value) =>
  question.value.filters[name] === value;
