// The keyboard of the outage map: one table read by the listener and by the sheet.
import { focusOn } from "../ui/keys.js";
import { closeForm } from "../ui/verbs.js";
import { nameOf } from "./actions.js";
import { toggleNetwork } from "../js/map/network/loading.js";
import { picking } from "../js/map/network/picking.js";
import { choose, chooseStep, chosen, list as outageList, NO_FILTER, setFilter } from "./choice.js";
import { flyToChosen, goHome, zoomBy } from "./map_panel.js";
import { nameOf as nameOfPlan } from "./plans/actions.js";
import { choosePlan, chosenPlan, show, view } from "./plans/data.js";
import { planList, stepPlan } from "./plans/choice.js";
import { openPlanForm } from "./plans/form.js";
import { toggleMoment } from "./moment_bar.js";
import { side } from "./side.js";

const planned = () => view.peek() === "plans";
const list = () => (planned() ? planList : outageList);
const step = (by) => (planned() ? stepPlan(by) : chooseStep(by));

function enter() {
  if (!(planned() ? chosenPlan : chosen).value) return step(1);
  focusOn(".detail .actions button, .detail button")();
}

function onMap() {
  side.value = "map";
  flyToChosen();
}

function stepOut() {
  if (picking.peek()?.stop) return picking.peek().stop();
  if (chosenPlan.value) return closeForm(nameOfPlan(chosenPlan.value)) || choosePlan(null);
  closeForm(nameOf(chosen.value)) || choose(null);
}

/** @type {import("../ui/keys.js").Row[]} */
const TABLE = [
  [["j", "ArrowDown"], "J ↓", () => gettext("next outage"), () => step(1)],
  [["k", "ArrowUp"], "K ↑", () => gettext("previous outage"), () => step(-1)],
  [["Enter"], "Enter", () => gettext("to the outage's card"), enter],
  [["m"], "M", () => gettext("show the outage on the map"), onMap],
  [["p"], "P", () => gettext("outages now or planned work"), () => show(planned() ? "now" : "plans")],
  [["v"], "V", () => gettext("another moment, and back to now"), toggleMoment],
  [["n"], "N", () => gettext("draft a plan"), openPlanForm],
  [["l"], "L", () => gettext("the network on the map, on or off"), toggleNetwork],
  [["0"], "0", () => gettext("whole province"), goHome],
  [["+", "="], "+", () => gettext("zoom in"), () => zoomBy(1)],
  [["-"], "−", () => gettext("zoom out"), () => zoomBy(-1)],
  [["."], ".", () => gettext("show new outages"), () => list().show()],
  [["/"], "/", () => gettext("search"), focusOn("#search")],
  [["F"], "⇧F", () => gettext("clear the filter"), () => setFilter(NO_FILTER)],
  [["Escape"], "Esc", () => gettext("close, step back"), stepOut],
];

const REGIONS = [
  ".top button, .top a",
  ".filters button",
  "#outage-list",
  "#plan-list",
  ".layer-toggles button",
  ".zoom-buttons button",
  ".detail button",
];

export const KEYS = { table: TABLE, regions: REGIONS, onKey: () => list().holdKey() };
