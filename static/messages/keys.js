// @ts-check
// The keyboard of the message log: one table read by the listener and by the sheet.
import { focusOn, focusRow } from "../ui/keys.js";
import { LISTS, more, opened, rows, showList, step } from "./data.js";

/** @param {number} by */
function walk(by) {
  step(by);
  focusRow(String(opened.peek()));
}

/** @param {any} event */
function nthList(event) {
  const list = LISTS[Number(event.key) - 1];
  if (list) showList(list.name);
}

/** @type {import("../ui/keys.js").Row[]} */
const TABLE = [
  [["j", "ArrowDown"], "J ↓", () => gettext("next line"), () => walk(1)],
  [["k", "ArrowUp"], "K ↑", () => gettext("previous line"), () => walk(-1)],
  [["s"], "S", () => gettext("settle it: say what was done"), focusOn("#settle-how")],
  [["1", "2", "3", "4", "5", "6", "7", "8"], "1–8", () => gettext("the list at this place"), nthList],
  [["/"], "/", () => gettext("search"), focusOn("#search")],
  [["m"], "M", () => gettext("Show more"), more],
  [["."], ".", () => gettext("ask again"), rows.read],
  [["Escape"], "Esc", () => gettext("close it"), () => (opened.value = null)],
];

export const KEYS = { table: TABLE, regions: [".top button, .top a", ".watches button",
  ".survey-figures select, .survey-figures button", ".order-table .row-link",
  ".detail input, .detail a, .detail button"] };
