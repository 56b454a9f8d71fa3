// The keyboard of the supervision desk: one table read by the listener and by the sheet.
import { focusRow } from "../ui/keys.js";
import { may } from "../js/rights.js";
import { chooseStep, chosen, chosenLine, desk, goBack, showList, trail } from "./data.js";
import { takeOver, urgeIt } from "./rows.js";

function step(by) {
  chooseStep(by);
  focusRow(chosen.peek());
}

function withChosen(right, act) {
  const line = chosenLine();
  if (line && may(right)) act(line);
}

function nthList(event) {
  const watch = desk.answer.peek().body?.watches[Number(event.key) - 1];
  if (watch) showList(watch.code);
}

const open = () => chosenLine() && location.assign(chosenLine().url);

/** @type {import("../ui/keys.js").Row[]} */
const TABLE = [
  [["j", "ArrowDown"], "J ↓", () => gettext("next line"), () => step(1)],
  [["k", "ArrowUp"], "K ↑", () => gettext("previous line"), () => step(-1)],
  [["Enter"], "Enter", () => gettext("open it"), open],
  [["r"], "R", () => gettext("urge"), () => withChosen("report", urgeIt)],
  [["o"], "O", () => gettext("take over"), () => withChosen("custody", takeOver)],
  [["1", "2", "3", "4", "5", "6", "7", "8", "9"], "1–9", () => gettext("the list at this place"), nthList],
  [["u"], "U", () => gettext("one desk up"), () => trail.peek().length && goBack()],
  [["."], ".", () => gettext("ask again"), desk.read],
];

const REGIONS = [".top button, .top a", ".watches button", ".desks button", ".calls input", ".lines a"];

export const KEYS = { table: TABLE, regions: REGIONS };
