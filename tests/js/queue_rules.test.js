// Which order is in which tab and how the queue is arranged: static/console/queue_rules.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import "./states.js";
import {
  areasOf, byTimeLeft, countFigures, countShown, nextClock, NO_FILTER, passes, rowIds, TABS, timeLeft,
} from "../../static/console/queue_rules.js";

const NOW = Date.parse("2026-07-19T00:00:00Z");
const at = (minutes) => new Date(NOW + minutes * 60_000).toISOString();

function order(id, changes = {}) {
  return {
    id, number: `F${id}`, place: "旋坨村", title: "Fuse blown", centre: "咸丰县", unit: "丁寨供电所", customer: null, crew: null,
    status: "PENDING_DISPATCH", grade: 3, located: true, reported_at: at(-60 + id), next_due_at: at(30), ...changes,
  };
}

test("a figure is the number of rows that its filter shows", () => {
  const orders = [
    order(1), order(2, { next_due_at: at(-1) }), order(3, { next_due_at: at(9) }), order(4, { next_due_at: null }),
    order(5, { status: "EN_ROUTE" }), order(6, { status: "REPLIED", next_due_at: at(10) }),
  ];
  const rows = (tab, filter) => rowIds(orders, { tab, filter: { ...NO_FILTER, ...filter }, now: NOW });
  const figures = countFigures(orders, NOW);
  assert.deepEqual(rows("all", { due: "over" }), [2]);
  assert.deepEqual(rows("all", { due: "soon" }), [3]);
  assert.equal(figures.overdue, 1);
  assert.equal(figures.due_soon, 1);
  for (const tab of ["pending", "en_route", "on_site"]) {
    assert.equal(rows(tab, {}).length, figures[tab]);
  }
  assert.deepEqual(rows("all", { desk: true }), [6]);
});

const COUNTED = [
  order(1), order(2, { next_due_at: at(-1), unit: "尖山供电所" }), order(3, { located: false, fault_kind: "HV" }),
  order(4, { status: "EN_ROUTE", reported_at: at(-300) }), order(5, { status: "REPLIED", grade: 1 }),
  order(6, { status: "REPLIED", located: false }), order(7, { status: "ON_SITE", centre: "来凤县", next_due_at: at(9) }),
  order(8, { status: "EN_ROUTE", centre: "来凤县", located: false }), order(9, { status: "SUSPENDED", centre: "大冶市" }),
];
const WITHIN = new Map([["恩施州", ""], ["咸丰县", "恩施州"], ["来凤县", "恩施州"], ["黄石市", ""], ["大冶市", "黄石市"]]);

test("a tab, and a filter that is offered, tell how many rows they would show with what is chosen", () => {
  const choices = [
    {}, { area: "咸丰县" }, { area: "恩施州" }, { area: "尖山供电所" }, { fault: "HV" }, { age: "4" }, { grade: 1 },
    { due: "over" }, { search: "f4" }, { unlocated: true }, { desk: true }, { desk: true, unlocated: true },
    { area: "来凤县", due: "soon" }, { area: "黄石市", unlocated: true },
  ];
  for (const choice of choices) {
    const filter = { ...NO_FILTER, ...choice };
    const rows = (tab, more = {}) =>
      rowIds(COUNTED, { tab, filter: { ...filter, ...more }, now: NOW, within: WITHIN }).length;
    for (const tab of TABS) {
      const counts = countShown(COUNTED, { tab, filter, now: NOW, within: WITHIN });
      const shown = Object.fromEntries(TABS.map((name) => [name, rows(name)]));
      const pressed = { unlocated: rows(tab, { unlocated: true }), desk: rows(tab, { desk: true }) };
      assert.deepEqual(counts, { tabs: shown, ...pressed }, `${tab} ${JSON.stringify(choice)}`);
    }
  }
});

test("the figures are those of the chosen area", () => {
  const figures = (area) => Object.values(countFigures(COUNTED, NOW, area, WITHIN));
  assert.deepEqual(figures(""), [3, 2, 1, 1, 1]);
  assert.deepEqual(figures("恩施州"), [3, 2, 1, 1, 1]);
  assert.deepEqual(figures("咸丰县"), [3, 1, 0, 1, 0]);
  assert.deepEqual([figures("尖山供电所"), figures("黄石市")], [[1, 0, 0, 1, 0], [0, 0, 0, 0, 0]]);
});

test("an area is a centre or a unit, and what is open below it is offered", () => {
  const orders = [
    order(1), order(2, { unit: "尖山供电所" }), order(3, { centre: "来凤县", unit: "翔凤供电所", fault_kind: "HV" }), order(4),
  ];
  const rows = (filter) => rowIds(orders, { tab: "all", filter: { ...NO_FILTER, ...filter }, now: NOW });
  assert.deepEqual([rows({ area: "来凤县" }), rows({ area: "尖山供电所" }), rows({ fault: "HV" })], [[3], [2], [3]]);
  assert.deepEqual(areaLines(orders, ""), ["咸丰县 3", "来凤县 1"]);
  assert.deepEqual(areaLines(orders, "尖山供电所"), ["咸丰县 3", "-丁寨供电所 2", "-尖山供电所 1", "来凤县 1"]);
});

