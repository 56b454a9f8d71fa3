// A call as it is filed and as it is read out: static/calls/call_draft.js.
import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { asKind, blank, pickedFrom, requestOf, toldOfMatter, toldOfReport } from "../../static/calls/call_draft.js";

const CALL = { ...blank("HOTLINE_95598"), description: "停电", customer_number: "4228260001", key: "k" };

test("a fault goes to the door of faults, everything else to that of matters, each with its own fields", () => {
  const [path, body] = requestOf({ ...CALL, about: "F1", category: "C1" });
  assert.equal(path, "fault-reports/");
  assert.deepEqual(body, { source: "HOTLINE_95598", source_id: "k", reporter: { name: "", phone: "" },
    description: "停电", customer_number: "4228260001" });
  const [other, matter] = requestOf({ ...CALL, ...asKind("COMPLAINT"), about: "F1", confidential: "true" });
  assert.equal(other, "matters/");
  assert.deepEqual([matter.kind, matter.about, matter.confidential, matter.source_id], ["COMPLAINT", "F1", true, "k"]);
  assert.ok(!("category" in matter), "what was not said is left out");
});

test("what a complaint alleges goes along with it, and with no other kind", () => {
  const said = { category: "bill", grade: "MAJOR" };
  const [, complaint] = requestOf({ ...CALL, kind: "COMPLAINT", ...said });
  assert.deepEqual([complaint.category, complaint.grade], ["bill", "MAJOR"]);
  assert.ok(!("category" in requestOf({ ...CALL, kind: "OPINION", ...said })[1]));
});

test("a masked name of the register is shown and never filed", () => {
  const found = { customer_number: "4228260001", meter_number: "M1", name: "冉**", phone: "138****5612", address: "咸丰县***" };
  const picked = pickedFrom(found);
  assert.deepEqual([picked.name, picked.phone, picked.address], ["", "", ""]);
  assert.equal(picked.customer.number, "4228260001");
});

test("another kind asks its sub-type and its twin anew and keeps the words", () => {
  const changed = { ...CALL, sub_kind: "OUTAGE", same_as: "O1", ...asKind("PRAISE") };
  assert.deepEqual([changed.sub_kind, changed.same_as, changed.description], ["", "", "停电"]);
});

test("what is read out follows the answer", () => {
  const known = { etr_at: "2026-11-29T14:00:00Z" };
  assert.equal(toldOfReport({ number: "F1", known_outage: known, urged: true }).case, "known");
  assert.equal(toldOfReport({ number: "F1", known_outage: { etr_at: null } }).case, "known_open");
  assert.equal(toldOfReport({ number: "F1", urged: true, crew: { words: "在路上" } }).words, "在路上");
  assert.equal(toldOfReport({ number: "F1", arrive_due_at: "2026-11-29T14:00:00Z" }).case, "crew");
  assert.equal(toldOfReport({ number: "F1", arrive_due_at: null }).case, "in");
  const due = { number: "O1", customer_due_at: "2026-12-08T14:00:00Z", customer_due_code: "OPINION" };
  assert.equal(toldOfMatter({ ...due, joined: false }).case, "matter_due");
  assert.equal(toldOfMatter({ ...due, joined: true, customer_due_at: null }).case, "joined");
});
