// The crew's phone: steps, the outbox, the report, the datum of Chinese maps: static/crew/.
import "./page.js";
import "./flow.js";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findingBody, keyOf, placeNote, placeWord } from "../../static/crew/findings.js";
import { inWorkingOrder, withPending } from "../../static/crew/flow.js";
import { toGcj02 } from "../../static/js/gcj02.js";
import { drain } from "../../static/crew/outbox.js";
import { missing, replyBody } from "../../static/crew/report.js";
import { setWords } from "../../static/js/words.js";

/** An outbox in memory. */
function outboxOf(...entries) {
  const kept = new Map(entries.map((entry, index) => [index + 1, { id: index + 1, state: "waiting", ...entry }]));
  return {
    all: async () => [...kept.values()],
    put: async (entry) => void kept.set(entry.id, entry),
    remove: async (id) => void kept.delete(id),
    kept: () => [...kept.values()].map(({ number, verb, state }) => `${number} ${verb} ${state}`),
  };
}

/** Sends by a table of answers, verb by verb; what was sent stands in `sent`. */
function sending(answers) {
  const sent = [];
  const send = async ({ verb }) => {
    sent.push(verb);
    return answers[verb] ?? { ok: true, status: 200 };
  };
  return { send, sent };
}

test("a refused step holds back the later ones of its order, and no other order's", async () => {
  const outbox = outboxOf({ number: "F1", verb: "arrive" }, { number: "F1", verb: "start" }, { number: "F2", verb: "depart" });
  const { send, sent } = sending({ arrive: { ok: false, status: 409, problem: {} } });
  assert.equal(await drain(outbox, send), "empty");
  assert.deepEqual(sent, ["arrive", "depart"]);
  assert.deepEqual(outbox.kept(), ["F1 arrive refused", "F1 start waiting"]);
});

test("a refused finding holds nothing back", async () => {
  const outbox = outboxOf({ number: "F1", verb: "findings" }, { number: "F1", verb: "restore" });
  const { send } = sending({ findings: { ok: false, status: 422, problem: {} } });
  await drain(outbox, send);
  assert.deepEqual(outbox.kept(), ["F1 findings refused"]);
});

test("without a network, or after a restart, everything waits", async () => {
  for (const status of [0, 408, 429, 503]) {
    const outbox = outboxOf({ number: "F1", verb: "arrive" }, { number: "F2", verb: "depart" });
    const { send, sent } = sending({ arrive: { ok: false, status } });
    assert.equal(await drain(outbox, send), "offline");
    assert.deepEqual([sent, outbox.kept().length], [["arrive"], 2]);
  }
});

test("another person's session sends nothing", async () => {
  const outbox = outboxOf({ number: "F1", verb: "arrive" });
  const { send } = sending({ arrive: { ok: false, status: 409, problem: { code: "someone_else_signed_in" } } });
  assert.equal(await drain(outbox, send), "signed-out");
  assert.deepEqual(outbox.kept(), ["F1 arrive waiting"]);
});

test("the phone shows the order as its own taps leave it", () => {
  const order = { number: "F1", status: "ACCEPTED" };
  const taps = [{ number: "F1", verb: "depart" }, { number: "F2", verb: "reply" }, { number: "F1", verb: "arrive" }];
  assert.deepEqual(withPending(order, taps), { number: "F1", status: "ON_SITE", pending: 2 });
  assert.equal(withPending(order, [{ number: "F1", verb: "findings" }]), order);
});

test("the job under way comes first, then the nearest limit", () => {
  const orders = [["F1", "ACCEPTED", "2"], ["F2", "ACCEPTED", "1"], ["F3", "ACCEPTED", null], ["F4", "REPAIRING", "9"]];
  const sorted = inWorkingOrder(orders.map(([number, status, next_due_at]) => ({ number, status, next_due_at })));
  assert.deepEqual(sorted.map(({ number }) => number), ["F4", "F2", "F1", "F3"]);
});

test("a report lacks what the review would send back", () => {
  const report = {
    cause: [], measures: [], words: " ", contacted: null, not_contacted_reason: "", opinion: "", restored_at: "x", photo: null,
  };
  assert.deepEqual(missing(report), ["Cause", "Measures", "Contact with the customer"]);
  for (const [cause, lacks] of [[["Low-voltage network"], true], [["Low-voltage network", "Line or cable", "Broken"], false]])
    assert.equal(missing({ ...report, cause }).includes("Cause"), lacks, cause.join());
  const said = { ...report, words: "换熔丝", contacted: "no" };
  assert.deepEqual(missing(said), ["Cause", "Contact with the customer"]);
  const body = replyBody({ ...said, not_contacted_reason: "不在家", measures: ["更换"] });
  assert.deepEqual(body, {
    cause: "", measures: "更换; 换熔丝", restored_at: "x", contacted: false, not_contacted_reason: "不在家",
  });
});

test("a place is named by its device, with how many households hang on it", () => {
  setWords({ device: { FUSE: "Fuse" } });
  const device = { code: "FU-9", name: "旋坨支线熔断器", kind: "FUSE" };
  const place = { extent: "DEVICE", device, customers: 131, closed: false };
  assert.deepEqual([keyOf(place), placeWord(place), placeNote(place)], ["DEVICE:FU-9", device.name, "Fuse · 131 households"]);
  assert.equal(placeNote({ ...place, closed: true }), "Fuse · The control system shows it closed");
  const body = findingBody({ place, cause: "NATURE", note: " 树倒 ", hazard: false });
  assert.deepEqual(body, { extent: "DEVICE", device: "FU-9", cause_class: "NATURE", note: "树倒", hazard: false });
});

test("the datum of Chinese maps is met to a tenth of a metre", () => {
  const [head, ...rows] = readFileSync(new URL("../data/gcj02_pairs.csv", import.meta.url), "utf8").trim().split(/\r?\n/);
  const column = Object.fromEntries(head.split(",").map((name, index) => [name, index]));
  for (const row of rows) {
    const value = (name) => Number(row.split(",")[column[name]]);
    const { lat, lon } = toGcj02(value("wgs_lat"), value("wgs_lon"));
    assert.ok(Math.abs(lat - value("gcj_lat")) < 1e-6 && Math.abs(lon - value("gcj_lon")) < 1e-6, row);
  }
});
