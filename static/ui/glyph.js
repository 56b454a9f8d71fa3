// The priority sign: diamond 1, triangle 2, ring 3, square 4 — colour, shape and number all say it.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { fill } from "../js/text.js";

const SHAPES = {
  1: html`<path class="solid" d="M10 1 19 10 10 19 1 10z" />`,
  2: html`<path class="solid" d="M10 1.5 19.5 18 .5 18z" />`,
  3: html`<circle class="ring" cx="10" cy="10" r="8.2" />`,
  4: html`<rect class="ring" x="2" y="2" width="16" height="16" rx="2" />`,
};

export function Glyph({ grade }) {
  return html`<svg class=${`glyph glyph-${grade}`} viewBox="0 0 20 20" width="20" height="20" role="img"
    aria-label=${fill(gettext("Grade {n}"), { n: grade })}>
    ${SHAPES[grade]}<text x="10" y=${grade === 2 ? 15.5 : 13.8} text-anchor="middle">${grade}</text>
  </svg>`;
}
