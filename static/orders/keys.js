// The keyboard of the list: one table read by the listener and by the sheet.
import { deeds, verbKeys } from "../console/actions.js";
import { focusOn } from "../ui/keys.js";
import { openViews } from "../ui/saved_views.js";
import { stepCase, stepOut } from "./case_keys.js";
import { formOpen } from "./filter_form.js";
import { clearFilters, more, refresh } from "./list_data.js";
import { openMatter } from "./new_matter.js";
import { saved } from "./views.js";

/** @type {import("../ui/keys.js").Row[]} */
const TABLE = [
  [["j", "ArrowDown"], "J ↓", () => gettext("next order"), () => stepCase(1)],
  [["k", "ArrowUp"], "K ↑", () => gettext("previous order"), () => stepCase(-1)],
  [["/"], "/", () => gettext("search"), focusOn("#search")],
  [["f"], "F", () => gettext("filters"), () => (formOpen.value = !formOpen.value)],
  [["F"], "⇧F", () => gettext("clear the filter"), clearFilters],
  [["c"], "C", () => gettext("new matter"), openMatter],
  [["n"], "N", () => gettext("write a note"), focusOn("#note-text")],
  [["v"], "V", () => gettext("saved views"), openViews],
  [["."], ".", () => gettext("show more"), more],
  [["u"], "U", () => gettext("ask again"), refresh],
  [["Escape"], "Esc", () => gettext("close, step back"), stepOut],
];

const REGIONS = [".top button, .top a", ".list-tools button", ".filter-form input", ".order-table a", ".detail button"];

export const KEYS = { table: TABLE, buttons: verbKeys, deeds, finds: saved.found, regions: REGIONS };
