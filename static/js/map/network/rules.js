// @ts-check
// What of the network is asked for at which scale, and for which window. Pure.

/** Below it the network is a tangle: the maps of a county. */
export const NEAR_ZOOM = 11;
const TRANSFORMERS_FROM = 12.5;
const LOW_VOLTAGE_FROM = 14.5;

/** Level of detail → the squares (degrees) to which its windows are rounded, so that a small move asks nothing new. */
const SQUARE = { feeders: 0.1, transformers: 0.04, low_voltage: 0.01 };
/** Of the window itself, on each side. */
const MARGIN = 0.25;
const DECIMALS = 4;

/** @typedef {{west: number, south: number, east: number, north: number}} Box */
/** @typedef {"feeders" | "transformers" | "low_voltage"} Detail */

/** @param {number} zoom @returns {Detail | null} null: too far away for the network */
export function detailAt(zoom) {
  if (zoom < NEAR_ZOOM) return null;
  if (zoom < TRANSFORMERS_FROM) return "feeders";
  return zoom < LOW_VOLTAGE_FROM ? "transformers" : "low_voltage";
}

/** The window with its margin, rounded outwards. @param {Box} seen @param {Detail} detail @returns {Box} */
export function windowOf({ west, south, east, north }, detail) {
  const square = SQUARE[detail];
  const aside = (east - west) * MARGIN;
  const above = (north - south) * MARGIN;
  const down = (/** @type {number} */ value) => rounded(Math.floor(value / square) * square);
  const up = (/** @type {number} */ value) => rounded(Math.ceil(value / square) * square);
  return { west: down(west - aside), south: down(south - above), east: up(east + aside), north: up(north + above) };
}

const rounded = (/** @type {number} */ degrees) => Number(degrees.toFixed(DECIMALS));

/** @param {Box | null} held @param {Box} seen */
export function covers(held, seen) {
  return Boolean(
    held && held.west <= seen.west && held.south <= seen.south && held.east >= seen.east && held.north >= seen.north,
  );
}

/** Several at one place stand side by side: each gets its turn there. @param {any[]} features */
export function sideBySide(features) {
  /** @type {Map<string, number>} */
  const there = new Map();
  return features.map((feature) => {
    if (feature.geometry.type !== "Point") return feature;
    const place = feature.geometry.coordinates.join();
    const turn = there.get(place) ?? 0;
    there.set(place, turn + 1);
    return { ...feature, properties: { ...feature.properties, turn } };
  });
}
