/** Small pieces every screen uses. */
import { html } from "../../vendor/preact/11.2.0/preact.mjs";
import { fill } from "../../js/text.js";

const SHAPES = {
  1: html`<path d="M14 2 26 14 14 26 2 14Z" />`,
  2: html`<path d="M14 3 26 25H2Z" />`,
  3: html`<circle cx="14" cy="14" r="10" />`,
};

/** Grade by shape, colour and number: diamond 1, triangle 2, ring 3. */
export function Grade({ grade, ...at }) {
  return html`<svg class="grade" data-grade=${grade} viewBox="0 0 28 28" role="img" ...${at}
    aria-label=${fill(gettext("Grade {n}"), { n: grade })}>
    ${SHAPES[grade]}<text x="14" y=${grade === 2 ? 21 : 18.5} text-anchor="middle">${grade}</text>
  </svg>`;
}

const PATHS = {
  phone: "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2",
  route: "M12 3 21 20l-9-4-9 4z",
  map: "M12 21s7-6.3 7-11.5A7 7 0 0 0 5 9.500C5 14.700 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  shield: "M12 3l8 3v6c0 5-3.500 8-8 9-4.500-1-8-4-8-9V6zM8.500 12l2.500 2.500 4.500-5",
  menu: "M5 12h.01M12 12h.01M19 12h.01",
  camera: "M4 8h4l2-3h4l2 3h4v11H4zM12 16.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z",
  check: "m5 12.500 4.500 4.500L19 7",
  close: "M6 6l12 12M18 6 6 18",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6z",
};

export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
}

/**
 * One choice out of few, as large buttons.
 * @param {{options: [string, string][], value: string, onPick: (code: string) => void, label: string}} props
 */
export function Chips({ options, value, onPick, label }) {
  return html`<div class="chips" role="group" aria-label=${label}>
    ${options.map(([code, text]) => html`<button type="button" class="pick" key=${code} aria-pressed=${value === code}
      onClick=${() => onPick(code)}>${text}</button>`)}
  </div>`;
}
