// An order that left the board, and the report of a call as filed: static/console/ended.js and report_draft.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import { howItEnded, lastCard } from "../../static/console/ended.js";
import "./states.js";
import { bodyOf, EMPTY, fromCustomer } from "../../static/console/report_draft.js";

const CARD = { id: 1, status: "ACCEPTED", crew: { id: 2 }, attention: "hazard", clocks: [{ code: "A", stopped_at: null }] };

test("the last card stands still: no crew, no attention, no running clock", () => {
  const record = { id: 7, status: "CANCELLED", clocks: [{ code: "A", stopped_at: null }, { code: "B", stopped_at: "x" }] };
  const card = lastCard(CARD, record);
  assert.deepEqual([card.id, card.status, card.crew, card.attention, card.gone], [1, "CANCELLED", null, null, true]);
  assert.deepEqual(card.clocks.map(({ code }) => code), ["B"]);
  assert.equal(lastCard(CARD, { id: 7, status: "EN_ROUTE" }).status, "ACCEPTED"); // it lives on elsewhere
});

test("how it ended is the latest move into its end", () => {
  const change = (at, to) => ({ new: to, at, actor: "周正", detail: at });
  const status_changes = [change("1", "CANCELLED"), change("2", "RECEIVED"), change("3", "CANCELLED")];
  assert.deepEqual(howItEnded({ status: "CANCELLED", status_changes }), { status: "CANCELLED", at: "3", by: "周正", why: "3" });
  assert.equal(howItEnded({ status: "RECEIVED", status_changes }), null);
  assert.equal(howItEnded(null), null);
});

test("an empty field is not filed, and the draft's key names the call", () => {
  const body = bodyOf({ ...EMPTY, description: "没电", phone: "1", address: "旋坨村", key: "k", customer: { name: "冉**" } });
  const reporter = { name: "", phone: "1" };
  assert.deepEqual(body, { source: "PHONE", source_id: "k", reporter, description: "没电", address: "旋坨村" });
});

test("a masked name, phone or address is shown and never filed", () => {
  const found = { customer_number: "42", meter_number: "M1", name: "冉**", phone: "138****5612", address: "旋坨村" };
  const { name, phone, address, customer } = fromCustomer(found);
  assert.deepEqual([name, phone, address, customer.name], ["", "", "旋坨村", "冉**"]);
});
