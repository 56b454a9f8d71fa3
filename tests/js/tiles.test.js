// The arithmetic of map tiles and of maps in the shifted datum: static/js/map/tiles.js.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { toGcj02 } from "../../static/js/gcj02.js";
import { placeOf, shiftedPieces, TILE, tileAddress, worldPixel } from "../../static/js/map/tiles.js";

const LEVELS = [5, 8, 11, 14, 16, 18];

/** Places all over Hubei, always the same ones. */
function* places(count) {
  let seed = 7;
  const next = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let index = 0; index < count; index += 1) yield { lat: 29.1 + 4.1 * next(), lon: 108.4 + 7.6 * next() };
}

/** Published pairs of the two datums, those in China. */
function pairs() {
  const [head, ...lines] = readFileSync(new URL("../data/gcj02_pairs.csv", import.meta.url), "utf8").trim().split("\n");
  const names = head.split(",");
  const rows = lines.map((line) => Object.fromEntries(line.split(",").map((value, at) => [names[at], Number(value)])));
  return rows.filter((row) => row.wgs_lat !== row.gcj_lat);
}

/** Where on the composed tile the picture of a place of the shifted map comes to lie, if on this tile. */
function shownAt(z, tile, gcj) {
  const source = worldPixel(gcj.lat, gcj.lon, z);
  const x = Math.floor(source.x / TILE), y = Math.floor(source.y / TILE);
  const piece = shiftedPieces(z, tile.x, tile.y).find((one) => one.x === x && one.y === y);
  return piece && { x: piece.left + source.x - x * TILE, y: piece.top + source.y - y * TILE };
}

/** A place must be shown where our own coordinates draw it, to a pixel. */
function assertShownInItsPlace(z, wgs, gcj) {
  const true_ = worldPixel(wgs.lat, wgs.lon, z);
  const tile = { x: Math.floor(true_.x / TILE), y: Math.floor(true_.y / TILE) };
  const at = { x: true_.x - tile.x * TILE, y: true_.y - tile.y * TILE };
  if (at.x < 2 || at.y < 2 || at.x > TILE - 2 || at.y > TILE - 2) return; // may be shown by the tile beside it
  const shown = shownAt(z, tile, gcj);
  assert.ok(shown, `level ${z}: no piece of tile ${tile.x}/${tile.y} shows ${wgs.lat}, ${wgs.lon}`);
  assert.ok(Math.hypot(shown.x - at.x, shown.y - at.y) < 1.5, `level ${z}: ${JSON.stringify({ shown, at })}`);
}

test("a place on a shifted map is shown where its own coordinates are, at every level", () => {
  for (const z of LEVELS) for (const place of places(300)) assertShownInItsPlace(z, place, toGcj02(place.lat, place.lon));
});

test("so are the published pairs of both datums", () => {
  const known = pairs();
  assert.ok(known.length > 5);
  for (const z of LEVELS) {
    for (const { wgs_lat, wgs_lon, gcj_lat, gcj_lon } of known)
      assertShownInItsPlace(z, { lat: wgs_lat, lon: wgs_lon }, { lat: gcj_lat, lon: gcj_lon });
  }
});

test("the pieces cover the tile, without a gap and without one too many", () => {
  for (const z of LEVELS) {
    for (const { lat, lon } of places(100)) {
      const at = worldPixel(lat, lon, z);
      const pieces = shiftedPieces(z, Math.floor(at.x / TILE), Math.floor(at.y / TILE));
      const seen = ({ left, top }) =>
        Math.max(0, Math.min(left, 0) + TILE - Math.max(left, 0)) * Math.max(0, Math.min(top, 0) + TILE - Math.max(top, 0));
      assert.ok(pieces.every((piece) => seen(piece) > 0));
      assert.equal(pieces.reduce((sum, piece) => sum + seen(piece), 0), TILE * TILE);
    }
  }
});

test("outside China nothing is shifted", () => {
  assert.deepEqual(shiftedPieces(10, 511, 340), [{ x: 511, y: 340, left: 0, top: 0 }]);
});

test("pixels and places are two words for one thing", () => {
  for (const { lat, lon } of places(100)) {
    const at = worldPixel(lat, lon, 14);
    const back = placeOf(at.x, at.y, 14);
    assert.ok(Math.abs(back.lat - lat) < 1e-9 && Math.abs(back.lon - lon) < 1e-9);
  }
  assert.deepEqual(worldPixel(0, 0, 0), { x: 128, y: 128 });
});

test("a tile always asks the same of several hosts", () => {
  const hosts = ["https://t0.example/{z}/{x}/{y}", "https://t1.example/{z}/{x}/{y}"];
  assert.equal(tileAddress(hosts, 7, 104, 52), "https://t0.example/7/104/52");
  assert.equal(tileAddress(hosts, 7, 105, 52), "https://t1.example/7/105/52");
});
