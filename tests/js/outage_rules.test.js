// How grave an outage is, what is done about it, and the tree of the list: static/outages/rules.js and check_rules.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import "./states.js";
import { stillNeeded, verdictOf } from "../../static/outages/check_rules.js";
import { metersOf, toggled, underTransformers } from "../../static/outages/meter_rules.js";
import { arrange, gradeOf, nameOf, nearest, passes, stageOf, sumsByCentre } from "../../static/outages/rules.js";

const NOW = Date.parse("2026-07-19T00:00:00Z");

function outage(id, changes = {}) {
  return {
    id, number: `O${id}`, status: "CONFIRMED", outage_kind: "FAULT", grade: null, customers_out: 12, customers_total: 12,
    city: "恩施州", centre: "咸丰县", centre_code: "422826", feeder: { code: "F1", name: "丁寨线" }, device: null, ...changes,
  };
}

test("the leading order's grade counts, else who and how many are dark", () => {
  const grades = [
    [{}, 3], [{ customers_out: 50 }, 2], [{ time_critical_out: 1 }, 2], [{ customers_out: 500 }, 1],
    [{ life_support_out: 1 }, 1], [{ grade: 2 }, 2], [{ outage_kind: "PLANNED", customers_out: 900, grade: 2 }, 4],
    [{ outage_kind: "PLANNED", life_support_out: 1 }, 1], [{ status: "RESTORED" }, null],
  ];
  for (const [changes, grade] of grades) assert.equal(gradeOf(outage(1, changes)), grade, JSON.stringify(changes));
});

test("the colour of a disc says what is being done", () => {
  const stage = (changes) => stageOf(outage(1, changes));
  assert.equal(stage({}), "waiting");
  assert.equal(stage({ order_status: "DISPATCHED" }), "waiting");
  assert.equal(stage({ order_status: "EN_ROUTE" }), "coming");
  assert.equal(stage({ order_status: "REPAIRING" }), "working");
  assert.equal(stage({ order_status: "REPAIRING", outage_kind: "PLANNED" }), "planned");
  assert.equal(stage({ order_status: "REPAIRING", status: "RESTORED" }), "back");
});

test("what is back is shown for a day, when it is asked for", () => {
  const filter = { unplanned: true, planned: true, restored: true, search: "" };
  const back = (hours) => outage(1, { status: "RESTORED", restored_at: new Date(NOW - hours * 3_600_000).toISOString() });
  assert.ok(passes(back(23), filter, NOW));
  assert.ok(!passes(back(24), filter, NOW));
  assert.ok(!passes(back(1), { ...filter, restored: false }, NOW));
  assert.ok(!passes(outage(1), { ...filter, search: "尖山" }, NOW));
});

test("the heaviest comes first at every level, and a heading that says nothing is left out", () => {
  const list = arrange([
    outage(1), outage(2, { customers_out: 300 }),
    outage(3, { centre: "来凤县", customers_out: 400, feeder: { code: "F9", name: "翔凤线" } }),
  ]);
  assert.deepEqual(list.map((entry) => entry.label ?? entry.id), ["来凤县", 3, "咸丰县", "丁寨线", 2, 1]);
  assert.deepEqual([list[0].customers, list[2].customers, list[2].count], [400, 312, 2]);
});

test("faults stand before arranged work, what is back is last, and a city with one county has one line", () => {
  const plan = { outage_kind: "PLANNED", customers_out: 900, customers_total: 900 };
  const back = { status: "RESTORED", city: "黄冈市", centre: "浠水县" };
  const list = arrange([outage(1, plan), outage(2), outage(3, back), outage(4, { city: "黄冈市", centre: "浠水县", customers_out: 13 })]);
  assert.deepEqual(list.map((entry) => entry.label ?? entry.id), [
    "unplanned", "浠水县", 4, "咸丰县", 2, "planned", "咸丰县", 1, "restored", "浠水县", 3,
  ]);
  assert.deepEqual([list[0].count, list[1].above, list[5].customers], [2, "黄冈市", 900]);
});

test("an outage without a device is called by the equipment that is off, as its order is", () => {
  assert.equal(nameOf(outage(1, { node: { code: "T1", name: "丁寨01#1台区" } })), "丁寨01#1台区");
});

test("the outages beside one: its feeder's first, then the nearest; what is typed narrows them", () => {
  const at = (lon, changes = {}) => ({ lat: 29.67, lon, ...changes });
  const one = outage(1, at(109.1));
  const all = [
    one, outage(2, at(109.11, { feeder: { code: "F2", name: "尖山线" } })), outage(3, at(109.3)), outage(4, at(109.2)),
    outage(5, at(109.1, { status: "RESTORED" })),
  ];
  const numbers = (typed) => nearest(one, all, typed).map((row) => row.code);
  assert.deepEqual(numbers(""), ["O4", "O3", "O2"]);
  assert.deepEqual(numbers("尖山"), ["O2"]);
  assert.deepEqual(numbers("O3"), ["O4", "O3", "O2"]);
  assert.equal(Math.round(nearest(one, all, "尖山")[0].metres / 10), 97);
});

test("meters are chosen one by one or by their transformer, and taken back alike", () => {
  const rows = underTransformers([
    { transformer: "T1", meter_number: "M1", customer: "冉**" }, { transformer: "T2", meter_number: "M2", customer: "秦**" },
    { transformer: "T1", meter_number: "M3", customer: "田**" },
  ]);
  assert.deepEqual(rows.map((row) => row.code), ["T1", "M1", "M3", "T2", "M2"]);
  assert.deepEqual(toggled(["M1"], rows[0].meters), ["M1", "M3"]);
  assert.deepEqual(toggled(["M1", "M3", "M2"], rows[0].meters), ["M2"]);
  assert.deepEqual(metersOf("M1, M2\nM1"), ["M1", "M2"]);
});

test("a county's sum counts what is dark now", () => {
  const sums = sumsByCentre([outage(1), outage(2), outage(3, { status: "RESTORED" }), outage(4, { centre_code: "422827" })]);
  assert.deepEqual([...sums], [["422826", 24], ["422827", 12]]);
});

test("a round is proved by 95 of 100, disproved by 6 of 100, and open between", () => {
  const verdict = (on, off) => verdictOf({ asked: 100, on, off });
  assert.deepEqual([verdict(95, 0), verdict(94, 5), verdict(0, 6), verdict(0, 0)], ["passed", "open", "failed", "open"]);
  assert.equal(verdictOf({ asked: 0, on: 0, off: 0 }), "passed");
  assert.equal(stillNeeded({ asked: 26, on: 0 }), 25);
  assert.equal(stillNeeded({ asked: 26, on: 26 }), 0);
});
