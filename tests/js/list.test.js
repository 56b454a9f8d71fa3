// The one list of all screens: what stands still while somebody points at it, and which rows are drawn: static/ui/.
import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { signal } from "../../static/vendor/preact/11.2.0/preact.mjs";
import { heldLines } from "../../static/open_items/held_lines.js";
import { heldList, keyAfter } from "../../static/ui/hold.js";
import { inSight, topsOf } from "../../static/ui/places.js";

/** A list over `rows`, as a page has it: rows are {id}, headings have none. */
function listOf(rows) {
  const world = { rows };
  return { world, list: heldList(() => [...world.rows], (entry) => entry.id) };
}
const ids = (list) => list.entries.value.map((entry) => entry.id ?? "heading");

test("nothing moves under the pointer, and what is new is counted", () => {
  const { world, list } = listOf([{ id: 2 }]);
  list.refresh();
  list.handlers.onPointerMove();
  world.rows = [{}, { id: 1 }, { id: 2 }];
  list.refresh();
  assert.deepEqual([ids(list), list.waiting.value], [[2], 1]);
  list.handlers.onPointerLeave();
  assert.deepEqual([ids(list), list.waiting.value], [["heading", 1, 2], 0]);
});

test("who has asked for what is new gets it, pointing or not", () => {
  const { world, list } = listOf([{ id: 2 }]);
  list.refresh();
  list.holdKey();
  world.rows = [{ id: 1 }, { id: 2 }];
  list.refresh();
  assert.deepEqual(ids(list), [2]);
  list.apply();
  assert.deepEqual(ids(list), [1, 2]);
});

test("an empty list is filled at once", () => {
  const { world, list } = listOf([]);
  list.refresh();
  list.handlers.onPointerMove();
  world.rows = [{ id: 1 }];
  list.refresh();
  assert.deepEqual(ids(list), [1]);
});

test("steps end at the ends, and begin at the first row", () => {
  assert.equal(keyAfter([7, 8, 9], null, 1), 7);
  assert.equal(keyAfter([7, 8, 9], 8, 1), 9);
  assert.equal(keyAfter([7, 8, 9], 9, 1), 9);
  assert.equal(keyAfter([7, 8, 9], 7, -1), 7);
  assert.equal(keyAfter([], 7, 1), undefined);
});

test("only rows in sight and a few beside are drawn, whatever their heights", () => {
  const tops = topsOf(Array.from({ length: 10_000 }, (_, n) => (n % 10 ? 60 : 30)));
  const [first, last] = inSight(tops, 285_000, 800);
  assert.ok(tops[first] <= 285_000 - 600 && tops[last] >= 285_800 + 600);
  assert.ok(last - first < 50);
  assert.deepEqual(inSight(topsOf([]), 0, 800), [0, 0]);
});

test("lines that are read again stand still, and the one that is gone says so", () => {
  const answer = signal([{ kind: "order", id: 1, state: "a" }, { kind: "order", id: 2 }]);
  const lines = heldLines(() => answer.value);
  lines.start();
  lines.list.handlers.onPointerMove();
  answer.value = [{ kind: "order", id: 3 }, { kind: "order", id: 1, state: "b" }];
  const drawn = () => lines.list.entries.value.map(lines.newest).map(({ id, state, gone }) => [id, state, gone]);
  assert.deepEqual(drawn(), [[1, "b", undefined], [2, undefined, true]]);
  assert.equal(lines.list.waiting.value, 1);
});

test("what a person has asked for is drawn at once, pointing or not", () => {
  const answer = signal([{ kind: "order", id: 1 }]);
  const lines = heldLines(() => answer.value);
  lines.start();
  lines.list.handlers.onPointerMove();
  lines.renew();
  answer.value = [{ kind: "order", id: 2 }];
  assert.deepEqual(lines.list.entries.value.map(({ id }) => id), [2]);
});
