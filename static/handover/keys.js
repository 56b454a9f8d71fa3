// The keyboard of the hand-over: one table read by the listener and by the sheet.
import { focusRow, rowOf } from "../ui/keys.js";
import { chooseStep, chosen, chosenLine, desk, giveTo, group, mine, open, opened, showGroup } from "./data.js";

const openRemark = () =>
  /** @type {HTMLElement | null} */ (rowOf(chosen.peek())?.querySelector(".remark-field"))?.focus();

function step(by) {
  chooseStep(by);
  focusRow(chosen.peek());
}

/** The line to the relief at this place of the list of reliefs; the next line is chosen at once. */
function give(event) {
  const relief = mine.peek()?.reliefs[Number(event.key) - 1];
  const line = chosenLine();
  if (!relief || !line || !mine.peek().handover) return;
  step(1);
  giveTo([line], relief.id);
}

const toggleNameless = () => showGroup(group.peek() === "nameless" ? "all" : "nameless");

/** @type {import("../ui/keys.js").Row[]} */
const TABLE = [
  [["j", "ArrowDown"], "J ↓", () => gettext("next line"), () => step(1)],
  [["k", "ArrowUp"], "K ↑", () => gettext("previous line"), () => step(-1)],
  [["1", "2", "3", "4", "5", "6", "7", "8", "9"], "1–9", () => gettext("give it to the relief at this place"), give],
  [["n"], "N", () => gettext("write what is to be known"), openRemark],
  [["w"], "W", () => gettext("only those without a name"), toggleNameless],
  [["p"], "P", () => gettext("print the record"), () => opened.peek() && print()],
  [["."], ".", () => gettext("ask again"), desk.read],
  [["Escape"], "Esc", () => gettext("back to my desk"), () => opened.peek() && open(null)],
];

const REGIONS = [".top button, .top a", ".handover-side button", ".list-tools button", ".lines a"];

export const KEYS = { table: TABLE, regions: REGIONS };
