// How figures and their changes are written: static/headline/rules.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { changeIn, valueIn } from "../../static/headline/rules.js";

test("counts have no digits, everything else two", () => {
  assert.deepEqual(["count", "yuan", "minutes", "percent"].map(valueIn), [0, 0, 2, 2]);
});

test("a change has its sign, its unit's digits, and per cent where that says something", () => {
  assert.deepEqual(changeIn({ by: -1.01, percent: -2.29, unit: "minutes" }), { by: "−1.01", percent: "−2.29 %" });
  assert.deepEqual(changeIn({ by: 12, percent: null, unit: "count" }), { by: "+12", percent: "" });
  assert.deepEqual(changeIn({ by: 0, percent: 0, unit: "percent" }), { by: "0.00", percent: "0.00 %" });
});

test("without one of the years there is no change", () => {
  assert.equal(changeIn({ by: null, percent: null, unit: "hours" }), null);
});
