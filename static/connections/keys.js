// @ts-check
// The keyboard of the pipeline: one table read by the listener and by the sheet.
import { verbKeys } from "../console/actions.js";
import { OF_AN_ORDER, stepCase, stepOut } from "../orders/case_keys.js";
import { formOpen } from "../orders/filter_form.js";
import { nthStage, stepStage, toggle } from "../orders/counts.js";
import { clearFilters, more, refresh } from "../orders/list_data.js";
import { focusOn } from "../ui/keys.js";
import { openFirstFigure } from "./figures.js";

/** Of an opened case, on either page. @type {import("../ui/keys.js").Row[]} */
export const OF_A_CASE = [
  ...OF_AN_ORDER,
  [["p"], "P", () => gettext("write to the feed"), focusOn("#feed-text")],
];

/** @type {import("../ui/keys.js").Row[]} */
const TABLE = [
  [["j", "ArrowDown"], "J ↓", () => gettext("next case"), () => stepCase(1)],
  [["k", "ArrowUp"], "K ↑", () => gettext("previous case"), () => stepCase(-1)],
  [["]"], "]", () => gettext("next stage"), () => stepStage(1)],
  [["["], "[", () => gettext("previous stage"), () => stepStage(-1)],
  [["0", "1", "2", "3", "4", "5", "6", "7", "8"], "0–8", () => gettext("the stage at this place; 0 all"),
    (event) => nthStage(Number(event.key))],
  [["o"], "O", () => gettext("overdue ones"), () => toggle("overdue", "true")],
  ...OF_A_CASE,
  [["f"], "F", () => gettext("filters"), () => (formOpen.value = !formOpen.value)],
  [["F"], "⇧F", () => gettext("clear the filter"), clearFilters],
  [["i"], "I", () => gettext("figures: what they mean and their rows"), openFirstFigure],
  [["w"], "W", () => gettext("the week of appointments"), () => location.assign("/connections/calendar/")],
  [["."], ".", () => gettext("show more"), more],
  [["u"], "U", () => gettext("ask again"), refresh],
  [["Escape"], "Esc", () => gettext("close, step back"), stepOut],
];

const REGIONS = [".top button, .top a", ".stages button", ".list-tools a, .list-tools button", ".filter-form input",
  ".order-table a", ".detail button"];

/** @type {import("../ui/keys.js").Keys} */
export const KEYS = { table: TABLE, buttons: verbKeys, regions: REGIONS };
