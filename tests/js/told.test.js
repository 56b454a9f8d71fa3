// Forms of outages and plans as the server tells them: what is shown, and what is sent: static/ui/form_values.js.
import "./page.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { actionsOf, bodyOf, shownOf, startValues } from "../../static/ui/form_values.js";

const field = (name, type = "text", changes = {}) => ({
  name, type, label: name, required: false, most: null, choices: [], unless: "", ...changes,
});
const verb = (form) => ({ verb: "step", path: "step", label: "Step", done: "Done", primary: false, danger: false, form });
const [action] = actionsOf([verb([
  field("computed", "yes_no"), field("etr_at", "moment", { unless: "computed" }), field("reason", "text", { unless: "computed" }),
])], {}, {});

test("a field is not asked while another one makes it superfluous", () => {
  const names = (values) => shownOf(action.fields, values).map(({ name }) => name);
  assert.deepEqual(names({ computed: "false" }), ["computed", "etr_at", "reason"]);
  assert.deepEqual(names({ computed: "true" }), ["computed"]);
});

test("what is not shown and what is empty is not sent, a moment is Beijing's", () => {
  const typed = { computed: "false", etr_at: "2026-07-19T08:00", reason: "" };
  assert.deepEqual(bodyOf(action.fields, typed), { computed: false, etr_at: "2026-07-19T08:00:00+08:00" });
  assert.deepEqual(bodyOf(action.fields, { ...typed, computed: "true" }), { computed: true });
});

test("what is asked on the screen in its own way takes the place of its field", () => {
  const who = (one) => [{ ...one, name: "who", local: true, choices: [["all", "Everybody"]] },
    field("meters", "meters", { when: ({ who: said }) => said === "meters" })];
  const [step] = actionsOf([verb([field("device", "whom")])], { whom: who }, {});
  assert.deepEqual(startValues(step.fields), { who: "all", meters: "" });
  assert.deepEqual(bodyOf(step.fields, { who: "all", meters: "M1" }), {});
  assert.deepEqual(bodyOf(step.fields, { who: "meters", meters: "M1, M2\nM3" }), { meters: ["M1", "M2", "M3"] });
});

test("a choice of nothing is no button, and a yes or no that must be said begins unsaid", () => {
  const vehicles = (one) => [{ ...one, choices: [], nothing: true }];
  assert.deepEqual(actionsOf([verb([field("vehicle", "vehicle")])], { vehicle: vehicles }, {}), []);
  const sure = field("supplied", "yes_no", { required: true, choices: [[true, "yes"], [false, "no"]] });
  const [step] = actionsOf([verb([sure])], {}, {});
  assert.deepEqual(startValues(step.fields), { supplied: "" });
  assert.deepEqual(bodyOf(step.fields, { supplied: "false" }), { supplied: false });
});

test("a form opens with what it is told to open with", () => {
  const [step] = actionsOf([verb([field("cause")])], {}, {}, { opens: { cause: "雷击" } });
  assert.deepEqual(startValues(step.fields), { cause: "雷击" });
});
