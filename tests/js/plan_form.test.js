// A plan as it is typed and as it is sent: static/outages/plans/form_draft.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BLANK, bodyOf, canBeSeen, fromPlan, withDevice, withoutDevice,
} from "../../static/outages/plans/form_draft.js";

const FU2 = { code: "FU2", name: "旋坨支线熔断器", feeder: "F1" };
const TYPED = { ...BLANK, open: [FU2], start: "2026-12-08T09:00", end: "2026-12-08T11:00", title: "更换开关" };

test("what is typed in the province's time is sent with its zone, and words that lack are left out", () => {
  assert.deepEqual(bodyOf(TYPED), {
    title: "更换开关", kind: "PLANNED", open: ["FU2"], close: [],
    planned_start_at: "2026-12-08T09:00:00+08:00", planned_end_at: "2026-12-08T11:00:00+08:00",
  });
});

test("whom it puts in the dark is asked with a device and a window, and not before", () => {
  assert.equal(canBeSeen(TYPED), true);
  for (const lacking of [{ open: [] }, { start: "" }, { end: "" }, { end: "2026-12-08T08:00" }])
    assert.equal(canBeSeen({ ...TYPED, ...lacking }), false);
});

test("a device is named once and left out again", () => {
  assert.equal(withDevice([FU2], { ...FU2 }).length, 1);
  assert.deepEqual(withoutDevice([FU2], "FU2"), []);
});

test("what was drafted before comes back as it was typed", () => {
  const before = {
    ...TYPED, number: "P1", rev: 3, reason: "检修", plan_kind: "PLANNED", feeder: { code: "F1-7", name: "F1" },
    planned_start_at: "2026-12-08T01:00:00Z", planned_end_at: "2026-12-08T03:00:00Z",
    devices: [{ code: "FU2", name: FU2.name, move: "OPEN" }, { code: "TIE", name: "联络", move: "CLOSE" }],
  };
  const plan = fromPlan(before);
  assert.deepEqual([plan.start, plan.end, plan.number, plan.rev], [TYPED.start, TYPED.end, "P1", 3]);
  assert.deepEqual([plan.open, plan.close.map(({ code }) => code)], [[{ ...FU2, feederCode: "F1-7" }], ["TIE"]]);
});
