// @ts-check
// The keyboard of the calendar: one table read by the listener and by the sheet.
import { verbKeys } from "../console/actions.js";
import { nameOf } from "../console/choice.js";
import { selected } from "../console/selection.js";
import { refresh } from "../orders/list_data.js";
import { closeOrder, opened, openStep } from "../orders/open_order.js";
import { focusRow } from "../ui/keys.js";
import { closeForm } from "../ui/verbs.js";
import { OF_A_CASE } from "./keys.js";

function step(/** @type {number} */ by) {
  openStep(by);
  focusRow(opened.peek());
}

function stepOut() {
  if (!(selected.peek() && closeForm(nameOf(selected.peek())))) closeOrder();
}

/**
 * @param {{move: (number: string) => void, goWeeks: (weeks: number) => void, goToday: () => void}} page
 * @returns {import("../ui/keys.js").Keys}
 */
export const calendarKeys = ({ move, goWeeks, goToday }) => ({
  table: [
    [["j", "ArrowDown"], "J ↓", () => gettext("next appointment"), () => step(1)],
    [["k", "ArrowUp"], "K ↑", () => gettext("previous appointment"), () => step(-1)],
    [["]", "PageDown"], "]", () => gettext("next week"), () => goWeeks(1)],
    [["[", "PageUp"], "[", () => gettext("previous week"), () => goWeeks(-1)],
    [["Home"], "Home", () => gettext("this week"), goToday],
    [["m"], "M", () => gettext("move the appointment"), () => opened.peek() && move(opened.peek())],
    ...OF_A_CASE,
    [["w"], "W", () => gettext("the pipeline"), () => location.assign("/connections/")],
    [["u"], "U", () => gettext("ask again"), refresh],
    [["Escape"], "Esc", () => gettext("close, step back"), stepOut],
  ],
  buttons: verbKeys,
  regions: [".top button, .top a", ".list-tools a, .list-tools button", ".week a", ".detail button"],
});
