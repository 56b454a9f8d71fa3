// @ts-check
// Medium voltage that waits long for power: one bar of three parts. A part opens its rows, and then says what it means.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { counts, isOn, toggle } from "../orders/counts.js";

/** @param {any} band */
const daysOf = (band) => band.up_to === null ? `> ${band.over}` : `> ${band.over} ≤ ${band.up_to}`;

export function LongWaits() {
  const told = counts.value?.long_waits;
  if (!told) return null;
  const all = told.bands.reduce((/** @type {number} */ sum, /** @type {any} */ each) => sum + each.cases, 0);
  return html`<span class="long-waits" role="group" aria-label=${gettext("Medium voltage without power, days")}
    title=${told.definition}><span class="quiet">${gettext("Medium voltage without power, days")}</span>
    <span class="long-bar">${told.bands.map((/** @type {any} */ band, /** @type {number} */ at) => html`<button
      key=${band.band} class=${`long-part long-${at}`} aria-pressed=${isOn("bucket", band.band)}
      onClick=${() => toggle("bucket", band.band)}><span>${daysOf(band)}</span>
      <b>${number(band.cases)}</b><meter min="0" max=${Math.max(all, 1)} value=${band.cases}
        aria-hidden="true"></meter></button>`)}</span></span>`;
}

/** What the bar means, written out while one of its parts is chosen. */
export function LongWaitsMeaning() {
  const told = counts.value?.long_waits;
  const chosen = told?.bands.some((/** @type {any} */ band) => isOn("bucket", band.band));
  return chosen ? html`<p class="quiet long-meaning">${told.definition}</p>` : null;
}
