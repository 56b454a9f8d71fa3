// What a dispatcher may do with an order in each status: one table read by the buttons and by the keys.
// `fields` open a small form in the panel; without fields the click is the command.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { changeOf } from "./choice.js";
import { locating } from "./locate.js";
import { reassign, ReassignFields, reassignLabel } from "./reassign.js";
import { partsOf, partLabel, split } from "./split.js";
import { may } from "./rights.js";
import { pauseChoices, satisfactionChoices, WITH_CREW } from "./words.js";

const PAUSABLE = ["PENDING_DISPATCH", ...WITH_CREW];
const UNASKED = ["RECEIVED", "JUDGED", "PENDING_DISPATCH"];
const CANCELLABLE = ["RECEIVED", "JUDGED", "PENDING_DISPATCH", "DISPATCHED", "ACCEPTED", "EN_ROUTE", "SUSPENDED"];

/** Until a crew has arrived a wrong place can be mended. */
const NOT_THERE_YET = ["RECEIVED", "JUDGED", "PENDING_DISPATCH", "DISPATCHED", "ACCEPTED", "EN_ROUTE"];

/** Judged, and kept back until a person has looked. */
const isHeld = (order) => order.status === "JUDGED" && Boolean(order.attention);

const reasonField = () => ({ name: "reason", label: gettext("Reason"), required: true, maxlength: 200 });
const momentIn = (name) => (values) => (values[name] ? { ...values, [name]: `${values[name]}:00+08:00` } : { ...values, [name]: undefined });

export const ACTIONS = [
  { verb: "locate", right: "dispatch", when: (order) => !order.located, label: () => gettext("Set the place on the map"), primary: true, run: (order) => (locating.value = order.id) },
  { verb: "move-place", right: "dispatch", when: (order) => order.located && NOT_THERE_YET.includes(order.status), label: () => gettext("Move the place"), run: (order) => (locating.value = order.id) },
  { verb: "send", right: "dispatch", when: isHeld, label: () => gettext("Send a crew anyway"), primary: true, done: () => gettext("A crew is being looked for.") },
  {
    verb: "explain", right: "dispatch", when: isHeld, label: () => gettext("Explained on the phone"),
    fields: () => [
      { name: "cause", label: gettext("Cause"), required: true, maxlength: 60 },
      { name: "measures", label: gettext("What the customer was told") },
      { name: "restored_at", label: gettext("Power back at (empty: it is there)"), type: "datetime-local" },
    ],
    body: momentIn("restored_at"),
  },
  { verb: "resume", right: "suspend", when: (order) => order.status === "SUSPENDED", label: () => gettext("Resume"), key: "H", primary: true, done: () => gettext("It goes on; its clocks run again.") },
  {
    verb: "review", right: "review", when: (order) => order.status === "REPLIED", label: () => gettext("Review the reply"), primary: true,
    fields: () => [
      { name: "passed", label: gettext("Result"), choices: [["true", gettext("Passed")], ["false", gettext("Back for rework")]] },
      { name: "comment", label: gettext("Comment") },
    ],
    body: (values) => ({ passed: values.passed === "true", comment: values.comment }),
  },
  {
    verb: "callback", right: "review", when: (order) => order.status === "REVIEWED", label: () => gettext("Record the call-back"), primary: true,
    fields: () => [{ name: "satisfaction", label: gettext("The customer is"), choices: [...satisfactionChoices(), ["REWORK", gettext("Not satisfied: back to the crew")]] }, { name: "comment", label: gettext("Comment") }],
    body: (values) => (values.satisfaction === "REWORK" ? { ...values, satisfaction: "UNSATISFIED", rework: true } : values),
  },
  { verb: "urge", right: "report", when: (order) => ["DISPATCHED", ...WITH_CREW].includes(order.status), label: () => gettext("Urge"), key: "R", done: () => gettext("The crew is urged.") },
  {
    verb: "reassign", right: "dispatch", when: (order) => WITH_CREW.includes(order.status), label: () => gettext("Reassign"), submit: reassignLabel,
    above: (order) => html`<${ReassignFields} order=${order} />`, fields: () => [reasonField()], draft: changeOf, send: reassign,
  },
  {
    verb: "suspend", right: "suspend", when: (order) => PAUSABLE.includes(order.status), label: () => gettext("Suspend"), key: "H", done: () => gettext("Suspended; its clocks stand still."),
    fields: () => [
      { name: "reason", label: gettext("Reason"), choices: pauseChoices() },
      { name: "detail", label: gettext("Detail") },
      { name: "resume_at", label: gettext("Expected to go on at"), type: "datetime-local" },
    ],
    body: momentIn("resume_at"),
  },
  { verb: "false-alarm", right: "dispatch", when: (order) => UNASKED.includes(order.status), label: () => gettext("False alarm"), fields: () => [reasonField()] },
  { verb: "return-upstream", right: "dispatch", when: (order) => UNASKED.includes(order.status), label: () => gettext("Return to 95598"), fields: () => [reasonField()] },
  {
    verb: "merge", right: "dispatch", when: (order) => NOT_THERE_YET.includes(order.status) && !order.hazard, label: () => gettext("Merge into another order"), key: "X",
    fields: () => [{ name: "into", label: gettext("Number of the order to follow"), required: true, maxlength: 30 }, reasonField()],
    done: () => gettext("It follows the other order now."),
  },
  {
    verb: "split", right: "dispatch", when: (order) => partsOf(order).length > 0, label: () => gettext("Split off"),
    fields: (order) => [
      { name: "part", label: gettext("Which call is another matter"), required: true, choices: [["", gettext("Choose…")], ...partsOf(order).map((part) => [part.id, partLabel(part)])] },
      reasonField(),
    ],
    send: split,
  },
  {
    verb: "second-crew", right: "dispatch", when: (order) => (order.reasons ?? [order.attention]).includes("crew_there"), label: () => gettext("Send a second crew"), fields: () => [reasonField()],
    done: () => gettext("A second crew is being looked for."),
  },
  {
    verb: "cancel", right: "dispatch", when: (order) => CANCELLABLE.includes(order.status), label: () => gettext("Cancel the order"), danger: true, fields: () => [reasonField()],
    done: () => gettext("The order is cancelled."),
  },
];

export const actionsFor = (order) => ACTIONS.filter((action) => may(action.right) && action.when(order));
