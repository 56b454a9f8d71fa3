// What of the network is asked for at which scale: static/js/map/network/rules.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import { covers, detailAt, sideBySide, windowOf } from "../../static/js/map/network/rules.js";

test("the nearer, the more; from afar nothing", () => {
  assert.deepEqual([6, 11, 12.5, 14.5].map(detailAt), [null, "feeders", "transformers", "low_voltage"]);
});

test("a window is asked for with its margin, rounded outwards, so that a small move asks nothing new", () => {
  const seen = { west: 109.11, south: 29.63, east: 109.19, north: 29.66 };
  const box = windowOf(seen, "transformers");
  assert.deepEqual(box, { west: 109.08, south: 29.6, east: 109.24, north: 29.68 });
  assert.ok(covers(box, seen));
  assert.ok(covers(box, { ...seen, west: 109.09 }));
  assert.ok(!covers(box, { ...seen, west: 109.07 }));
  assert.ok(!covers(null, seen));
});

test("several at one place take turns; lines have none", () => {
  const point = (x) => ({ geometry: { type: "Point", coordinates: [x, 30] }, properties: { name: `${x}` } });
  const line = { geometry: { type: "LineString", coordinates: [] }, properties: {} };
  const turns = sideBySide([point(1), line, point(1), point(2)]).map(({ properties }) => properties.turn);
  assert.deepEqual(turns, [0, undefined, 1, 0]);
});
