// @ts-check
// What a click on the map means at the moment.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { picking } from "../js/map/network/picking.js";
import { near, shown, toggleNetwork } from "../js/map/network/loading.js";

export function PickingHint() {
  const ask = picking.value;
  if (!ask) return null;
  const stop = ask.stop && html`<button class="button small" onClick=${ask.stop}>${gettext("Back")}</button>`;
  const missing = ask.take && !shown.value
    ? html`<button class="button small" onClick=${toggleNetwork}>${gettext("Show the network")}</button>`
    : ask.take && !near.value && html`<span class="quiet">${gettext("Zoom in to see it")}</span>`;
  return html`<div class="map-hint picking-hint" role="status"><span>${ask.hint}</span>${missing}${stop}</div>`;
}
