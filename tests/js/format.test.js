// Moments, durations and figures as people read them, in the province's time: static/js/format.js and text.js.
import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import * as format from "../../static/js/format.js";
import { fill } from "../../static/js/text.js";

const MOMENT = "2026-07-18T16:16:52Z"; // a quarter past midnight in Hubei
const NOW = Date.parse("2026-07-18T16:30:00Z");

test("a moment is told in the province's time, with its day when another could be meant", () => {
  assert.equal(format.clock(MOMENT), "00:16:52");
  assert.equal(format.shortMoment(MOMENT, NOW), "00:16");
  assert.equal(format.shortMoment(MOMENT, NOW, { seconds: true }), "00:16:52");
  assert.match(format.shortMoment(MOMENT, NOW + 13 * 3_600_000), /^19\/07.+00:16$/);
});

test("time left is minutes and seconds, and from 100 minutes on hours too", () => {
  const minutes = (count) => count * 60_000;
  assert.equal(format.countdown(minutes(2) + 18_999), "02:18");
  assert.equal(format.countdown(-minutes(2)), "02:00");
  assert.equal(format.countdown(minutes(100) - 1), "99:59");
  assert.equal(format.countdown(minutes(178) + 10_000), "2:58:10");
});

test("a limit in whole hours is told in hours", () => {
  assert.deepEqual([45, 90, 120, 150, 180].map((minutes) => format.duration(minutes)), ["45 min", "90 min", "2 h", "150 min", "3 h"]);
});

test("days are told in days, and of working hours only that is said", () => {
  assert.deepEqual([1440, 2880, 132480].map((minutes) => format.duration(minutes)), ["24 h", "2 d", "92 d"]);
  assert.deepEqual([480, 1920, 90].map((minutes) => format.duration(minutes, true)), ["8 working h", "32 working h", "90 min"]);
});

test("what happened just now, minutes ago, or longer ago", () => {
  const ago = (minutes) => format.ago(new Date(NOW - minutes * 60_000).toISOString(), NOW);
  assert.deepEqual([ago(0.4), ago(1), ago(59), ago(60)], ["just now", "1 minute ago", "59 minutes ago", "23:30"]);
});

test("nothing is a dash, and a minus is a minus", () => {
  assert.deepEqual([format.number(null), format.number(0), format.number(-1234.56, 1)], ["—", "0", "−1,234.6"]);
  assert.deepEqual([format.distance(undefined), format.distance(0.846), format.distance(2.13)], ["—", "850 m", "2.1 km"]);
});

test("a value that is not given leaves its place standing", () => {
  assert.equal(fill("{n} of {all}", { n: 0 }), "0 of {all}");
});
