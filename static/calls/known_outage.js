// @ts-check
// What is known of the caller's supply, to be read out at once; a call that asks no more is recorded with one key.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { orderNews } from "../console/crew_news.js";
import { call } from "./data.js";

export const TOLD = "told-button";

// The button sends the form itself: what it says stands in the draft, and the empty field is not asked for.
/** @param {{known: any, onTold: (words: string) => void}} props */
export function KnownOutage({ known, onTold }) {
  if (!known?.words) return null;
  const words = known.outage
    ? gettext("Called about the known outage and was told of it.")
    : gettext("Called about the open order and was told how it stands.");
  const free = call.values.value.description.trim() === "" && call.values.value.kind === "FAULT";
  return html`<div class="known" role="status"><p>${known.words}</p>
    ${known.order && html`<p class="quiet">${orderNews(known.order)}</p>`}
    ${free && html`<button formnovalidate id=${TOLD} class="button small" onClick=${() => onTold(words)}>
      ${gettext("Read out: record the call")} <kbd class="key">Alt T</kbd></button>`}</div>`;
}
