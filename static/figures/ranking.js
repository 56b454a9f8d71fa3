// @ts-check
// The units of an area by a figure: the best first; grey and not ranked what is of too few.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { changeLine, ofWords, sortedParts, written } from "./rules.js";

const FIRST_ROWS = 20;
const every = signal(false);
/** `by` a column of the table; the best first to begin with. */
const sort = signal({ by: "rank", down: false });

/** @param {string} by */
function sortBy(by) {
  const before = sort.peek();
  sort.value = { by, down: before.by === by ? !before.down : by !== "rank" && by !== "name" };
}

/** @param {{by: string, label: string, kind?: string}} props */
function Head({ by, label, kind = "" }) {
  const { by: now, down } = sort.value;
  return html`<th scope="col" class=${kind} aria-sort=${now !== by ? "none" : down ? "descending" : "ascending"}>
    <button class="sort" onClick=${() => sortBy(by)}>${label}${now === by ? (down ? " ↓" : " ↑") : ""}
    </button></th>`;
}

/** @param {{part: any, unit: string, most: number, target: number | null, drill: (unit: string) => void}} props */
function Line({ part, unit, most, target, drill }) {
  const width = most && part.value !== null ? Math.abs((100 * part.value) / most) : 0;
  return html`<tr class=${part.few ? "few" : ""}><td class="rank">${part.rank ?? "–"}</td>
    <th scope="row">${part.key
      ? html`<button class="row-link as-link"
        onClick=${() => drill(part.key)}>${part.name}</button>`
      : html`<span class="quiet">${part.name}</span>`}</th>
    <td class="bar-cell"><svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect width=${width} height="8" />${target !== null && most > 0 && html`<line class="bullet-target"
        x1=${(100 * target) / most} x2=${(100 * target) / most} y1="0" y2="8" />`}</svg></td>
    <td><b>${written(part.value, unit)}</b> <span class="below">${ofWords(part)}</span></td>
    <td>${written(part.before.value, unit)}</td><td>${changeLine(part.change, unit)}</td></tr>`;
}

/** `drill`: to the units below one of these. @param {{body: any, drill: (unit: string) => void}} props */
export function Ranking({ body, drill }) {
  const { unit, target } = body.definition;
  const rows = sortedParts(body.parts, sort.value);
  const shown = every.value ? rows : rows.slice(0, FIRST_ROWS);
  // A bar is as long as its value; the mark on it is the target.
  const most = Math.max(target ?? 0, ...rows.map((row) => Math.abs(row.value ?? 0)));
  if (!rows.length) return html`<p class="quiet">${gettext("There is no unit below this one.")}</p>`;
  return html`<table class="figure-table ranking"><caption class="sr-only">${gettext("Ranking")}</caption>
    <thead><tr><${Head} by="rank" kind="rank" label=${gettext("Rank")} />
      <${Head} by="name" label=${body.by === "centres" ? gettext("Centre") : gettext("Unit")} />
      <th scope="col"><span class="sr-only">${gettext("Bar")}</span></th>
      <${Head} by="value" label=${gettext("Figure")} /><${Head} by="before" label=${gettext("Year before")} />
      <${Head} by="change" label=${gettext("Change")} /></tr></thead>
    <tbody>${shown.map((part) => html`<${Line} key=${part.key} part=${part} unit=${unit} most=${most}
      target=${target} drill=${drill} />`)}</tbody>
    </table>
    ${shown.length < rows.length && html`<button class="button small no-print" onClick=${() => (every.value = true)}>
      ${fill(gettext("Show all {n}"), { n: number(rows.length) })}</button>`}`;
}
