/** Where the fault may lie, asked as soon as the crew has the order: in front of it there may be no network. */
import { get } from "../js/api.js";

/** It goes with the work when somebody signs out. */
const PREFIX = "crew-work-places ";
const asked = new Set();

/** @returns {object[]|null} as last heard */
export const knownPlaces = (number) => JSON.parse(localStorage.getItem(PREFIX + number) ?? "null");

/** @returns {Promise<object[]>} */
export async function askPlaces(number) {
  const { choices } = await get(`work-orders/${number}/findings/`);
  try {
    if (choices) localStorage.setItem(PREFIX + number, JSON.stringify(choices));
  } catch {
    // no room on the phone: the plain words are there always
  }
  return choices ?? [];
}

/** Once for each order in hand; those of orders that are gone leave the phone. @param {{number: string}[]} held */
export function preparePlaces(held) {
  for (const key of Object.keys(localStorage))
    if (key.startsWith(PREFIX) && !held.some(({ number }) => key === PREFIX + number)) localStorage.removeItem(key);
  for (const { number } of held) {
    if (asked.has(number)) continue;
    asked.add(number);
    askPlaces(number).catch(() => asked.delete(number));
  }
}
