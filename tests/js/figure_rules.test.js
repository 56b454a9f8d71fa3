// How figures and their changes are written and drawn: static/figures/rules.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import {
  addressOfRow, bandOf, changeIn, changeLine, paretoOf, pointsOf, rankedParts, shadeOf, sortedParts, stretchesOf, valueIn, weekOf, written,
} from "../../static/figures/rules.js";
import { setWords } from "../../static/js/words.js";

setWords({ measure_change: { percent: "points" } });

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

test("a value over nothing is a dash, and a change against nothing is new", () => {
  assert.equal(written(null, "percent"), "—");
  assert.equal(written(1234.5, "minutes"), "1,234.50");
  assert.equal(changeLine({ by: 1, percent: null, new: true }, "count"), "new");
  assert.equal(changeLine({ by: null, percent: null, new: false }, "count"), "—");
  assert.equal(changeLine({ by: -1.5, percent: null, new: false }, "percent"), "−1.50 points");
  assert.equal(changeLine({ by: -1, percent: -50, new: false }, "count"), "−1 (−50.00 %)");
});

test("a line fills its box, has a gap where nothing is known, and does not make a mountain of nothing", () => {
  const points = pointsOf([0, 10, null, 5], { width: 30, height: 10 });
  assert.deepEqual(points, [{ x: 0, y: 10 }, { x: 10, y: 0 }, null, { x: 30, y: 5 }]);
  assert.deepEqual(stretchesOf(points), ["0,10 10,0", "30,5"]);
  assert.deepEqual(pointsOf([100, 101], { width: 10, height: 10 }).map(({ y }) => y), [5.5, 4.5]);
  assert.deepEqual(pointsOf([null, null], { width: 10, height: 10 }), [null, null]);
  assert.deepEqual(pointsOf([5], { width: 10, height: 10 }), [{ x: 0, y: 5 }]);
});

test("the good side of a target is above it or below it, to the edge of the box", () => {
  assert.deepEqual(bandOf({ y: 4 }, "more", 10, 2), { y: -2, height: 6 });
  assert.deepEqual(bandOf({ y: 4 }, "less", 10, 2), { y: 4, height: 8 });
  assert.deepEqual([bandOf({ y: 4 }, "neither", 10, 2), bandOf(null, "more", 10, 2)], [null, null]);
});

test("a row leads to the page of what it names", () => {
  assert.deepEqual(["order", "outage", "planned_outage", "feeder"].map((are) => addressOfRow(are, "A 1")),
    ["/orders/?o=A%201", "/outages/?o=A%201", "/outages/?p=A%201", ""]);
});

test("a week has a place for every hour, and shades go from the least to the most", () => {
  const cell = { weekday: 7, hour: 23, value: 4 };
  const week = weekOf([cell]);
  assert.deepEqual([week.length, week[6][23], week[0][0]], [7, cell, null]);
  assert.deepEqual([0, 5, 10].map((value) => shadeOf(value, [0, 5, 10])), [1, 4, 6]);
  assert.deepEqual([shadeOf(null, [1]), shadeOf(3, [3]), shadeOf(3, [])], [0, 1, 0]);
});

test("parts come together to the whole, and nothing has no shares", () => {
  assert.deepEqual(paretoOf([{ added: 6 }, { added: 4 }]), [{ share: 60, together: 60 }, { share: 40, together: 100 }]);
  assert.deepEqual(paretoOf([{ added: 0 }]), [{ share: 0, together: 0 }]);
});

test("the best stands first and what is not ranked last", () => {
  const parts = [{ key: "few", rank: null, added: 1 }, { key: "b", rank: 2, added: 0 }, { key: "a", rank: 1, added: 0 }];
  assert.deepEqual(rankedParts(parts).map(({ key }) => key), ["a", "b", "few"]);
});

test("a ranking is sorted by rank or by a column, and what has no value comes last both ways", () => {
  const part = (name, rank, value, by) => ({ name, rank, value, added: 1, rows: 1, of: 1, before: { value }, change: { by } });
  const parts = [part("b", 2, 5, null), part("a", 1, 9, 1), part("c", null, null, -1)];
  const names = (by, down) => sortedParts(parts, { by, down }).map(({ name }) => name).join("");
  assert.deepEqual([names("rank", false), names("name", false), names("name", true)], ["abc", "abc", "cba"]);
  assert.deepEqual([names("value", false), names("value", true)], ["bac", "abc"]);
  assert.deepEqual([names("change", false), names("change", true)], ["cab", "acb"]);
});
