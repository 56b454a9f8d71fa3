// What the wall knows: the state as the socket sends it or, while there is none, as it is read by HTTP.
import { effect, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { connect } from "../js/socket.js";
import { withHeadings } from "./rules.js";

const PATIENCE_MS = 10_000;
const EVERY_MS = 15_000;
const YEAR_EVERY_MS = 10 * 60_000;
const LONGEST_DAY_MS = 24 * 3_600_000; // then it loads itself anew, while the line is good: another release may be out

/** The whole state; null until the first one, so that nothing says "none" before it is known. */
export const state = signal(null);
/** What changes slowly; null until read. */
export const year = signal(null);
/** Crews under way or at work by id, moved once a second. */
export const crews = signal(new Map());
/** The server's present moment, once a second. */
export const second = signal(Date.now());
/** When the state was last read by HTTP; null while the socket brings it. */
export const readByHttp = signal(null);
/** Since when nothing came by the socket; null while it does. */
export const cutSince = signal(null);
/** The one connection; its `freshness` is a signal. @type {any} */
export let link = null;

const opened = Date.now();

function put(next) {
  state.value = next;
  crews.value = withHeadings(next.crews.places, crews.peek());
}

function move(items) {
  const places = [];
  for (const [id, lon, lat, crewState] of items)
    if (crews.peek().has(id)) places.push({ ...crews.peek().get(id), lon, lat, state: crewState });
  if (places.length) crews.value = new Map([...crews.peek(), ...withHeadings(places, crews.peek())]);
}

const HANDLERS = { wall: (frame) => put(frame.state), positions: (frame) => move(frame.items) };

async function read() {
  const next = await get("wall/");
  if (link.freshness.peek().state === "live") return; // it came meanwhile, and knows better
  put(next);
  readByHttp.value = link.now();
}

/** No socket, or a silent one: the same state by HTTP, a quarter of a minute old at most. */
function startFallback() {
  let timer = null;
  const poll = () => read().catch(refused).finally(() => (timer = setTimeout(poll, EVERY_MS)));
  effect(() => {
    const fresh = link.freshness.value;
    const missing = fresh.state === "connecting" || fresh.state === "lost";
    if (missing && timer === null) timer = setTimeout(poll, fresh.state === "lost" ? 0 : PATIENCE_MS);
    if (fresh.state === "lost") cutSince.value = fresh.heardAt;
    if (missing) return;
    clearTimeout(timer);
    timer = null;
    readByHttp.value = null;
    cutSince.value = null;
  });
}

/** Revoked meanwhile: the server says what is to be done. */
function refused(problem) {
  if (problem?.status === 401 || problem?.status === 403) location.replace("/wall/");
}

function startYear() {
  const again = (ms) => setTimeout(ask, ms);
  const ask = () => get("wall/year/", undefined, { timeoutMs: 60_000 })
    .then((found) => (year.value = found), refused)
    .finally(() => again(year.peek() ? YEAR_EVERY_MS : EVERY_MS));
  ask();
}

/** @param {string} path */
export function startWall(path) {
  link = connect(path, {
    onFrame: (frame) => HANDLERS[frame.type]?.(frame),
    onRefused: () => location.replace("/wall/"),
  });
  startFallback();
  startYear();
  setInterval(() => {
    second.value = link.now();
    if (link.freshness.peek().state === "connecting" && Date.now() - opened > PATIENCE_MS) cutSince.value ??= opened;
    if (Date.now() - opened > LONGEST_DAY_MS && link.freshness.peek().state === "live") location.reload();
  }, 1000);
}
