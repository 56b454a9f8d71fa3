// Who else has which order open, as their boards say it; a word that is not repeated fades and is forgotten.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";

const FADES_MS = 12_000; // before its end: it should have been repeated by now

/** order id → Map of person id → {name, until}, in milliseconds of this page's clock */
export const lookers = signal(/** @type {Map<number, Map<number, {name: string, until: number}>>} */ (new Map()));

/** @param {{order: number, person: number, name: string, lasts: number}} frame `lasts` in seconds, 0: they left */
export function hearLooker({ order, person, name, lasts }) {
  const people = new Map(lookers.peek().get(order));
  if (lasts > 0) people.set(person, { name, until: performance.now() + lasts * 1000 });
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
