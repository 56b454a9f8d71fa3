// The arithmetic of map tiles: which one, where a place lies on it, and which pieces of a shifted map make one of ours.
// Web Mercator, 256 pixels a tile. Our places are WGS-84 and stay so; only the picture beneath them is moved.
import { toGcj02 } from "../gcj02.js";

export const TILE = 256;

/**
 * @param {number} lat degrees, WGS-84 or GCJ-02 @param {number} lon @param {number} z level
 * @returns {{x: number, y: number}} pixels from the north-west corner of the world at this level
 */
export function worldPixel(lat, lon, z) {
  const world = TILE * 2 ** z;
  const phi = (lat * Math.PI) / 180;
  return { x: ((lon + 180) / 360) * world, y: ((1 - Math.asinh(Math.tan(phi)) / Math.PI) / 2) * world };
}

/** The other way. @param {number} x @param {number} y @param {number} z @returns {{lat: number, lon: number}} */
export function placeOf(x, y, z) {
  const world = TILE * 2 ** z;
  return { lat: (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / world))) * 180) / Math.PI, lon: (x / world) * 360 - 180 };
}

/**
 * The address of a tile; of several hosts each tile always asks the same one, so that it is kept.
 *
 * @param {string[]} addresses with {z}, {x}, {y} @param {number} z @param {number} x @param {number} y
 */
export function tileAddress(addresses, z, x, y) {
  const address = addresses[(x + y) % addresses.length];
  return address.replace("{z}", String(z)).replace("{x}", String(x)).replace("{y}", String(y));
}

/**
 * The tiles of a GCJ-02 map that make one WGS-84 tile, each with the place of its corner on ours, in whole pixels.
 *
 * The shift of the tile's middle stands for the whole tile: it changes by about two metres a kilometre, less than
 * half a
 * pixel from the middle to a corner at every level. Rounded, because half pixels blur the names.
 *
 * @param {number} z @param {number} x @param {number} y
 * @returns {{x: number, y: number, left: number, top: number}[]}
 */
export function shiftedPieces(z, x, y) {
  const middle = placeOf((x + 0.5) * TILE, (y + 0.5) * TILE, z);
  const shifted = toGcj02(middle.lat, middle.lon);
  const from = worldPixel(shifted.lat, shifted.lon, z);
  const west = Math.round(from.x - TILE / 2), north = Math.round(from.y - TILE / 2);
  const pieces = [];
  for (let row = Math.floor(north / TILE); row * TILE < north + TILE; row += 1) {
    for (let column = Math.floor(west / TILE); column * TILE < west + TILE; column += 1)
      pieces.push({ x: column, y: row, left: column * TILE - west, top: row * TILE - north });
  }
  return pieces;
}
