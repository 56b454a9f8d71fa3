// @ts-check

/** @typedef {{lat: number, lon: number}} Place WGS-84 degrees */

/** Flat-earth metres, good to a metre over a few kilometres. @param {Place} a @param {Place} b */
export function metresBetween(a, b) {
  const north = (b.lat - a.lat) * 111195;
  const east = (b.lon - a.lon) * 111195 * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(north, east);
}
