// @ts-check
// The keyboard of the call desk: one table read by the listener and by the sheet; with Alt also while somebody types.
import { focusOn } from "../ui/keys.js";
import { chooseKind, nextCall, sendLink, taken, told } from "./data.js";
import { SEARCH } from "./form.js";
import { TOLD } from "./known_outage.js";

const next = () => (told.isBlank() ? focusOn(SEARCH)() : nextCall());

/** @param {string} digit */
function nthKind(digit) {
  const one = taken[Number(digit) - 1];
  if (one && told.isBlank()) chooseKind(one.kind);
}

/** @type {import("../ui/keys.js").Row[]} */
const TABLE = [
  [["/"], "/", () => gettext("find the caller"), focusOn(SEARCH)],
  [["1", "2", "3", "4", "5", "6", "7", "8", "9"], "1–9, Alt 1–9", () => gettext("the kind at this place"),
    (event) => nthKind(event.key)],
  [[], "Alt T", () => gettext("the known outage was read out: record the call"), () => {}],
  [[], "Ctrl ↵", () => gettext("file it"), () => {}],
  [["l"], "L", () => gettext("send the link to the caller, once this one is filed"), () => sendLink()],
  [["n", "Escape"], "N Esc", () => gettext("next call, once this one is filed"), next],
];

export const KEYS = { table: TABLE, regions: [".top button, .top a", ".call-form input", ".call-card a"] };

export function listenWhileTyping() {
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const digit = event.code.match(/^Digit([1-9])$/)?.[1];
    if (!digit && event.code !== "KeyT") return;
    event.preventDefault();
    if (digit) nthKind(digit);
    else document.getElementById(TOLD)?.click();
  });
}
