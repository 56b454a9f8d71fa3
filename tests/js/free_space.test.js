// What of a map is free beside the panel, the buttons and the legend: static/js/map/free_space.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isFree, margins, middleOf, space } from "../../static/js/map/free_space.js";

const edges = (left, top, right, bottom) => ({ left, top, right, bottom });
const MAP = edges(400, 100, 1366, 700);
const PANEL = edges(934, 100, 1366, 768);
const LEGEND = edges(412, 640, 900, 688);
const BUTTONS = edges(886, 112, 922, 220);

test("each thing takes from the edge on which it hangs", () => {
  assert.deepEqual(margins(MAP, []), edges(0, 0, 0, 0));
  assert.deepEqual(margins(MAP, [PANEL, LEGEND]), edges(0, 0, 432, 60));
  assert.deepEqual(margins(MAP, [edges(1318, 112, 1354, 220)]), edges(0, 0, 48, 0));
});

test("buttons beside the panel take their width, not the height above them", () => {
  assert.deepEqual(margins(MAP, [PANEL, BUTTONS]), edges(0, 0, 480, 0));
});

test("a panel as high as a low map takes its width", () => {
  assert.deepEqual(margins(edges(420, 112, 1290, 462), [edges(858, 112, 1290, 640)]), edges(0, 0, 432, 0));
});

test("what does not lie over the map takes nothing", () => {
  assert.deepEqual(margins(MAP, [edges(0, 0, 0, 0), edges(1400, 100, 1800, 700), edges(400, 700, 1366, 800)]), edges(0, 0, 0, 0));
});

test("there is room for labels, and something is left however much lies over a small map", () => {
  const { right, bottom } = space(MAP, [PANEL, LEGEND, BUTTONS]);
  assert.ok(right >= 432 + 60 && bottom >= 60 + 30);
  const small = edges(0, 0, 390, 300);
  const { left, right: other } = space(small, [edges(100, 0, 390, 300), edges(0, 100, 80, 180)]);
  assert.ok(left + other <= 390 * 0.7 + 1e-9);
});

test("a point under the panel is not free, and the middle lies beside it", () => {
  const free = margins(MAP, [PANEL]);
  assert.ok(isFree({ x: 200, y: 300 }, MAP, free) && !isFree({ x: 600, y: 300 }, MAP, free));
  assert.deepEqual(middleOf(MAP, free), { x: 267, y: 300 });
});
