// @ts-check
// What figures are narrowed to besides unit and days: a kind of area, a voltage. Empty means all of them.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { word } from "../js/words.js";

/** @type {Record<string, {label: () => string, all: () => string, words: string, keys: string[]}>} */
const KINDS = {
  urban: {
    label: () => gettext("Area"), all: () => gettext("Urban and rural"), words: "area",
    keys: ["URBAN", "RURAL", "REMOTE"],
  },
  voltage: {
    label: () => gettext("Voltage"), all: () => gettext("Every voltage"), words: "voltage", keys: ["MV", "LV"],
  },
};
export const NARROWED = Object.keys(KINDS);

/** @param {string} kind @param {string} key */
export const narrowWord = (kind, key) => word(KINDS[kind].words, key);

/**
 * A field for each of `kinds`. @param {{asked: Record<string, string>, kinds?: string[],
 *   choose: (change: Record<string, string>) => void}} props
 */
export const Narrow = ({ asked, kinds = NARROWED, choose }) => kinds.map((kind) => html`<label class="field"
  key=${kind}><span>${KINDS[kind].label()}</span><select class="input" name=${kind}
    onChange=${(/** @type {any} */ event) => choose({ [kind]: event.currentTarget.value })}>
    <option value="" selected=${!asked[kind]}>${KINDS[kind].all()}</option>
    ${KINDS[kind].keys.map((key) => html`<option key=${key} value=${key}
      selected=${asked[kind] === key}>${narrowWord(kind, key)}</option>`)}</select></label>`);
