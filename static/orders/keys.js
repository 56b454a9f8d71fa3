// The keyboard of the list: one table read by the listener and by the sheet.
import { runVerbOfKey } from "../console/actions.js";
import { focusRow, listenForKeys, sheetOpen } from "../console/key_listener.js";
import { switchTheme } from "../console/menu.js";
import { openForm } from "../console/open_form.js";
import { formOpen } from "./filter_form.js";
import { clearFilters, more, refresh } from "./list_data.js";
import { openMatter } from "./new_matter.js";
import { closeOrder, opened, openStep } from "./open_order.js";

const focusOn = (selector) => document.querySelector(selector)?.focus();

function step(by) {
  openStep(by);
  focusRow(opened.peek());
}

function stepOut() {
  if (openForm.value) openForm.value = null;
  else if (formOpen.value) formOpen.value = false;
  else closeOrder();
}

/** [keys, what the sheet shows, words, what it does] */
export const KEYS = [
  [["j", "ArrowDown"], "J ↓", () => gettext("next order"), () => step(1)],
  [["k", "ArrowUp"], "K ↑", () => gettext("previous order"), () => step(-1)],
  [["/"], "/", () => gettext("search"), () => focusOn("#search")],
  [["f"], "F", () => gettext("filters"), () => (formOpen.value = !formOpen.value)],
  [["F"], "⇧F", () => gettext("clear the filter"), clearFilters],
  [["c"], "C", () => gettext("new matter"), openMatter],
  [["n"], "N", () => gettext("write a note"), () => focusOn("#note-text")],
  [["h"], "H", () => gettext("suspend or resume"), () => runVerbOfKey("H")],
  [["r"], "R", () => gettext("urge"), () => runVerbOfKey("R")],
  [["x"], "X", () => gettext("merge into another order"), () => runVerbOfKey("X")],
  [["v"], "V", () => gettext("saved views"), () => document.getElementById("views-button")?.click()],
  [["."], ".", () => gettext("show more"), more],
  [["u"], "U", () => gettext("ask again"), refresh],
  [["t"], "T", () => gettext("light or dark"), switchTheme],
  [["Escape"], "Esc", () => gettext("close, step back"), stepOut],
  [["?"], "?", () => gettext("this list"), () => (sheetOpen.value = true)],
];

const REGIONS = [".top button, .top a", ".list-tools button", ".filter-form input", ".order-table a", ".detail button"];

export const startKeys = () => listenForKeys(KEYS, { regions: REGIONS });
