/** What a crew may find, as data: the choices of the server read to people, and the body that is sent. */
import { number } from "../js/format.js";
import { named } from "../js/names/names.js";
import { fill } from "../js/text.js";
import { word } from "../js/words.js";

/**
 * @typedef {{extent: string, device: {code: string, name: string, kind: string}|null, customers: number, closed:
 *   boolean}} Place
 */

/**
 * Before the list has come, or without a network: what can be said of every order that has a customer.
 * @type {Place[]}
 */
export const WITHOUT_LIST = ["NOBODY", "HOUSE", "VILLAGE"].map((extent) => ({
  extent,
  device: null,
  customers: 0,
  closed: false,
}));

export const keyOf = ({ extent, device }) => (extent === "DEVICE" ? `DEVICE:${device.code}` : extent);

/** @param {Place} place */
export const placeWord = ({ extent, device }) => (extent === "DEVICE" ? named(device.name) : word("extent", extent));

/** The small line below: what kind of device, which transformer, how many households. @param {Place} place */
export function placeNote({ extent, device, customers, closed }) {
  const kind = extent === "DEVICE" ? word("device", device.kind) : named(device?.name);
  if (closed) return [kind, gettext("The control system shows it closed")].filter(Boolean).join(" · ");
  const households =
    customers > 1 ? fill(ngettext("{n} household", "{n} households", customers), { n: number(customers) }) : "";
  return [kind, households].filter(Boolean).join(" · ");
}

/** @param {{place: Place|null, cause: string, note: string, hazard: boolean}} found */
export function findingBody({ place, cause, note, hazard }) {
  return {
    extent: place.extent,
    ...(place.extent === "DEVICE" && { device: place.device.code }),
    cause_class: cause,
    note: note.trim(),
    hazard,
  };
}
