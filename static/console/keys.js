// The keyboard of the board: one table read by the listener and by the sheet. Only keys with something behind them.
import { orders } from "../live/store.js";
import { deeds, verbKeys } from "./actions.js";
import { acknowledgeLow, acknowledgeNext } from "./alarm_strip.js";
import { chosenCandidate, needsCrew } from "./detail_data.js";
import { choose, dispatchChosen, needsReason } from "./candidates.js";
import { focusOn } from "../ui/keys.js";
import { openViews } from "../ui/saved_views.js";
import { closeForm } from "../ui/verbs.js";
import { nameOf } from "./choice.js";
import { locating, stopLocating } from "./locate.js";
import { toggleNetwork } from "../js/map/network/loading.js";
import { goHome, locateSelected, zoomBy } from "./map_panel.js";
import { stepTab } from "./queue.js";
import { openReport } from "./report_form.js";
import { closeTrail, toggleTrailOfSelected, trail } from "./trail.js";
import { saved } from "./views.js";
import { clearFilter, queue, select, selected, selectStep } from "./selection.js";

function dispatch() {
  const order = selected.peek();
  if (!order || !needsCrew(order) || !chosenCandidate()) return;
  if (needsReason(order)) focusOn("#override-reason")();
  else dispatchChosen(order);
}

/** The crew's number is there with the order; the customer's is asked for, with a reason, and recorded. */
function call() {
  const link = document.querySelector(".detail .call-link") ?? document.querySelector(".detail .facts .quiet-button");
  if (link instanceof HTMLElement) link.click();
}

function stepOut() {
  if (locating.value) stopLocating();
  else if (trail.peek()) closeTrail();
  else if (!selected.peek() || !closeForm(nameOf(selected.peek()))) select(null);
}

/** @type {import("../ui/keys.js").Row[]} */
const TABLE = [
  [["j", "ArrowDown"], "J ↓", () => gettext("next order"), () => selectStep(1)],
  [["k", "ArrowUp"], "K ↑", () => gettext("previous order"), () => selectStep(-1)],
  [
    ["1", "2", "3", "4", "5"],
    "1–5",
    () => gettext("choose a candidate crew"),
    (event) => selected.peek() && choose(selected.peek(), Number(event.key)),
  ],
  [["Enter"], "Enter", () => gettext("dispatch to the chosen crew"), dispatch],
  [["a"], "A", () => gettext("acknowledge the next alarm"), acknowledgeNext],
  [["A"], "⇧A", () => gettext("acknowledge the low alarms"), acknowledgeLow],
  [["m"], "M", () => gettext("show the order on the map"), locateSelected],
  [["v"], "V", () => gettext("the way the crew went"), toggleTrailOfSelected],
  [["l"], "L", () => gettext("the network on the map, on or off"), toggleNetwork],
  [["0"], "0", () => gettext("whole province"), goHome],
  [["+", "="], "+", () => gettext("zoom in"), () => zoomBy(1)],
  [["-"], "−", () => gettext("zoom out"), () => zoomBy(-1)],
  [["["], "[", () => gettext("previous tab"), () => stepTab(-1)],
  [["]"], "]", () => gettext("next tab"), () => stepTab(1)],
  [["."], ".", () => gettext("show new orders"), queue.show],
  [["/"], "/", () => gettext("search"), focusOn("#search")],
  [["f"], "F", () => gettext("saved views"), openViews],
  [["F"], "⇧F", () => gettext("clear the filter"), clearFilter],
  [["c"], "C", () => gettext("call the crew, else the customer"), call],
  [["n"], "N", () => gettext("write a note"), focusOn("#note-text")],
  [["b"], "B", () => gettext("new fault report"), openReport],
  [["Escape"], "Esc", () => gettext("close, step back"), stepOut],
];

const REGIONS = [
  ".top button, .top a",
  '.tab[aria-selected="true"]',
  ".list-length",
  ".layer-toggles button",
  ".alarm-list button",
  ".detail button",
];

/** An order of the board is chosen here; any other is opened in the list of all. */
function openHere(number) {
  const card = [...orders.values()].find((order) => order.number === number);
  if (card) select(card.id);
  return Boolean(card);
}

export const KEYS = {
  table: TABLE, buttons: verbKeys, deeds, finds: saved.found, open: openHere, regions: REGIONS, onKey: queue.holdKey,
};
