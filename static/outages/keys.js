// The keyboard of the outage map: one table read by the listener and by the sheet.
import { listenForKeys, sheetOpen } from "../console/key_listener.js";
import { switchTheme } from "../console/menu.js";
import { openForm } from "./actions.js";
import { applyList, choose, chooseStep, chosen, entries, hold, NO_FILTER, setFilter } from "./choice.js";
import { flyToChosen, goHome, zoomBy } from "./map_panel.js";
import { openPlanForm } from "./plans/actions.js";
import { choosePlan, chosenPlan, show, view } from "./plans/data.js";
import { stepPlan } from "./plans/list.js";
import { side } from "./side.js";

const focusOn = (selector) => document.querySelector(selector)?.focus();

const planned = () => view.peek() === "plans";
const step = (by) => (planned() ? stepPlan(by) : chooseStep(by));

function enter() {
  if (!(planned() ? chosenPlan : chosen).value) return step(1);
  focusOn(".detail .actions button, .detail button");
}

function onMap() {
  side.value = "map";
  flyToChosen();
}

function stepOut() {
  if (openForm.value || openPlanForm.value) openForm.value = openPlanForm.value = null;
  else if (chosenPlan.value) choosePlan(null);
  else choose(null);
}

/** [keys, what the sheet shows, words, what it does] */
export const KEYS = [
  [["j", "ArrowDown"], "J ↓", () => gettext("next outage"), () => step(1)],
  [["k", "ArrowUp"], "K ↑", () => gettext("previous outage"), () => step(-1)],
  [["Enter"], "Enter", () => gettext("to the outage's card"), enter],
  [["m"], "M", () => gettext("show the outage on the map"), onMap],
  [["p"], "P", () => gettext("outages now or planned work"), () => show(planned() ? "now" : "plans")],
  [["0"], "0", () => gettext("whole province"), goHome],
  [["+", "="], "+", () => gettext("zoom in"), () => zoomBy(1)],
  [["-"], "−", () => gettext("zoom out"), () => zoomBy(-1)],
  [["."], ".", () => gettext("show new outages"), applyList],
  [["/"], "/", () => gettext("search"), () => focusOn("#search")],
  [["F"], "⇧F", () => gettext("clear the filter"), () => setFilter(NO_FILTER)],
  [["t"], "T", () => gettext("light or dark"), switchTheme],
  [["Escape"], "Esc", () => gettext("close, step back"), stepOut],
  [["?"], "?", () => gettext("this list"), () => (sheetOpen.value = true)],
];

const REGIONS = [
  ".top button, .top a",
  ".filters button",
  "#outage-list",
  "#plan-list",
  ".zoom-buttons button",
  ".detail button",
];

export function startKeys() {
  listenForKeys(KEYS, { regions: REGIONS, onKey: () => entries.value.length && hold.key() });
}
