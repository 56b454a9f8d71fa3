// The wall's rules: which way crews look, pages of a list, what is darkest: static/wall/rules.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { adcode, darkest, isNight, niceTop, pageOf, pagesOf, polyline, withHeadings } from "../../static/wall/rules.js";

const crew = (lon, lat, more = {}) => ({ id: 1, lon, lat, state: "EN_ROUTE", ...more });

test("a crew looks where it drove last, and keeps looking there while it stands", () => {
  const before = withHeadings([crew(110, 30)], new Map());
  assert.equal(before.get(1)?.heading, 0);
  const east = withHeadings([crew(110.1, 30)], before);
  assert.equal(Math.round(east.get(1)?.heading ?? 0), 90);
  const stands = withHeadings([crew(110.1, 30)], east);
  assert.equal(Math.round(stands.get(1)?.heading ?? 0), 90);
  assert.equal(Math.round(withHeadings([crew(110.1, 29.9)], stands).get(1)?.heading ?? 0), 180);
});

test("the ground is darker from ten in the evening to six in the morning in Beijing", () => {
  const at = (words) => isNight(Date.parse(words));
  assert.deepEqual(
    ["2026-11-30T13:59:59Z", "2026-11-30T14:00:00Z", "2026-11-30T21:59:59Z", "2026-11-30T22:00:00Z"].map(at),
    [false, true, true, false],
  );
});

test("who has left the state has left the map", () => {
  assert.deepEqual([...withHeadings([], new Map([[1, crew(110, 30)]])).keys()], []);
});

test("areas with power are not listed, the darkest stands first", () => {
  const areas = [{ customers: 0 }, { customers: 3 }, { customers: 9 }];
  assert.deepEqual(darkest(areas).map(({ customers }) => customers), [9, 3]);
});

test("a page is turned only where not all rows have room", () => {
  const rows = [1, 2, 3, 4, 5];
  assert.deepEqual([pagesOf(5, 5), pagesOf(5, 2), pagesOf(0, 3), pagesOf(3, 0)], [1, 3, 1, 3]);
  assert.deepEqual(pageOf(rows, 5, 7), rows);
  assert.deepEqual([0, 1, 2, 3].map((turn) => pageOf(rows, 2, turn)), [[1, 2], [3, 4], [5], [1, 2]]);
});

test("the highest value stays below the line above it", () => {
  assert.deepEqual([0, 5, 6, 41, 9_999, 12_345].map(niceTop), [5, 5, 10, 60, 10_000, 20_000]);
  assert.equal(polyline([0, 10, 5], 10, 100, 50), "0,50 50,0 100,25");
});

test("a city's code is four digits, its polygon's six", () => {
  assert.deepEqual([adcode("4228"), adcode("422826")], ["422800", "422826"]);
});
