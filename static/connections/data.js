// @ts-check
// What the pipeline counts: stages, owners and long waits under the question of the address, and the figures of the
// last thirty days. They are asked again when a case has moved.
import { computed, effect, signal, untracked } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { onOrder } from "../live/store.js";
import { list, question, setFilter, wholeOf } from "../orders/list_data.js";
import { stageAfter } from "./rules.js";

const REST_MS = 3000; // counts may be some seconds old; a storm of events is one question
const ENDED = "ENDED";

/** The list behind the page (orders/list_data.js): open cases, unless the ended ones are asked for. */
export const CASES = {
  path: "connection-cases/",
  usual: "next_due_at",
  /** @param {Record<string, string>} filters @returns {Record<string, string>} */
  always: (filters) => ({
    ...(filters.stage === ENDED || filters.open ? {} : { open: "true" }),
    ordering: filters.stage === ENDED ? "-updated_at" : "next_due_at",
  }),
};

/** Answer of GET connection-stages/, or null. */
export const counts = signal(/** @type {any} */ (null));
/** Answer of GET connection-figures/, or null. */
export const figures = signal(/** @type {any} */ (null));

export const stage = computed(() => question.value.filters.stage ?? "");

/** Chosen again it is given up. @param {string} name @param {string} value */
export const toggle = (name, value) => setFilter(name, question.peek().filters[name] === value ? "" : value);
export const isOn = (/** @type {string} */ name, /** @type {string} */ value) =>
  question.value.filters[name] === value;

/** @param {number} by */
export function stepStage(by) {
  const stages = (counts.peek()?.stages ?? []).map((/** @type {any} */ each) => each.stage);
  setFilter("stage", stageAfter(stages, stage.peek(), by));
}

/** @param {number} place from 1; 0 is the whole pipeline */
export function nthStage(place) {
  const found = counts.peek()?.stages[place - 1];
  if (place === 0 || found) setFilter("stage", found?.stage ?? "");
}

async function readCounts() {
  const { ordering: _, stage: __, ...filters } = wholeOf(question.peek());
  // What is refused is told by the list itself, which asks the same.
  const found = await get("connection-stages/", filters).catch(() => null);
  if (found) counts.value = found;
}

async function readFigures() {
  const found = await get("connection-figures/").catch(() => null);
  if (found) figures.value = found;
}

/** @type {any} */
let resting = null;

export function startCounts() {
  readFigures();
  onOrder(() => {
    resting ??= setTimeout(() => {
      resting = null;
      if (!document.hidden) readCounts();
    }, REST_MS);
  });
  // Another question, or the list read anew.
  effect(() => {
    list.value.at;
    JSON.stringify(question.value.filters);
    untracked(readCounts);
  });
}
