// @ts-check
// What the message log looks at: the list and the search (in the address), the rows, the one that is open.
import { computed, effect, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { newKey, post } from "../js/api.js";
import { draft } from "../js/drafts.js";
import { fullMoment } from "../js/format.js";
import { refused, say } from "../js/notice.js";
import { second } from "../live/store.js";
import { readAgain } from "../open_items/reading.js";
import { keyAfter } from "../ui/hold.js";
import { listsOf, SURVEYS } from "./lists.js";
import { figuresQuery, readAsked, rowsQuery } from "./survey_rules.js";

export const EVERY_MS = 15_000;
const PAGE = 50;
const MOST = 200;
const asked = new URLSearchParams(location.search);

export const moment = (at) => fullMoment(at, second.peek());
export const LISTS = listsOf(moment);
export const list = signal(LISTS.some((one) => one.name === asked.get("list")) ? asked.get("list") : "person");
export const search = signal(asked.get("q") ?? "");
const limit = signal(PAGE);
/** Id of the line whose panel is open. */
export const opened = signal(null);

/** What is asked of the surveys, and the number of them that is open. */
export const surveys = signal(readAsked(asked));
export const isSurveys = computed(() => list.value === SURVEYS);

const shown = () => LISTS.find((one) => one.name === list.peek()) ?? LISTS[0];

function path() {
  const { path: where, query } = shown();
  const words = search.peek() ? { search: search.peek() } : {};
  const behind = isSurveys.peek() ? rowsQuery(surveys.peek(), Date.now()) : {};
  return `${where}?${new URLSearchParams({ ...query, ...behind, ...words, limit: String(limit.peek()) })}`;
}

export const rows = readAgain(path, EVERY_MS);
export const figures = readAgain(
  () => `survey-figures/?${new URLSearchParams(figuresQuery(surveys.peek(), Date.now()))}`, EVERY_MS,
);
export const lines = computed(() => (rows.answer.value.body?.results ?? []).map(shown().line));
export const line = computed(() => lines.value.find((one) => one.id === opened.value));
export const hasMore = computed(() => Boolean(rows.answer.value.body?.next) && limit.value < MOST);

function look(change) {
  change();
  limit.value = PAGE;
  opened.value = null;
  rows.put(null);
  const said = { list: list.peek(), q: search.peek(), ...(isSurveys.peek() ? surveys.peek() : {}) };
  const address = Object.entries(said).filter(([, value]) => value);
  history.replaceState(null, "", `?${new URLSearchParams(address)}`);
  rows.read();
}

export const showList = (name) => name === list.peek() || look(() => (list.value = name));

/** Another period, other groups, or the rows of another number. */
export function askSurveys(/** @type {Partial<import("./survey_rules.js").Asked>} */ change) {
  const before = surveys.peek();
  look(() => (surveys.value = { ...before, ...change }));
  if (before.days !== surveys.peek().days || before.by !== surveys.peek().by) figures.read();
}

export const searchFor = (words) => words === search.peek() || look(() => (search.value = words));

export function more() {
  limit.value = Math.min(MOST, limit.peek() + PAGE);
  return rows.read();
}

export function step(by) {
  opened.value = keyAfter(lines.peek().map((one) => one.id), opened.peek(), by) ?? null;
}

/** What somebody types about a line is kept while they look at another one. @param {string} settle */
export const draftOf = (settle) => draft(settle, { how: "" });

/** A person has seen to it. @param {any} one */
export async function settle(one) {
  const typed = draftOf(one.settle);
  const how = typed.values.peek().how.trim();
  if (!how) return say(gettext("Say what was done."), "alarm");
  try {
    await post(one.settle, { how }, { key: newKey() });
    typed.drop();
    say(gettext("Settled."));
  } catch (problem) {
    refused(problem);
  }
  rows.read();
}

export function startLog() {
  rows.start();
  let started = false;
  effect(() => {
    if (!isSurveys.value || started) return;
    started = true;
    figures.start();
  });
}
