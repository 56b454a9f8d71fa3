// The signs of the outage map in one line.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { fill } from "../js/text.js";
import { Glyph } from "../console/glyph.js";
import { view } from "./plans/data.js";

export function MapSigns() {
  return html`<ul class="legend" aria-label=${gettext("Signs")}>
    ${[1, 2, 3].map((grade) => html`<li><${Glyph} grade=${grade} />${fill(gettext("Priority {n}"), { n: grade })}</li>`)}
    <li><svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><rect class="sign-planned" x="2.500" y="2.500" width="11" height="11" /></svg>${gettext("Planned")}</li>
    ${view.value === "plans" && html`<li><svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><circle class="sign-planned" cx="8" cy="8" r="5.500" /></svg>${gettext("Planned, not begun")}</li>`}
    <li><svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path class="sign-dark" d="M1 12 6 6l4 4 5-7" /></svg>${gettext("Dark lines of the chosen one")}</li>
    <li class="quiet">${gettext("Number and size: customers out · ≈ judged, not confirmed")}</li>
  </ul>`;
}
