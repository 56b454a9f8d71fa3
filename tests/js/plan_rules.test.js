// What a plan waits for and how the list is grouped: static/outages/plans/rules.js.
import "./page.js";
import "./states.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { grouped, isLate, openBlocks, passes, stageOf, warnings } from "../../static/outages/plans/rules.js";

const NOW = Date.parse("2026-07-19T00:00:00Z");
const at = (minutes) => new Date(NOW + minutes * 60_000).toISOString();
const plan = (number, status, starts = 24 * 60, changes = {}) => ({
  number, status, title: "更换导线", centre: "咸丰县", feeder: null, devices: [{ code: "L1-D", name: "旋坨支线" }],
  planned_start_at: at(starts), planned_end_at: at(starts + 180), clashes: [], ...changes,
});

test("work comes first, then what should have begun, the days, and what is over", () => {
  const plans = [
    plan("later", "ANNOUNCED", 3 * 24 * 60), plan("done", "RESTORED"), plan("forgotten", "APPROVED", -16),
    plan("put off", "POSTPONED"), plan("late at most", "ANNOUNCED", -15), plan("at work", "IN_PROGRESS", -60),
  ];
  const groups = grouped(plans, NOW).map(({ key, plans: some }) => [key, some.map(({ number }) => number)]);
  assert.deepEqual(groups.map(([, numbers]) => numbers.join()), [
    "at work", "forgotten", "later", "late at most", "done", "put off",
  ]);
  assert.deepEqual([groups[0][0], groups[1][0]], ["work", "forgotten"]);
});

test("work past its end is late, and nothing else is", () => {
  assert.ok(isLate(plan("1", "IN_PROGRESS", -181), NOW));
  assert.ok(!isLate(plan("1", "IN_PROGRESS", -180), NOW));
  assert.ok(!isLate(plan("1", "ANNOUNCED", -900), NOW));
});

test("a block that somebody answers for is a remark", () => {
  const clashes = [{ severity: "BLOCK", waived: false }, { severity: "BLOCK", waived: true }, { severity: "WARN", waived: false }];
  const one = plan("1", "CHECKED", 60, { clashes });
  assert.deepEqual([openBlocks(one), warnings(one)], [1, 2]);
});

test("stages and words choose what is shown", () => {
  assert.deepEqual(["DRAFT", "NOTIFYING", "IN_PROGRESS", "CANCELLED"].map((status) => stageOf(plan("1", status))),
    ["paper", "told", "work", "rest"]);
  assert.ok(passes(plan("1", "DRAFT"), {}, "l1-d"));
  assert.ok(!passes(plan("1", "DRAFT"), { paper: false }, ""));
  assert.ok(!passes(plan("1", "DRAFT"), {}, "尖山"));
});
