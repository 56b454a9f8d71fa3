// Who else has which order open, as their boards say it; a word that is not repeated fades and is forgotten.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";

const FADES_MS = 12_000; // before its end: it should have been repeated by now

/** @typedef {{name: string, until: number, since: number}} Look `until` by our clock, `since` by the server's */
/** order id → Map of person id → when they opened it and until when that holds, in milliseconds */
export const lookers = signal(/** @type {Map<number, Map<number, Look>>} */ (new Map()));

/**
 * @param {{order: number, person: number, name: string, lasts: number, since?: string}} frame `lasts` in seconds,
 *   0: they left
 */
export function hearLooker({ order, person, name, lasts, since }) {
  const people = new Map(lookers.peek().get(order));
  const until = performance.now() + lasts * 1000;
  if (lasts > 0) people.set(person, { name, until, since: Date.parse(since ?? "") || 0 });
  else people.delete(person);
  const next = new Map(lookers.peek());
  if (people.size > 0) next.set(order, people);
  else next.delete(order);
  lookers.value = next;
}

export const forgetLookers = () => (lookers.value = new Map());

/**
 * Who has it open beside this person.
 * @param {number} orderId @param {number | undefined} me @param {number} now performance.now()
 * @returns {{id: number, name: string, fading: boolean}[]}
 */
export function othersAt(orderId, me, now) {
  return [...(lookers.value.get(orderId) ?? [])]
    .filter(([id, { until }]) => id !== me && until > now)
    .map(([id, { name, until }]) => ({ id, name, fading: until - now < FADES_MS }));
}

/**
 * Who had it open before this person: their work it is. One whose own word has not come back yet is the last; of two
 * who opened it in the same moment one is the first, for both of them the same.
 * @param {number} orderId @param {number | undefined} me @param {number} now performance.now()
 * @returns {{id: number, name: string}[]}
 */
export function aheadOf(orderId, me, now) {
  const people = lookers.value.get(orderId);
  const mine = (me !== undefined && people?.get(me)?.since) || Infinity;
  const isAhead = (since, id) => since < mine || (since === mine && id < (me ?? Infinity));
  return othersAt(orderId, me, now).filter(({ id }) => isAhead(people?.get(id)?.since ?? 0, id));
}
