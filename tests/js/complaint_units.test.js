// The complaints by unit: static/complaints/unit_rules.js, and the address: static/complaints/asked.js.
import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, queryOf, readAsked } from "../../static/complaints/asked.js";
import { placeOf, rowsOf, says, sorted } from "../../static/complaints/unit_rules.js";

const rate = (percent, few = false) => ({ percent, of: 0, few, before: null, few_before: true });
const row = (unit, percent, alleged, few = false) => ({
  centre: "z", unit, name: unit, now: { alleged, told: alleged }, last_year: { alleged: 0, told: 0 },
  rates: Object.fromEntries(["withdrawn", "downgraded", "liable", "partly", "reopened"].map((name) =>
    [name, rate(percent, few)])),
});
const ROWS = [row("", 90, 50), row("few", 100, 3, true), row("fewer", 100, 2, true), row("low", 5, 90),
  row("high", 40, 10)];

test("the highest rate first, those of too few behind them, what names no unit last", () => {
  assert.deepEqual(sorted(ROWS, "withdrawn").map((one) => one.unit), ["high", "low", "few", "fewer", ""]);
  assert.deepEqual(sorted(ROWS, "nonsense").map((one) => one.unit), ["high", "low", "few", "fewer", ""]);
});

test("by number, too few counts like all others", () => {
  assert.deepEqual(sorted(ROWS, "alleged").map((one) => one.unit), ["low", "high", "few", "fewer", ""]);
});

test("the units of one centre, of all, or the centres themselves; what says nothing is left out", () => {
  const body = { units: [...ROWS, row("nothing", null, 0)], centres: [{ ...row("z", 1, 9), unit: undefined }] };
  assert.equal(rowsOf(body, "").length, 5);
  assert.equal(rowsOf(body, "elsewhere").length, 0);
  assert.deepEqual(rowsOf(body, "all").map(placeOf), [{ centre: "z" }]);
  assert.deepEqual(placeOf(ROWS[0]), { centre: "z", unit: "-" });
  assert.equal(says(row("nothing", null, 0)), false);
});

test("the view and what it asks stand in the address, and what is another view's does not", () => {
  const asked = readAsked("?view=units&since=2026-01-01&centre=4228&sort=liable&trigger=REPAIR&lang=en");
  assert.equal(asked.view, "units");
  assert.equal(addressOf(asked, "?lang=en"), "?view=units&since=2026-01-01&centre=4228&sort=liable&lang=en");
  assert.deepEqual(queryOf(asked), { since: "2026-01-01" }, "choosing and sorting asks nothing anew");
  assert.deepEqual(queryOf({ ...asked, view: "causes" }), { since: "2026-01-01", trigger: "REPAIR" });
  assert.equal(readAsked("?view=moon").view, "versions");
});
