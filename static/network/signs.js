// What the signs of the network mean, and what is not drawn of it. Only while it is on the map.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { near, shown, toggleNetwork, told } from "../js/map/network/loading.js";

const sign = (drawn) => html`<svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">${drawn}</svg>`;
const SIGNS = () => [
  [html`<path class="net-line" d="M1 11 6 5l4 4 5-5" />`, gettext("Line, drawn straight between devices")],
  [html`<path class="net-line net-dead" d="M1 11 6 5l4 4 5-5" />`, gettext("Without voltage")],
  [html`<rect class="net-closed" x="4" y="4" width="8" height="8" />`, gettext("Switch closed")],
  [html`<rect class="net-open" x="4" y="4" width="8" height="8" />`, gettext("Switch open")],
  [html`<rect class="net-open" x="5" y="5" width="6" height="6" /><circle class="net-ring" cx="8" cy="8" r="7" />`,
    gettext("Not in its normal position")],
  [html`<circle class="net-open" cx="8" cy="6" r="3.5" /><circle class="net-open" cx="8" cy="10.5" r="3.5" />`,
    gettext("Transformer")],
  [html`<rect class="net-open" x="2" y="2" width="12" height="12" /><rect class="net-closed" x="5.5" y="5.5" width="5"
    height="5" />`, gettext("Substation")],
];

/** What a person must know of what is missing, in sentences. */
function remarks({ problem, truncated, withoutPlace, count, detail }) {
  if (problem) return [fill(gettext("The network could not be read: {reason}"), { reason: problem })];
  return [
    truncated && gettext("Not all of the network is drawn: zoom in."),
    detail && count === 0 && gettext("No part of the network with a known place is here."),
    withoutPlace > 0 &&
      fill(gettext("{n} devices have no place and are not drawn."), { n: number(withoutPlace) }),
  ].filter(Boolean);
}

/** List items for the legend of a map. */
export function NetworkSigns() {
  if (!shown.value || !near.value) return null;
  return html`${SIGNS().map(([drawn, words]) => html`<li key=${words}>${sign(drawn)}${words}</li>`)}
    ${remarks(told.value).map((words) => html`<li key=${words} class="net-remark" role="status">${words}</li>`)}`;
}

/** The button that puts the network on the map and takes it off; from afar it says so. */
export function NetworkToggle() {
  const hint = near.value ? "" : gettext("Zoom in to see it");
  return html`<button class="network-toggle" aria-pressed=${shown.value} title=${hint} aria-keyshortcuts="L"
    onClick=${toggleNetwork}>${gettext("Network")}</button>`;
}
