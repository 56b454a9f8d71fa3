// Line icons, 16 px, drawn in the text colour; the words beside or in `aria-label` carry the meaning.
import { html } from "../vendor/preact/11.2.0/preact.mjs";

const PATHS = {
  search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5 14 14",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  home: "M2.5 8 8 3l5.5 5M4 7v6h8V7",
  close: "m4 4 8 8M12 4l-8 8",
  link: "M6.5 9.5 9.5 6.5M7 4.5l1.3-1.3a3 3 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.3 1.3a3 3 0 0 1-4.5-4.5L4.5 7",
  pin: "M8 14s4.5-4.3 4.5-7.5a4.5 4.5 0 0 0-9 0C3.5 9.7 8 14 8 14zM8 8a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z",
  bolt: "M9 1.5 3.5 9H8l-.5 5.500L13 7H8.500z",
  down: "m4 6 4 4 4-4",
  back: "M10 3 5 8l5 5",
  bell: "M4 11.500V7a4 4 0 0 1 8 0v4.500M2.500 11.500h11M6.500 14h3",
  silent: "M4 11.500V7a4 4 0 0 1 6.500-3.100M12 7v4.500M2.500 11.500h11M6.500 14h3M2.500 2.500l11 11",
  bookmark: "M4.500 2.500h7v11L8 10.500l-3.500 3z",
  phone: "M3 3.500c0 5 4.5 9.5 9.5 9.500l1-2.5-3-1.5-1.2 1.200A8 8 0 0 1 5.8 6.700L7 5.5 5.5 2.500z",
};

export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d=${PATHS[name]} />
    </svg>`;
}
