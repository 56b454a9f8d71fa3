// The one listener for keys: a page's own table, what every page has, F6 for regions, and G + a letter for the areas.
import { signal } from "../vendor/preact/11.2.0/preact.mjs";
import { switchTheme } from "../js/theme.js";
import { areas } from "./areas.js";
import { takeBack } from "./undo.js";

/**
 * [keys, what the sheet shows, words, what it does]
 * @typedef {[string[], string, () => string, (event: any) => any]} Row
 */
/** A button of what is chosen. @typedef {{label: string, about: string, key: string, run: () => any}} Deed */
/**
 * A page's keys; `buttons` are the letters of the buttons that are there now, `deeds` every button that is there now
 * for the palette, `finds` what else it finds on this page, `open` shows an order on this page if it is there,
 * `regions` selectors of what F6 stops at, `onKey` hears of every key that is ours.
 * @typedef {{table: Row[], buttons?: () => Row[], deeds?: () => Deed[],
 *   finds?: () => (import("./palette_rules.js").Found & {run: () => any})[], open?: (number: string) => boolean,
 *   regions: string[], onKey?: () => void}} Keys
 */

/** Whether the list of keys ("?") is open. */
export const sheetOpen = signal(false);
const LETTERS = "single-keys";
/** Whether single keys are commands on this machine: who speaks to it, or rests a hand on it, may switch them off. */
export const singleKeys = signal(lettersAre() !== "off");

function lettersAre() {
  try {
    return localStorage.getItem(LETTERS);
  } catch {
    return null; // storage is forbidden: as it is on a machine that never said so
  }
}

export function switchSingleKeys() {
  singleKeys.value = !singleKeys.value;
  try {
    localStorage.setItem(LETTERS, singleKeys.value ? "on" : "off");
  } catch {
    // it holds as long as the page
  }
}

/** Whether the palette (Ctrl K) is open. */
export const paletteOpen = signal(false);
const GO_MS = 1500; // G waits this long for its letter

/** The last rows of every page's table. @type {Row[]} */
const EVERYWHERE = [
  [["t"], "T", () => gettext("light or dark"), switchTheme],
  [["?"], "?", () => gettext("this list"), () => (sheetOpen.value = true)],
];

/** Letters of the page itself. @type {Set<string>} */
const own = new Set();

/** Whether a button has its letter on this page: the page's own keys come first. @param {string} letter */
export const isFree = (letter) => !own.has(letter.toLowerCase());

/** @param {Keys} keys @returns {Row[]} what is listened to and shown, the buttons that are there now too */
export const rowsOf = ({ table, buttons }) =>
  [...table, ...(buttons?.() ?? []).filter(([, letter]) => isFree(letter)), ...EVERYWHERE];

/** @param {string} selector @returns {() => void} what puts the focus there */
export const focusOn = (selector) => () =>
  /** @type {HTMLElement | null} */ (document.querySelector(selector))?.focus();

// Letters belong to whoever is typing; Enter and arrows belong to a focused control.
function isSpokenFor(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]"))
    return true;
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.closest("input, textarea, select, [contenteditable]")) return true;
  const onControl = target.closest("button, a, summary, [role=tab]");
  return Boolean(onControl) && ["Enter", "ArrowUp", "ArrowDown"].includes(event.key);
}

/** F6: from region to region, as in a desktop program. */
function cycleRegion(regions, back) {
  const stops = regions.map((selector) => document.querySelector(selector)).filter(Boolean);
  const at = stops.findLastIndex((stop) => stop.parentElement?.contains(document.activeElement));
  stops.at((at + (back ? -1 : 1) + stops.length) % stops.length)?.focus();
}

let goneAt = -Infinity;

/** @returns {boolean} whether the key belonged to "go to …" */
function goTo(event) {
  const waiting = performance.now() - goneAt < GO_MS;
  goneAt = event.key === "g" && !waiting ? performance.now() : -Infinity;
  if (!waiting) return event.key === "g";
  const area = areas().find((one) => one.key === event.key.toLowerCase());
  if (area) location.assign(area.path);
  return true;
}

/** @returns {HTMLElement | null} the row on the page with this `data-key` */
export const rowOf = (key) => document.querySelector(`[data-key="${CSS.escape(key ?? "")}"]`);

/**
 * J and K walk, and the focus goes along so that Enter and Tab start from where one looks. At once: a frame later it
 * would leave the field that the next key has opened, and the words typed there would be read as commands.
 */
export function focusRow(key) {
  const row = rowOf(key);
  /** @type {HTMLElement | null} */ (row?.querySelector(".row-link"))?.focus();
  requestAnimationFrame(() => row?.scrollIntoView({ block: "nearest" })); // the rows may have moved by then
}

/** Ctrl+Z in a field with words is the field's own. */
const hasWords = ({ target }) => target.matches("input, textarea, [contenteditable]") && Boolean(target.value);

/** @type {[string, (event: any) => boolean][]} with Ctrl or Command; what they answer is whether the key was ours */
const WITH_CTRL = [
  ["z", (event) => !hasWords(event) && takeBack()],
  ["k", () => (paletteOpen.value = true)],
];

function withCtrl(event) {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || document.querySelector("dialog[open]"))
    return false;
  const ours = WITH_CTRL.find(([key]) => key === event.key.toLowerCase());
  return Boolean(ours) && ours[1](event);
}

/** @param {Keys} keys */
export function listenForKeys(keys) {
  for (const name of ["g", ...[...keys.table, ...EVERYWHERE].flatMap(([names]) => names)]) own.add(name);
  document.addEventListener("keydown", (event) => {
    if (event.key === "F6") {
      event.preventDefault();
      return cycleRegion(keys.regions, event.shiftKey);
    }
    if (withCtrl(event)) return event.preventDefault();
    if (isSpokenFor(event) || (event.key.length === 1 && !singleKeys.peek()) || goTo(event)) return;
    const row = rowsOf(keys).find(([names]) => names.includes(event.key));
    if (!row) return;
    event.preventDefault();
    keys.onKey?.();
    row[3](event);
  });
}
