// @ts-check
// Keys that every list of cases has: along the rows, the opened case's own, out of it.
import { nameOf } from "../console/choice.js";
import { selected } from "../console/selection.js";
import { focusOn, focusRow } from "../ui/keys.js";
import { closeForm } from "../ui/verbs.js";
import { formOpen } from "./filter_form.js";
import { closeOrder, opened, openStep } from "./open_order.js";

/** @param {number} by */
export function stepCase(by) {
  openStep(by);
  focusRow(opened.peek());
}

export function stepOut() {
  if (selected.peek() && closeForm(nameOf(selected.peek()))) return;
  if (formOpen.value) formOpen.value = false;
  else closeOrder();
}

/** Of an opened order. @type {import("../ui/keys.js").Row[]} */
export const OF_AN_ORDER = [
  [["v"], "V", () => gettext("what can be done with it"), focusOn(".detail .actions .button")],
  [["n"], "N", () => gettext("write a note"), focusOn("#note-text")],
];
