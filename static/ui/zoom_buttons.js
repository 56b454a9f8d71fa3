// Nearer, farther, the whole province: on every map of the desks.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { Icon } from "./icons.js";

/** @param {{zoomBy: (step: number) => void, goHome: () => void}} props */
export const ZoomButtons = ({ zoomBy, goHome }) => html`<div class="zoom-buttons">
  <button aria-label=${gettext("Zoom in")} onClick=${() => zoomBy(1)}><${Icon} name="plus" /></button>
  <button aria-label=${gettext("Zoom out")} onClick=${() => zoomBy(-1)}><${Icon} name="minus" /></button>
  <button aria-label=${gettext("Whole province")} onClick=${goHome}><${Icon} name="home" /></button></div>`;
