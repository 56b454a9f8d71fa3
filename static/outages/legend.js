// The signs of the outage map: what size, colour and rim of a disc say.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { NetworkSigns } from "../network/signs.js";
import { fill } from "../js/text.js";
import { Glyph } from "../ui/glyph.js";
import { view } from "./plans/data.js";
import { chosen } from "./choice.js";
import { STEPS } from "./features.js";
import { stageWord } from "./words.js";

const SIGNS = {
  coming: html`<path class="sign-moving" d="M12 7l3.500 8-3.500-2-3.500 2z" />`,
  working: html`<rect class="sign-site" x="9" y="9" width="6" height="6" />`,
};
const disc = (stage) =>
  html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><circle class=${`disc disc-${stage}`} cx="7"
    cy="7" r="5.500" />${SIGNS[stage]}</svg>`;
const square = (kind) => html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><rect class=${kind}
  x="2" y="2" width="11" height="11" /></svg>`;

/** What a person chose; null: open where it hides nothing. */
const folded = signal(null);
const roomy = matchMedia("(min-width: 1280px) and (min-height: 800px)");
const roomyBesideCard = matchMedia("(min-width: 1680px)");

export function MapSigns() {
  const open = !(folded.value ?? !(chosen.value ? roomyBesideCard : roomy).matches);
  const toggle = (event) => {
    event.preventDefault();
    folded.value = open;
  };
  return html`<details class="legend signs" open=${open}><summary onClick=${toggle}>${gettext("Signs")}</summary><ul>
    ${["waiting", "coming", "working"].map((stage) => html`<li>${disc(stage)}${stageWord(stage)}</li>`)}
    <li>${square("disc disc-planned")}${gettext("Square: planned")}</li>
    ${view.value === "plans" && html`<li>${square("sign-planned")}${gettext("Dashed: planned, not begun")}</li>`}
    <li>${disc("unsure")}${gettext("≈ judged, not confirmed")}</li>
    <li><${Glyph} grade=${1} />${fill(gettext("Grade {n}"), { n: 1 })}</li>
    <li><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path class="sign-dark"
      d="M1 12 6 6l4 4 5-7" /></svg>${gettext("Dark lines of the chosen one")}</li>
    <li class="quiet">${gettext("Number and size: customers out")}</li>
    <li class="quiet">${gettext("×n: so many close together")}</li>
    <li class="quiet"><span class="tints" aria-hidden="true">
      ${STEPS.map(([from, step]) => html`<i class=${step} key=${from}></i>`)}</span>
      ${gettext("in the county, 1 to over 5,000")}</li>
    <${NetworkSigns} />
  </ul></details>`;
}
