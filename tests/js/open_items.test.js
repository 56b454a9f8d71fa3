// How open items are grouped and what comes next on each: static/open_items/rules.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import { groupsOf, isOld, keyOf, nextOf, refsOf, within } from "../../static/open_items/rules.js";

const NOW = Date.parse("2026-11-29T07:40:00Z");
const at = (minutes) => new Date(NOW + minutes * 60_000).toISOString();

const line = (id, changes = {}) => ({
  kind: "order", id, number: `F${id}`, sort: "故障报修", feeder: "", due_at: null, resume_at: null, starts_at: null,
  to: null, ...changes,
});

test("lines fall into sorts and feeders, each with how many", () => {
  const lines = [line(1, { feeder: "丁寨1线" }), line(2), line(3, { kind: "plan", sort: "计划停电", feeder: "丁寨1线" })];
  assert.deepEqual(groupsOf(lines).map(({ group, count }) => [group, count]), [
    ["feeder:丁寨1线", 2], ["sort:故障报修", 2], ["sort:计划停电", 1],
  ].sort(([one], [other]) => one.localeCompare(other)));
});

test("a group is what is shown and given together", () => {
  const lines = [line(1, { feeder: "A:1" }), line(2, { to: { id: 9, name: "bo" } }), line(3, { sort: "投诉" })];
  const ids = (group) => within(lines, group).map(({ id }) => id);
  assert.deepEqual(ids("all"), [1, 2, 3]);
  assert.deepEqual(ids("nameless"), [1, 3]);
  assert.deepEqual(ids("sort:投诉"), [3]);
  assert.deepEqual(ids("feeder:A:1"), [1]);
});

test("the limit that runs comes before the end of a pause and before a start", () => {
  assert.deepEqual(nextOf(line(1, { due_at: at(-2), resume_at: at(5) }), NOW).what, "due");
  assert.deepEqual(nextOf(line(1, { resume_at: at(5), starts_at: at(1) }), NOW).what, "resume");
  assert.equal(nextOf(line(1), NOW).what, "none");
});

test("late is late, a quarter of an hour is near, and a start is never late", () => {
  assert.equal(nextOf(line(1, { due_at: at(-1) }), NOW).tone, "over");
  assert.equal(nextOf(line(1, { due_at: at(10) }), NOW).tone, "near");
  assert.equal(nextOf(line(1, { due_at: at(20) }), NOW).tone, "");
  assert.equal(nextOf(line(1, { starts_at: at(-1) }), NOW).tone, "");
});

test("an item is named by kind and id", () => {
  assert.equal(keyOf(line(7)), "order:7");
  assert.deepEqual(refsOf([line(7)]), [{ kind: "order", id: 7 }]);
});

test("an answer is old when two of its turns were missed, and never before the first came", () => {
  assert.equal(isOld(0, NOW, 10_000), false);
  assert.equal(isOld(NOW - 20_000, NOW, 10_000), false);
  assert.equal(isOld(NOW - 26_000, NOW, 10_000), true);
});
