// @ts-check
// The units of an area by a figure: the best first; grey and not ranked what is of too few.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { ask, asked } from "./asked.js";
import { changeLine, ofWords, rankedParts, written } from "./rules.js";

const FIRST_ROWS = 20;
const every = signal(false);

/** @param {{part: any, unit: string, most: number}} props */
function Line({ part, unit, most }) {
  const width = most && part.value !== null ? Math.abs((100 * part.value) / most) : 0;
  return html`<tr class=${part.few ? "few" : ""}><td class="rank">${part.rank ?? "–"}</td>
    <th scope="row">${part.key
      ? html`<button class="row-link as-link"
        onClick=${() => ask({ unit: part.key, by: "units" })}>${part.name}</button>`
      : html`<span class="quiet">${part.name}</span>`}</th>
    <td class="bar-cell"><svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect width=${width} height="8" /></svg></td>
    <td><b>${written(part.value, unit)}</b> <span class="below">${ofWords(part)}</span></td>
    <td>${written(part.before.value, unit)}</td><td>${changeLine(part.change, unit)}</td></tr>`;
}

/** @param {{body: any}} props */
export function Ranking({ body }) {
  const { unit } = body.definition;
  const rows = rankedParts(body.parts);
  const shown = every.value ? rows : rows.slice(0, FIRST_ROWS);
  const most = Math.max(0, ...rows.map((row) => Math.abs(row.value ?? 0)));
  if (!rows.length) return html`<p class="quiet">${gettext("There is no unit below this one.")}</p>`;
  return html`<table class="figure-table ranking"><caption class="sr-only">${gettext("Ranking")}</caption>
    <thead><tr><th scope="col" class="rank">${gettext("Rank")}</th><th scope="col">${asked.value.by === "centres"
      ? gettext("Centre") : gettext("Unit")}</th><th scope="col"><span class="sr-only">${gettext("Bar")}</span></th>
      <th scope="col">${gettext("Figure")}</th>
      <th scope="col">${gettext("Year before")}</th><th scope="col">${gettext("Change")}</th></tr></thead>
    <tbody>${shown.map((part) => html`<${Line} key=${part.key} part=${part} unit=${unit} most=${most} />`)}</tbody>
    </table>
    ${shown.length < rows.length && html`<button class="button small no-print" onClick=${() => (every.value = true)}>
      ${fill(gettext("Show all {n}"), { n: number(rows.length) })}</button>`}`;
}
