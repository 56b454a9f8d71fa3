// No socket (a proxy that refuses it): the board is read by HTTP instead, a quarter of a minute old at most, and says
// so.
import { effect, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { person } from "../js/session.js";
import { putSnapshot, second, user } from "./store.js";

const PATIENCE_MS = 10_000;
const EVERY_MS = 15_000;
const PAGES = 25;

/** When the board was last read by HTTP, in milliseconds; null while the socket does it. */
export const readByHttp = signal(null);

/** Every row of a list, page by page. */
async function every(path, query) {
  const rows = [];
  let page = await get(path, { ...query, limit: "200" });
  for (let pages = 1; ; pages += 1) {
    rows.push(...page.results);
    const cursor = page.next && new URL(page.next, location.origin).searchParams.get("cursor");
    if (!cursor || pages >= PAGES) return rows;
    page = await get(path, { ...query, limit: "200", cursor });
  }
}

async function read(link) {
  const [orders, crews, outages, alarms] = await Promise.all([
    every("work-orders/", { open: "true" }),
    every("crews/"),
    every("outages/", { live: "true" }).catch(() => []),
    every("alarms/", { open: "true" }).catch(() => []),
  ]);
  if (link.freshness.peek().state === "live") return; // it came meanwhile, and knows better
  putSnapshot({
    orders,
    crews,
    outages,
    alarms: alarms.map((row) => ({ ...row, kind: "alarm", rev: row.acknowledged_at ? 2 : 1 })),
  });
  if (person.value) user.value = { name: person.value.name, role: person.value.role, scope: person.value.home ?? "" };
  second.value = link.now();
  readByHttp.value = Date.now();
}

/** @param {any} link the page's connection, as live.js made it */
export function startFallback(link) {
  let timer = null;
  const poll = () => read(link).catch(() => {}).finally(() => (timer = setTimeout(poll, EVERY_MS)));
  effect(() => {
    const { state } = link.freshness.value;
    const missing = state === "connecting" || state === "lost";
    if (missing && timer === null) timer = setTimeout(poll, PATIENCE_MS);
    if (missing) return;
    clearTimeout(timer);
    timer = null;
    readByHttp.value = null;
  });
}
