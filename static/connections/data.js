// @ts-check
// What the pipeline asks: its list, and the figures of the last thirty days. Counts by stage: orders/counts.js.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { KIND } from "./case_data.js";

const ENDED = "ENDED";

/** The list behind the page (orders/list_data.js): open cases, unless the ended ones are asked for. */
export const CASES = {
  path: "connection-cases/",
  kind: KIND,
  usual: "next_due_at",
  /** @param {Record<string, string>} filters @returns {Record<string, string>} */
  always: (filters) => ({
    ...(filters.stage === ENDED || filters.open ? {} : { open: "true" }),
    ordering: filters.stage === ENDED ? "-updated_at" : "next_due_at",
  }),
};

/** Answer of GET connection-figures/, or null. */
export const figures = signal(/** @type {any} */ (null));

export async function startFigures() {
  const found = await get("connection-figures/").catch(() => null);
  if (found) figures.value = found;
}