const areaLines = (orders, chosen, within) =>
  areasOf(orders, chosen, within).map(({ name, count, depth }) => `${"-".repeat(depth)}${name} ${count}`);

test("a city is the orders of its counties and its own; counties stand below it, units below the chosen county", () => {
  const orders = [
    order(1), order(2, { centre: "来凤县", unit: "翔凤供电所" }), order(3, { centre: "恩施州", unit: "" }), order(4),
    order(5, { centre: "大冶市", unit: "金湖供电所" }), order(6, { centre: "恩施州", unit: "城区服务站" }),
  ];
  const within = new Map([["恩施州", ""], ["咸丰县", "恩施州"], ["来凤县", "恩施州"], ["黄石市", ""], ["大冶市", "黄石市"]]);
  const rows = (area) => rowIds(orders, { tab: "all", filter: { ...NO_FILTER, area }, now: NOW, within });
  assert.deepEqual([rows("恩施州"), rows("黄石市"), rows("来凤县")], [[1, 2, 3, 4, 6], [5], [2]]);
  const usual = ["恩施州 5", "-咸丰县 2", "-来凤县 1", "黄石市 1", "-大冶市 1"];
  assert.deepEqual(areaLines(orders, "", within), usual);
  assert.deepEqual(areaLines(orders, "来凤县", within), usual.toSpliced(3, 0, "--翔凤供电所 1"));
  assert.deepEqual(areaLines(orders, "恩施州", within), usual.toSpliced(2, 0, "-城区服务站 1"));
  for (const { name, count } of areasOf(orders, "", within)) assert.equal(rows(name).length, count, name);
});

test("what has lain for some hours", () => {
  const orders = [order(1, { reported_at: at(-59) }), order(2, { reported_at: at(-60) }), order(3, { reported_at: at(-1441) })];
  const rows = (age) => rowIds(orders, { tab: "all", filter: { ...NO_FILTER, age }, now: NOW });
  assert.deepEqual([rows(""), rows("1"), rows("4"), rows("24")], [[3, 2, 1], [3, 2], [3], [3]]);
});

test("orders of one feeder stand together, where most are dark first", () => {
  const orders = [order(1), order(2), order(3), order(4, { grade: 1 })];
  const dark = { F1: ["丁寨线", 5], F2: ["翔凤线", 15], F3: ["丁寨线", 12] };
  const outageOf = ({ number }) => dark[number] && { feeder: { name: dark[number][0] }, customers_out: dark[number][1] };
  const rows = (sort) => rowIds(orders, { tab: "all", filter: NO_FILTER, now: NOW, sort, outageOf });
  assert.deepEqual([rows("outage"), rows("grade")[0], rows("age")], [[3, 1, 2, 4], 4, [1, 2, 3, 4]]);
});

test("least time left comes first, then grade, then age; without a clock last", () => {
  const orders = [
    order(1, { next_due_at: null, grade: 1 }), order(2), order(3, { grade: 2 }), order(4, { next_due_at: at(-5) }), order(5),
  ];
  assert.deepEqual(orders.sort(byTimeLeft).map(({ id }) => id), [4, 3, 2, 5, 1]);
});

test("words are sought in number, place, centre, customer and crew, whatever their case", () => {
  const one = order(1, { crew: { name: "Team A" }, customer: { name: "冉**" } });
  for (const search of ["f1", "旋坨", "咸丰", "team a", "冉", "fuse"]) assert.ok(passes(one, { ...NO_FILTER, search }, NOW), search);
  assert.ok(!passes(one, { ...NO_FILTER, search: "team b" }, NOW));
  assert.ok(!passes(one, { ...NO_FILTER, unlocated: true }, NOW));
  assert.ok(!passes(one, { ...NO_FILTER, grade: 1 }, NOW));
});

test("time turns near at seven tenths of the limit and over when it has passed", () => {
  const clock = (left) => ({ due_at: at(left), limit_minutes: 100 });
  const tones = [31, 30, 0, -1].map((left) => timeLeft(clock(left), NOW).tone);
  assert.deepEqual(tones, ["calm", "near", "near", "over"]);
  assert.equal(timeLeft(null, NOW), null);
});

test("a clock that has stopped is not the next one", () => {
  const clocks = [{ code: "ARRIVE", stopped_at: at(-1) }, { code: "REPAIR", stopped_at: null }];
  assert.equal(nextClock(order(1, { clocks, next_due_code: "ARRIVE" })), null);
  assert.equal(nextClock(order(1, { clocks, next_due_code: "REPAIR" })), clocks[1]);
});
