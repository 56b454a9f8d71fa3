// What the board knows: whole cards by id, painted at most once per animation frame.
import { batch, signal } from "../vendor/preact/11.2.0/preact.mjs";

/** @type {Map<number, any>} order cards by id */
export const orders = new Map();
/** @type {Map<number, any>} crew cards by id */
export const crews = new Map();
/** @type {Map<number, any>} outage cards by id */
export const outages = new Map();
/** @type {Map<number, any>} alarms whose matter is not over, by id */
export const alarmCards = new Map();
const SHELVES = { order: orders, crew: crews, outage: outages, alarm: alarmCards };

/** Order number → id, so that nobody walks through all orders to find one. @type {Map<string, number>} */
const numbered = new Map();
/** @param {string | null | undefined} number @returns {any} the card of the order on the board, or undefined */
export const orderNumbered = (number) => orders.get(numbered.get(number));

/** The last card of orders that left the board, until the list is drawn anew. @type {Map<number, any>} */
export const departed = new Map();

export const ordersVersion = signal(0); // grows when any order card changed
export const crewsVersion = signal(0);
export const outagesVersion = signal(0);
export const alarmsVersion = signal(0);
/** Follows `ordersVersion` a few times a second: for what looks at every order (sorting, counting, alarms). */
export const ordersSettled = signal(0);
export const loaded = signal(false); // false until the first snapshot
export const kpis = signal({});
export const user = signal(null); // {name, role, scope}
export const second = signal(Date.now()); // the server's present moment, once a second
export const changedAt = new Map(); // order id → performance.now() of its last change, for the tint

/** Whoever wants to hear of every order that moved, on the board or not: id; null when some may have been missed. */
const hearing = new Set();
/** @param {(id: number | null) => void} listener */
export const onOrder = (listener) => hearing.add(listener);

const SETTLE_MS = 250;
const SETTLE_MANY_MS = 500; // thousands are counted and sorted twice a second, not four times
const MANY = 3000;
const VERSIONS = { order: ordersVersion, crew: crewsVersion, outage: outagesVersion, alarm: alarmsVersion };
const dirty = new Set(); // kinds of cards that changed since the last frame
let planned = false;

// A hidden tab gets no animation frames: it keeps counting and paints once when looked at again.
function plan() {
  if (planned) return;
  planned = true;
  requestAnimationFrame(() => {
    planned = false;
    batch(() => dirty.forEach((kind) => (VERSIONS[kind].value += 1)));
    if (dirty.has("order")) settle();
    dirty.clear();
  });
}

let settling = null;

function settle() {
  settling ??= setTimeout(() => {
    settling = null;
    ordersSettled.value += 1;
  }, orders.size < MANY ? SETTLE_MS : SETTLE_MANY_MS);
}

/** Takes one card; an older `rev` than the one held is a late echo and ignored. @returns {boolean} taken */
export function putCard(card, { quiet = false } = {}) {
  const shelf = SHELVES[card.kind];
  if (!shelf) return false; // a kind that a newer server knows
  if (card.kind === "order" && !quiet) hearing.forEach((listener) => listener(card.id));
  if (card.gone) depart(shelf, card.id);
  else if (shelf.has(card.id) && shelf.get(card.id).rev > card.rev) return false;
  else shelf.set(card.id, keepHeading(shelf.get(card.id), card));
  if (card.kind === "order" && !card.gone) numbered.set(card.number, card.id);
  if (card.kind === "order" && !quiet) changedAt.set(card.id, performance.now());
  dirty.add(card.kind);
  plan();
  return true;
}

function depart(shelf, id) {
  // A new object: whoever shows this order hears that it has left.
  if (shelf === orders && orders.has(id)) {
    departed.set(id, { ...orders.get(id), gone: true });
    numbered.delete(orders.get(id).number);
  }
  shelf.delete(id);
}

function keepHeading(old, card) {
  return old?.heading === undefined ? card : { ...card, heading: old.heading };
}

/** The whole board anew, in one stroke: no list may be empty on the screen while its orders are already here. */
export function putSnapshot(frame) {
  if (loaded.peek()) hearing.forEach((listener) => listener(null));
  clear();
  frame.orders.forEach((card) => putCard(card, { quiet: true }));
  frame.crews.forEach((card) => putCard(card));
  frame.outages?.forEach((card) => putCard(card));
  frame.alarms?.forEach((card) => putCard(card));
  batch(() => {
    Object.values(VERSIONS).forEach((version) => (version.value += 1));
    ordersSettled.value += 1;
    kpis.value = frame.kpis ?? {};
    loaded.value = true;
  });
}

function clear() {
  Object.values(SHELVES).forEach((shelf) => shelf.clear());
  changedAt.clear();
  numbered.clear();
  Object.keys(SHELVES).forEach((kind) => dirty.add(kind));
  plan();
}

/** @param {[number, number, number, string, string][]} items crew id, longitude, latitude, state, fixed at */
export function putPositions(items) {
  for (const [id, lon, lat, state, fixed_at] of items) {
    const crew = crews.get(id);
    if (crew) crews.set(id, { ...crew, lon, lat, state, fixed_at, heading: heading(crew, lon, lat) });
  }
  if (items.length) dirty.add("crew");
  plan();
}

/** Degrees clockwise from north, from the last two positions; unchanged when the crew stood still. */
function heading(crew, lon, lat) {
  const east = (lon - crew.lon) * Math.cos((lat * Math.PI) / 180);
  const north = lat - crew.lat;
  return Math.hypot(east, north) < 1e-5 ? crew.heading : (Math.atan2(east, north) * 180) / Math.PI;
}
