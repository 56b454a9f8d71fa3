// The question of the list in the address and back, and what stands in its cells: static/orders/.
import assert from "node:assert/strict";
import { test } from "node:test";
import "./page.js";
import { cellText } from "../../static/orders/cells.js";
import {
  addressOf, asked, comesBefore, directionOf, isPersonal, isView, NOTHING_ASKED, readQuestion, turnOrdering, withFilter,
} from "../../static/orders/question.js";
import { columnsNamed, setTold, told, valueInWords } from "../../static/orders/told.js";

const NOW = Date.parse("2026-11-29T04:00:00Z");

test("the whole question stands in the address and comes back from it", () => {
  const question = {
    filters: { kind: "COMPLAINT,OPINION", open: "true", reported_to: "-P1D", search: "表箱 冒烟" },
    ordering: "-next_due_at", columns: ["number", "due_at"], view: "7", opened: "20261129422826C000060",
  };
  assert.deepEqual(readQuestion(addressOf(question)), question);
  assert.deepEqual(readQuestion(""), NOTHING_ASKED);
  assert.equal(addressOf(NOTHING_ASKED), "");
  assert.match(addressOf(question), /kind=COMPLAINT,OPINION/);
});

test("a misspelt filter is asked, so that the server can say so; language and theme are not", () => {
  assert.deepEqual(readQuestion("?knid=FAULT&lang=en&theme=dark&open=").filters, { knid: "FAULT" });
  assert.deepEqual(readQuestion("?source=APP&source=PHONE").filters, { source: "APP,PHONE" });
});

test("what the API is asked leaves out what only the page knows", () => {
  const question = readQuestion("?open=true&columns=number&view=3&o=F1");
  assert.deepEqual(asked(question), { open: "true" });
  assert.deepEqual(asked({ ...question, ordering: "grade" }), { open: "true", ordering: "grade" });
});

test("a filter comes and goes and the rest stays", () => {
  const one = withFilter(readQuestion("?open=true&o=F1"), "grade", "1");
  assert.deepEqual(one.filters, { open: "true", grade: "1" });
  assert.deepEqual(withFilter(one, "open", "").filters, { grade: "1" });
  assert.equal(one.opened, "F1");
});

test("a head sorts one way, the other way, and then as usual", () => {
  const turns = ["", "-number", "number"].map((ordering) => turnOrdering(ordering, "number"));
  assert.deepEqual(turns, ["-number", "number", ""]);
  assert.equal(turnOrdering("grade", "number"), "-number");
  assert.equal(directionOf("", "reported_at", "-reported_at"), "descending");
  assert.equal(directionOf("number", "reported_at", "-reported_at"), "none");
  assert.equal(directionOf("number,grade", "number", "-reported_at"), "ascending");
});

test("a view is left as soon as something else is asked", () => {
  const view = { filters: { open: "true", grade: "1" }, ordering: "", columns: [] };
  assert.ok(isView(readQuestion("?grade=1&open=true&view=3&o=F1"), view));
  assert.ok(!isView(readQuestion("?open=true"), view));
  assert.ok(!isView(readQuestion("?grade=1&open=true&ordering=grade"), view));
});

test("cells are written by the type of their column, in the words that the server told", () => {
  setTold({
    columns: ["number", "state", "due_at", "crew"].map((name) => ({ name, label: name, field: name, type: "text", ordering: "" })),
    shown: ["number", "due_at"],
    fields: [{ name: "kind", label: "Kind", type: "choices", choices: [["FAULT", "Fault report"]], most: null }],
    words: { yes_no: { true: "Yes", false: "No" }, source: { APP: "Customer app" } },
    kinds: { FAULT: { DONE: { label: "Done", phase: "ended" } }, PRAISE: { DONE: { label: "Passed on", phase: "ended" } } },
  });
  const row = { order_kind: "PRAISE", status: "DONE", at: "2026-11-29T01:05:00Z", old: "2024-11-29T01:05:00Z",
    hazard: true, calm: false, source: "APP", crew: { name: "丁寨 01 班" }, none: null, urges: 0 };
  const cell = (field, type) => cellText(row, { name: field, label: "", field, type, ordering: "" }, NOW);
  assert.equal(cell("status", "state"), "Passed on");
  assert.equal(cell("at", "moment"), "29/11, 09:05");
  assert.equal(cell("old", "moment"), "29/11/2024, 09:05");
  assert.equal(cell("hazard", "yes_no"), "Yes");
  assert.deepEqual(["calm", "none", "crew.phone", "nobody.name"].map((field) => cell(field, "yes_no")), ["", "", "", ""]);
  assert.equal(cell("source", "source"), "Customer app");
  assert.equal(cell("crew.name", "text"), "丁寨 01 班");
  assert.equal(cell("urges", "number"), "");
  assert.deepEqual(columnsNamed([]).map((column) => column.name), told.shown);
  assert.deepEqual(columnsNamed(["crew", "gone"]).map((column) => column.name), ["crew"]);
  assert.equal(valueInWords("kind", "FAULT,GONE"), "Fault report, GONE");
});

test("a row that would stand below the last one is not announced as new", () => {
  const last = { reported_at: "2026-11-28T00:00:00Z", next_due_at: null };
  assert.equal(comesBefore({ reported_at: "2026-11-29T00:00:00Z" }, last, "-reported_at"), true);
  assert.equal(comesBefore({ reported_at: "2026-11-27T00:00:00Z" }, last, "-reported_at"), false);
  assert.equal(comesBefore({ next_due_at: "2026-11-27T00:00:00Z" }, last, "next_due_at,id"), true);
  assert.equal(comesBefore({ next_due_at: null }, { next_due_at: "2026-11-27T00:00:00Z" }, "next_due_at"), false);
});

test("a question that looks people up is known as one", () => {
  assert.equal(isPersonal(readQuestion("?phone=5612&open=true")), true);
  assert.equal(isPersonal(readQuestion("?open=true&place=x")), false);
});
