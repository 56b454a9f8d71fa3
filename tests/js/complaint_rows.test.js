// The complaint figures under a version of the tree: static/complaints/rows.js.
import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { change, ROWS, valuesOf } from "../../static/complaints/rows.js";

const TREE = { per_million: "2.11", now: { told: 12, withdrawn: 1 }, last_year: { told: 10, withdrawn: 0 } };
const row = (name) => ROWS.find((one) => one.name === name);

test("now, the year before, and the change between them; none where there was nothing before", () => {
  assert.deepEqual(valuesOf(row("told"), TREE), [12, 10, 20]);
  assert.deepEqual(valuesOf(row("withdrawn"), TREE), [1, 0, null]);
  assert.deepEqual(valuesOf(row("per_million"), TREE), [2.11, null, null]);
});

test("a change has two decimals", () => assert.equal(change(1, 12), -91.67));
