// Giving an order its place by a click on the map.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { command, say } from "./commands.js";
import { orders } from "./store.js";

/** Id of the order that waits for a click on the map, or null. */
export const locating = signal(null);

/** @param {{lng: number, lat: number}} point */
export async function placeHere(point) {
  const order = orders.get(locating.value);
  locating.value = null;
  if (!order) return;
  const body = { lat: Number(point.lat.toFixed(5)), lon: Number(point.lng.toFixed(5)) };
  if (await command(order, "locate", body, gettext("Placing…"))) say(gettext("The place is set; crews are being looked for."));
}
