// A list of orders: the question in the address, the rows that answer it, the next page of them. Which list it is, is
// said by the page (`useList`); without a word it is that of all orders.
import { batch, computed, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { addressOf, asked, NOTHING_ASKED, readQuestion, withFilter } from "./question.js";

const PAGE = "50";
/**
 * `path` below the API, the `usual` ordering, what is asked besides what stands in the address; `rowsOf` an answer that
 * comes without pages; `kind` of its orders, where all are of one.
 * @typedef {{path: string, usual: string, kind?: string, rowsOf?: (body: any) => any[],
 *   always?: (filters: Record<string, string>) => Record<string, string>}} List
 */
/** @type {List} */
export let source = { path: "work-orders/", usual: "-reported_at" };

/** Before the first question. @param {List} of */
export const useList = (of) => (source = of);

/** All that the server is asked. @param {import("./question.js").Question} of */
export const wholeOf = (of) => ({ ...source.always?.(of.filters), ...asked(of) });

export const question = signal(NOTHING_ASKED);
/**
 * {rows, next, problem, loading, at, body}: `next` is the address of the next page, `at` when the first one came,
 * `body` the last answer as a whole
 */
export const list = signal({ rows: [], next: null, problem: null, loading: true, at: 0, body: null });
/** Ids of orders that answer the question and are not shown yet. */
export const unseen = signal(new Set());
/** Errors by filter, as the server tells them. */
export const problems = computed(() => list.value.problem?.fields?.() ?? {});

let asking = null;

async function read(path, query, held) {
  asking?.abort();
  const mine = (asking = new AbortController());
  list.value = { ...list.peek(), loading: true };
  try {
    const page = await get(path, query, { signal: mine.signal });
    const rows = [...held, ...(source.rowsOf?.(page) ?? page.results)];
    const at = held.length > 0 ? list.peek().at : Date.now();
    list.value = { rows, next: page.next ?? null, problem: null, loading: false, at, body: page };
    if (held.length === 0) unseen.value = new Set();
  } catch (problem) {
    if (mine.signal.aborted) return;
    // A question that is refused has no answer; the old one beside it would be taken for it.
    const rows = problem.status === 422 ? [] : list.peek().rows;
    list.value = { ...list.peek(), rows, problem, loading: false };
  }
}

/** Asks anew: what came in since stands on top. */
export function refresh() {
  const page = source.rowsOf ? {} : { limit: PAGE };
  return read(source.path, { ...wholeOf(question.peek()), ...page }, []);
}

export function more() {
  const { next, rows, loading } = list.peek();
  if (next && !loading) return read(source.path + new URL(next).search, undefined, rows);
}

const same = (one, other) => JSON.stringify(asked(one)) === JSON.stringify(asked(other));

function take(next) {
  const before = question.peek();
  batch(() => { question.value = next; });
  if (!same(before, next)) refresh();
}

/** Another question; Back leads to the one before. A change of what is open or shown does not ask again. */
export function ask(change, { replace = false } = {}) {
  const next = typeof change === "function" ? change(question.peek()) : { ...question.peek(), ...change };
  const address = location.pathname + addressOf(next);
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  take(next);
}

export const setFilter = (name, value) => ask((now) => withFilter(now, name, value));
export const clearFilters = () => ask({ filters: {}, view: "" });

export function startList() {
  question.value = readQuestion(location.search);
  addEventListener("popstate", () => take(readQuestion(location.search)));
  refresh();
}
