// A way that was gone, and where on it somebody was: static/console/trail_rules.js.
import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { gone, placeAt, placedSteps, spanOf } from "../../static/console/trail_rules.js";

const at = (minute) => `2026-11-30T13:${String(minute).padStart(2, "0")}:00Z`;
const ms = (minute) => Date.parse(at(minute));
const leg = (...minutes) => ({ crew_id: 5, points: minutes.map((minute) => [109 + minute / 100, 29.5, at(minute), minute]) });
const LEGS = [leg(0, 10, 12), leg(40, 50)];

test("between two fixes the crew is as far as the time", () => {
  const { lon, kmh, known } = placeAt(LEGS, ms(5));
  assert.ok(Math.abs(lon - 109.05) < 1e-9 && known && kmh === 10);
});

test("in a gap the last place is shown as one that is not known", () => {
  assert.deepEqual(placeAt(LEGS, ms(30)), { lon: 109.12, lat: 29.5, kmh: null, known: false });
  assert.equal(placeAt(LEGS, ms(55)).known, false);
  assert.equal(placeAt([], ms(5)), null);
});

test("what lies behind ends where the crew is, and a leg that has not begun is not there", () => {
  assert.deepEqual(gone(LEGS, ms(5)).map((way) => way.map(([lon]) => Number(lon.toFixed(4)))), [[109, 109.05]]);
  assert.deepEqual(gone(LEGS, ms(55)).map((way) => way.length), [3, 2]);
});

test("the slider goes from the first fix to the last", () => {
  assert.deepEqual(spanOf(LEGS), { start: ms(0), end: ms(50) });
  assert.equal(spanOf([]), null);
});

test("a step lies where the crew was at its moment", () => {
  const [step] = placedSteps(LEGS, [{ at: at(10), status: "ON_SITE", number: "F1", kind: "FAULT" }]);
  assert.equal(step.place.lon, 109.1);
});
