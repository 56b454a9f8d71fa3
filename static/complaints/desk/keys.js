// @ts-check
// The keyboard of the complaint desk: one table read by the listener and by the sheet.
import { verbKeys } from "../../console/actions.js";
import { nthStage, stepStage, toggle } from "../../orders/counts.js";
import { formOpen } from "../../orders/filter_form.js";
import { clearFilters, more, refresh } from "../../orders/list_data.js";
import { OF_AN_ORDER, stepCase, stepOut } from "../../orders/case_keys.js";

/** @type {import("../../ui/keys.js").Row[]} */
const TABLE = [
  [["j", "ArrowDown"], "J ↓", () => gettext("next complaint"), () => stepCase(1)],
  [["k", "ArrowUp"], "K ↑", () => gettext("previous complaint"), () => stepCase(-1)],
  [["]"], "]", () => gettext("next stage"), () => stepStage(1)],
  [["["], "[", () => gettext("previous stage"), () => stepStage(-1)],
  [["0", "1", "2", "3", "4", "5", "6", "7"], "0–7", () => gettext("the stage at this place; 0 all"),
    (event) => nthStage(Number(event.key))],
  [["o"], "O", () => gettext("overdue ones"), () => toggle("overdue", "true")],
  [["e"], "E", () => gettext("those that may go further"), () => toggle("at_risk", "true")],
  [["s"], "S", () => gettext("those for a second person"), () => toggle("waits", "true")],
  ...OF_AN_ORDER,
  [["f"], "F", () => gettext("filters"), () => (formOpen.value = !formOpen.value)],
  [["F"], "⇧F", () => gettext("clear the filter"), clearFilters],
  [["w"], "W", () => gettext("the figures"), () => location.assign("/complaints/figures/")],
  [["."], ".", () => gettext("show more"), more],
  [["u"], "U", () => gettext("ask again"), refresh],
  [["Escape"], "Esc", () => gettext("close, step back"), stepOut],
];

/** @type {import("../../ui/keys.js").Keys} */
export const KEYS = {
  table: TABLE,
  buttons: verbKeys,
  regions: [".top button, .top a", ".stages button", ".list-tools a, .list-tools button", ".filter-form input",
    ".order-table a", ".detail button"],
};
