// The figures of the surveys: what stands in the address, and which rows stand behind a number: static/messages/.
import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { COLUMNS, figuresQuery, readAsked, rowsQuery } from "../../static/messages/survey_rules.js";

const NOW = Date.parse("2026-11-29T04:00:00Z");
const SINCE = "2026-10-30T04:00:00.000Z";

test("an address without words, or with words that mean nothing, is the last thirty days by kind of order", () => {
  const usual = { days: "30", by: "kind", group: "", column: "asked" };
  assert.deepEqual(readAsked(new URLSearchParams()), usual);
  assert.deepEqual(readAsked(new URLSearchParams("days=1&by=x&column=reach_percent")), usual);
});

test("a number asks for its rows by the group and by what it counts", () => {
  const asked = readAsked(new URLSearchParams("by=unit&group=T01&column=not_reached"));
  assert.deepEqual(rowsQuery(asked, NOW), { since: SINCE, unit: "T01", reached: "false" });
  assert.deepEqual(figuresQuery(asked, NOW), { by: "unit", since: SINCE });
});

test("a rate is no number of rows", () => {
  assert.deepEqual(COLUMNS.filter((each) => !each.rows).map((each) => each.name), ["reach_percent", "satisfied_percent"]);
});
