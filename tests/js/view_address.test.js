// The view of the board in the address and back, and what is a place of Back: static/console/view_address.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import "./states.js";
import { NO_FILTER, SORTS, TABS } from "../../static/console/queue_rules.js";
import {
  addressOf, isAnotherPlace, knownBy, partsOf, readAddress, USUAL, viewOf,
} from "../../static/console/view_address.js";

const KNOWN = {
  tab: TABS, sort: SORTS, grade: ["1", "2", "3"], due: ["over", "soon"], age: ["1", "4", "24"], unlocated: ["true"],
  desk: ["true"], fault: ["LV", "HV"], area: ["恩施州", "来凤县", "翔凤 供电所"], search: null,
};
const isKnown = knownBy({ ...KNOWN, area: null }, { area: (name) => KNOWN.area.includes(name) });
const view = (filter = {}, rest = {}) => ({ ...USUAL, ...rest, filter: { ...NO_FILTER, ...filter } });
const at = (filter = {}, rest = {}) => ({ view: view(filter), order: "", kept: "", ...rest });

/** The same thousand of them with every run. */
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const LETTERS = [..."旋坨村 三组&=%+?#/\"'<,;:aZ9é\u00a0😀"];

test("a thousand views at random stand in the address and come back from it, with the order and what is not ours", () => {
  const next = random(11);
  const one = (values) => values[Math.floor(next() * values.length)];
  const words = () => Array.from({ length: Math.floor(next() * 9) }, () => one(LETTERS)).join("");
  for (let n = 0; n < 1000; n += 1) {
    const said = {
      view: view({
        area: one(["", ...KNOWN.area]), fault: one(["", ...KNOWN.fault]), age: one(["", ...KNOWN.age]),
        grade: one([null, 1, 2, 3]), due: one([null, ...KNOWN.due]), unlocated: one([false, true]),
        desk: one([false, true]), search: words(),
      }, { tab: one(TABS), sort: one(SORTS) }),
      order: one(["", "20261123422826F000001"]), kept: one(["", "7"]),
    };
    const address = addressOf(said, { search: "?lang=en&tab=gone&theme=dark" });
    assert.match(address, /lang=en&theme=dark$/);
    const { view: seen, order, kept, wrong } = readAddress(address, isKnown);
    assert.deepEqual({ view: seen, order, kept, wrong }, { ...said, wrong: [] }, address);
    assert.deepEqual(viewOf(partsOf(said.view)), said.view);
  }
});

test("the usual view leaves the address bare, unless a bare one opens another", () => {
  assert.equal(addressOf(at()), "");
  assert.equal(addressOf(at(), { search: "?grade=1&o=F1&order=F2" }), "");
  assert.equal(addressOf(at(), { opensElsewhere: true }), "?tab=all");
  assert.equal(addressOf(at({ grade: 1 }), { opensElsewhere: true }), "?grade=1");
  assert.deepEqual(readAddress("", isKnown).view, USUAL);
  assert.equal(readAddress("?o=F1&lang=en", isKnown).isSaid, false);
  assert.equal(readAddress("?tab=all", isKnown).isSaid, true);
});

test("nonsense is named and leaves the usual view; the order stays", () => {
  const asked = readAddress("?tab=pending&grade=9&knid=LV&area=%E9%BB%84%E6%B3%A5%E5%A1%98&o=F1&view=4", isKnown);
  assert.deepEqual(asked.wrong, ["grade=9", "knid=LV", "area=黄泥塘"]);
  assert.deepEqual([asked.view, asked.order, asked.kept], [USUAL, "F1", ""]);
  for (const name of ["tab", "sort", "due", "age", "unlocated", "desk", "fault", "constructor", "__proto__"])
    assert.deepEqual(readAddress(`?${name}=x`, isKnown).wrong, [`${name}=x`]);
});

test("a link to an order from another page is told from the order that was chosen here", () => {
  assert.deepEqual([readAddress("?order=F1", isKnown).link, readAddress("?order=F1", isKnown).order], ["F1", "F1"]);
  assert.equal(readAddress("?o=F1", isKnown).link, "");
});

test("Back leads to another view and another order, not through letters and steps", () => {
  const isPlace = (before, next, byStep = false) => isAnotherPlace(before, next, byStep);
  assert.equal(isPlace(at(), at()), false);
  assert.equal(isPlace(at(), at({ grade: 1 })), true);
  assert.equal(isPlace(at(), at({}, { order: "F1" })), true);
  assert.equal(isPlace(at(), at({}, { order: "F1" }), true), true, "the first step");
  assert.equal(isPlace(at({}, { order: "F1" }), at({}, { order: "F2" }), true), false, "the next steps");
  assert.equal(isPlace(at({}, { order: "F1" }), at({}, { order: "F2" })), true, "a row that is picked");
  assert.equal(isPlace(at({}, { order: "F1" }), at({}), false), true);
  assert.equal(isPlace(at(), at({ search: "旋" })), true, "the first letter");
  assert.equal(isPlace(at({ search: "旋" }), at({ search: "旋坨" })), false, "the next letters");
  assert.equal(isPlace(at({ search: "旋坨" }), at()), true, "what was searched for is cleared");
  assert.equal(isPlace(at({ search: "旋" }), at({ search: "旋坨", grade: 1 })), true);
  assert.equal(isPlace(at({ grade: 1 }), at({ grade: 1 }, { kept: "7" })), false, "what is looked at has a name now");
});
