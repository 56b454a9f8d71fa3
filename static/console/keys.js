// The keyboard of the board: one table read by the listener and by the sheet. Only keys with something behind them.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { actionsFor, openForm, runAction } from "./actions.js";
import { acknowledgeLow, acknowledgeNext } from "./alarm_strip.js";
import { candidates, chosenCandidate, needsCrew } from "./detail_data.js";
import { dispatchChosen } from "./candidates.js";
import { locating } from "./locate.js";
import { goHome, locateSelected, zoomBy } from "./map_panel.js";
import { switchTheme } from "./menu.js";
import { stepTab } from "./queue.js";
import { openReport } from "./report_form.js";
import { applyQueue, chosenRank, clearFilter, hold, select, selected, selectStep } from "./selection.js";

export const sheetOpen = signal(false);

const focusOn = (id) => () => document.getElementById(id)?.focus();

function runVerbOfKey(key) {
  const order = selected.peek();
  const action = order && actionsFor(order).find((possible) => possible.key === key);
  if (action) runAction(order, action);
}

function choose(rank) {
  if (rank <= candidates().length) chosenRank.value = rank;
}

function dispatch() {
  const order = selected.peek();
  if (!order || !needsCrew(order) || !chosenCandidate()) return;
  if (chosenRank.value > 1) focusOn("override-reason")();
  else dispatchChosen(order);
}

function stepOut() {
  if (locating.value) locating.value = null;
  else if (openForm.value) openForm.value = null;
  else select(null);
}

/** [keys, what the sheet shows, words, what it does] */
export const KEYS = [
  [["j", "ArrowDown"], "J ↓", () => gettext("next order"), () => selectStep(1)],
  [["k", "ArrowUp"], "K ↑", () => gettext("previous order"), () => selectStep(-1)],
  [["1", "2", "3", "4", "5"], "1–5", () => gettext("choose a candidate crew"), (event) => choose(Number(event.key))],
  [["Enter"], "Enter", () => gettext("dispatch to the chosen crew"), dispatch],
  [["a"], "A", () => gettext("acknowledge the next alarm"), acknowledgeNext],
  [["A"], "⇧A", () => gettext("acknowledge the low alarms"), acknowledgeLow],
  [["m"], "M", () => gettext("show the order on the map"), locateSelected],
  [["0"], "0", () => gettext("whole province"), goHome],
  [["+", "="], "+", () => gettext("zoom in"), () => zoomBy(1)],
  [["-"], "−", () => gettext("zoom out"), () => zoomBy(-1)],
  [["["], "[", () => gettext("previous tab"), () => stepTab(-1)],
  [["]"], "]", () => gettext("next tab"), () => stepTab(1)],
  [["."], ".", () => gettext("show new orders"), applyQueue],
  [["/"], "/", () => gettext("search"), focusOn("search")],
  [["F"], "⇧F", () => gettext("clear the filter"), clearFilter],
  [["n"], "N", () => gettext("write a note"), focusOn("note-text")],
  [["h"], "H", () => gettext("suspend or resume"), () => runVerbOfKey("H")],
  [["r"], "R", () => gettext("urge the crew"), () => runVerbOfKey("R")],
  [["b"], "B", () => gettext("new fault report"), openReport],
  [["t"], "T", () => gettext("light or dark"), switchTheme],
  [["Escape"], "Esc", () => gettext("close, step back"), stepOut],
  [["?"], "?", () => gettext("this list"), () => (sheetOpen.value = true)],
];

const byKey = new Map(KEYS.flatMap(([keys, , , run]) => keys.map((key) => [key, run])));

// Letters belong to whoever is typing; Enter and arrows belong to a focused control.
function isSpokenFor(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return true;
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.closest("input, textarea, select, [contenteditable]")) return true;
  const onControl = target.closest("button, a, summary, [role=tab]");
  return Boolean(onControl) && ["Enter", "ArrowUp", "ArrowDown"].includes(event.key);
}

const REGIONS = [".top button, .top a", '.tab[aria-selected="true"]', ".list-length", ".layer-toggles button", ".alarm-list button", ".detail button"];

/** F6: from region to region, as in a desktop program. */
function cycleRegion(back) {
  const stops = REGIONS.map((selector) => document.querySelector(selector)).filter(Boolean);
  const at = stops.findLastIndex((stop) => stop.parentElement?.contains(document.activeElement));
  stops.at((at + (back ? -1 : 1) + stops.length) % stops.length)?.focus();
}

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "F6") {
      event.preventDefault();
      return cycleRegion(event.shiftKey);
    }
    if (isSpokenFor(event)) return;
    const run = byKey.get(event.key);
    if (!run) return;
    event.preventDefault();
    hold.key();
    run(event);
  });
}
