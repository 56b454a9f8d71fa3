// The keyboard of the shift desk: one table read by the listener and by the sheet.
import { focusOn } from "../ui/keys.js";
import { askNothing, ask, choose, chosen, chooseStep, desk, details, list, present, question } from "./data.js";
import { COLUMNS, countStates, states, turned } from "./row_rules.js";

/** The number is asked for with the crew; the link is what the machine dials by. */
function call() {
  if (details.peek().record?.leader?.phone) document.querySelector(".detail .call-link")?.click();
}

function openOrder() {
  const order = details.peek().record?.orders[0];
  if (order) location.assign(`/?order=${order.number}`);
}

/** The next state that any crew is in. */
function stepState(by) {
  const counts = countStates(present());
  const there = ["", ...states().filter((state) => counts[state] > 0)];
  const at = there.indexOf(question.peek().state);
  ask({ state: there[(at + by + there.length) % there.length] });
}

const sortBy = (event) => {
  const column = COLUMNS[Number(event.key) - 1];
  if (column) ask({ sort: turned(question.peek().sort, column) });
};

/** @type {import("../ui/keys.js").Row[]} */
const TABLE = [
  [["j", "ArrowDown"], "J ↓", () => gettext("next crew"), () => chooseStep(1)],
  [["k", "ArrowUp"], "K ↑", () => gettext("previous crew"), () => chooseStep(-1)],
  [["c"], "C", () => gettext("call the crew's leader"), call],
  [["n"], "N", () => gettext("write to the crew"), focusOn("#message-text")],
  [["Enter"], "Enter", () => gettext("open its order"), openOrder],
  [["1", "2", "3", "4", "5"], "1–5", () => gettext("sort by this column"), sortBy],
  [["["], "[", () => gettext("previous state"), () => stepState(-1)],
  [["]"], "]", () => gettext("next state"), () => stepState(1)],
  [["e"], "E", () => gettext("choose the area"), focusOn("#crew-area")],
  [["/"], "/", () => gettext("search"), focusOn("#search")],
  [["F"], "⇧F", () => gettext("clear the filter"), askNothing],
  [["."], ".", () => gettext("ask again"), () => (list.apply(), desk.read())],
  [["Escape"], "Esc", () => gettext("close, step back"), () => choose(null)],
];

const REGIONS = [".top button, .top a", ".crew-tools select", ".crew-heads button", ".list-length", ".detail button"];

export const isChosen = () => chosen.peek() !== null;
export const KEYS = { table: TABLE, regions: REGIONS, onKey: list.holdKey };
