// How a tree is walked: static/ui/tree.js.
import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { hasBelow, meaningInTree, shownRows } from "../../static/ui/tree.js";

const ROWS = [["CB", 0], ["SW", 1], ["FU", 2], ["T1", 3], ["T2", 3], ["FU2", 1], ["TIE", 0]].map(([code, depth]) => ({
  code, depth,
}));
const press = (key, marked, closed = []) => meaningInTree(key, { rows: ROWS, marked, closed: new Set(closed) });

test("what is below a closed row is not shown", () => {
  assert.deepEqual(shownRows(ROWS, new Set()), [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(shownRows(ROWS, new Set(["SW"])), [0, 1, 5, 6]);
  assert.deepEqual(shownRows(ROWS, new Set(["CB"])), [0, 6]);
});

test("arrows walk through what is shown, and stop at its ends", () => {
  assert.deepEqual(press("ArrowDown", 1, ["SW"]), { marked: 5 });
  assert.deepEqual(press("ArrowUp", 5, ["SW"]), { marked: 1 });
  assert.deepEqual([press("ArrowUp", 0), press("ArrowDown", 6)], [{ marked: 0 }, { marked: 6 }]);
  assert.deepEqual([press("Home", 4), press("End", 0)], [{ marked: 0 }, { marked: 6 }]);
});

test("right opens and goes in, left closes and goes up", () => {
  assert.deepEqual(press("ArrowRight", 1, ["SW"]), { open: "SW" });
  assert.deepEqual(press("ArrowRight", 1), { marked: 2 });
  assert.deepEqual(press("ArrowLeft", 1), { close: "SW" });
  assert.deepEqual(press("ArrowLeft", 4), { marked: 2 });
});

test("Enter takes; other keys are not the tree's", () => {
  assert.deepEqual([press("Enter", 3), press("x", 3)], [{ take: 3 }, null]);
  assert.ok(hasBelow(ROWS, 2) && !hasBelow(ROWS, 6));
});
