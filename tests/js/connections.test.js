// What a row of the pipeline, a week and a form of the grid manager's phone say: static/connections/*_rules.js.
import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, observedIn } from "../../static/connections/kept_rules.js";
import { partsOf, stateOfFollowUp, stateOfVisit, useOf } from "../../static/connections/rules.js";
import { stageAfter } from "../../static/orders/stage_rules.js";
import { daysLater, halfOf, linesOf, stateOf, walked } from "../../static/connections/week_rules.js";

test("the parts of the bar add up to a hundred, whatever is rounded", () => {
  const parts = partsOf({ UTILITY: 1, CUSTOMER: 1, PERMIT_OFFICE: 1, CONTRACTOR: 0 });
  assert.deepEqual(parts.map((part) => part.owner), ["UTILITY", "CUSTOMER", "PERMIT_OFFICE"]);
  assert.equal(parts.reduce((sum, part) => sum + part.percent, 0), 100);
  assert.deepEqual(partsOf({}), []);
});

test("a visit is made, confirmed, done or missed; who was not satisfied counts as missed", () => {
  const visit = { status: "AGREED", starts_at: "", agreed_at: null, arrived_at: null };
  assert.equal(stateOfVisit(null), "unmade");
  assert.equal(stateOfVisit(visit), "made");
  assert.equal(stateOfVisit({ ...visit, agreed_at: "2026-12-01T00:00:00Z" }), "confirmed");
  assert.equal(stateOfVisit({ ...visit, status: "MISSED" }), "missed");
  assert.equal(stateOfFollowUp({ satisfaction: "UNSATISFIED" }), "missed");
  assert.equal(stateOfFollowUp({ satisfaction: "NOT_REACHED" }), "made");
});

test("a limit is near from seven tenths on and over behind it; without one there is nothing to exceed", () => {
  assert.equal(useOf({ utility_working_days: 15.3, limit_working_days: 22 }), "");
  assert.equal(useOf({ utility_working_days: 15.4, limit_working_days: 22 }), "near");
  assert.equal(useOf({ utility_working_days: 22.1, limit_working_days: 22 }), "over");
  assert.equal(useOf({ utility_working_days: 99, limit_working_days: null }), "");
});

test("the stages go round, the whole pipeline among them", () => {
  assert.equal(stageAfter(["A", "B"], "", 1), "A");
  assert.equal(stageAfter(["A", "B"], "B", 1), "");
  assert.equal(stageAfter(["A", "B"], "", -1), "B");
});

test("a half day is the province's, also where the world's day is another one", () => {
  assert.equal(halfOf("2026-11-30T00:00:00Z"), "2026-11-30 0");
  assert.equal(halfOf("2026-11-30T06:00:00Z"), "2026-11-30 1");
  assert.equal(halfOf("2026-12-01T08:00:00+08:00"), "2026-12-01 0");
  assert.equal(daysLater("2026-12-28", 1), "2027-01-04");
});

const VISIT = { number: "B1", status: "AGREED", starts_at: "2026-12-01T00:00:00Z", agreed_at: null, arrived_at: null,
  person: "Mana", person_id: 7, unit_code: "T01" };

test("a unit has a line for each manager, and one for whoever has an appointment there", () => {
  const unit = { code: "T01", name: "", managers: [{ id: 9, name: "Lin" }], slots: [] };
  const lines = linesOf(unit, [VISIT, { ...VISIT, unit_code: "T02" }]);
  assert.deepEqual(lines.map((line) => line.name), ["Lin", "Mana"]);
  assert.equal(lines[1].cells["2026-12-01 0"].length, 1);
});

test("one walks over each case once, at the appointment that still stands", () => {
  const moved = { ...VISIT, status: "MOVED", starts_at: "2026-11-30T00:00:00Z" };
  assert.deepEqual(walked([moved, VISIT]), [VISIT]);
  assert.equal(stateOf(moved), "moved");
});

test("a form says what was filled in, in Beijing time, and the moment of the tap where a step has one", () => {
  const fields = new Map([["act", "survey"], ["csrfmiddlewaretoken", "x"], ["text", ""], ["kw", "8"],
    ["expected_at", "2026-12-01T09:30"], ["contacted_at", ""]]);
  assert.deepEqual(bodyOf([...fields]), { kw: "8", expected_at: "2026-12-01T09:30:00+08:00" });
  assert.deepEqual(observedIn("survey", fields, "T"), { contacted_at: "T" });
  assert.deepEqual(observedIn("visit-arrived", new Map(), "T"), { observed_at: "T" });
  assert.deepEqual(observedIn("post", new Map(), "T"), {});
});
