// Outages that are over and no longer pushed: fetched when somebody wants the last 24 hours, or follows a link to one.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { codesOf } from "../js/states.js";
import { second } from "../live/store.js";
import { RECENT_MS } from "./rules.js";

/** @type {import("../vendor/preact/11.2.0/preact.mjs").Signal<Map<number, any>>} cards by id */
export const finished = signal(new Map());
export const finishedProblem = signal(null);

/** Those that ended within 24 hours; at most the newest 200. */
export async function loadFinished() {
  const since = new Date(second.peek() - RECENT_MS).toISOString();
  try {
    const status = codesOf("OUTAGE", (phase) => phase === "ended");
    const answer = await get("outages/", { status, updated_since: since, limit: "200" });
    finished.value = new Map([...finished.value, ...answer.results.map((card) => [card.id, card])]);
    finishedProblem.value = null;
  } catch (problem) {
    finishedProblem.value = problem;
  }
}

export function keep(card) {
  finished.value = new Map([...finished.value, [card.id, card]]);
}
