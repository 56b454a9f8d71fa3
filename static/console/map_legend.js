// The map's signs in one line.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { NetworkSigns } from "../network/signs.js";
import { fill } from "../js/text.js";
import { word } from "../js/words.js";
import { Glyph } from "../ui/glyph.js";

const CREW_SIGNS = {
  IDLE: html`<circle class="sign-idle" cx="8" cy="8" r="3" />`,
  OFFERED: html`<circle class="sign-offered" cx="8" cy="8" r="4.5" />`,
  ASSIGNED: html`<circle class="sign-moving" cx="8" cy="8" r="4.5" />`,
  EN_ROUTE: html`<path class="sign-moving" d="M8 1l5 13-5-3-5 3z" />`,
  ON_SITE: html`<rect class="sign-site" x="3.5" y="3.5" width="9" height="9" />`,
};

export function Legend() {
  return html`<ul class="legend" aria-label=${gettext("Signs")}>
    ${[1, 2, 3].map((grade) => html`<li><${Glyph} grade=${grade} />${fill(gettext("Grade {n}"), { n: grade })}</li>`)}
    ${Object.entries(CREW_SIGNS).map(([state, sign]) => html`<li><svg viewBox="0 0 16 16" width="14" height="14"
      aria-hidden="true">${sign}</svg>${word("crew_state", state)}</li>`)}
    <${NetworkSigns} />
  </ul>`;
}
