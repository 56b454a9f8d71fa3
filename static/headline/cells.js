// @ts-check
// The key figures as a row of cells: the value, against the year before and its target, and thirteen months as a line.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { fill } from "../js/text.js";
import { bandOf, changeLine, pointsOf, stretchesOf, unitWord, written } from "../figures/rules.js";
import { ask, cells, current } from "./key.js";

const BOX = { width: 200, height: 32 };

/** @param {{figure: any}} props */
function Spark({ figure }) {
  const { target, better } = figure.definition;
  const values = figure.months.map((/** @type {any} */ month) => month.value);
  const drawn = pointsOf([...values, target], { ...BOX, width: (BOX.width * values.length) / (values.length - 1) });
  const [points, limit] = [drawn.slice(0, -1), drawn.at(-1)];
  const band = bandOf(limit, better, BOX.height, 4), last = points.at(-1);
  return html`<svg class="spark" viewBox=${`-4 -4 ${BOX.width + 8} ${BOX.height + 8}`} preserveAspectRatio="none"
    aria-hidden="true">${band && html`<rect class="target-band" x="-4" width=${BOX.width + 8} ...${band} />
      <line class="target-line" x1="-4" x2=${BOX.width + 4} y1=${limit?.y} y2=${limit?.y} />`}
    ${stretchesOf(points).map((stretch) => html`<polyline class="line-now" points=${stretch} />`)}
    ${last && html`<polyline class="spark-end" points=${`${last.x},${last.y} ${last.x},${last.y}`} />`}</svg>`;
}

/** Which way it went, where one of them is the better one. @param {any} figure */
function wayOf({ definition: { better }, year_change: { by } }) {
  if (by === null || by === 0 || better === "neither") return "";
  return (by < 0) === (better === "less") ? "better" : "worse";
}

/** @param {{figure: any, place: number, chosen: boolean}} props */
function Cell({ figure, place, chosen }) {
  const { definition, now, told } = figure;
  const missed = figure.meets_target === false;
  const target = definition.target === null ? gettext("no target set")
    : fill(missed ? gettext("target {value}: not met") : gettext("target {value}"),
      { value: `${written(definition.target, definition.unit)} ${unitWord(definition.unit)}` });
  return html`<button class="key-cell" aria-pressed=${chosen} title=${definition.means}
    onClick=${() => ask({ figure: definition.code })}>
    <span class="key-label">${definition.label} <kbd class="key">${place}</kbd></span>
    <span class=${`key-value ${now.few ? "few" : ""}`}><b>${written(now.value, definition.unit)}</b>
      <span class="quiet">${unitWord(definition.unit)}</span></span>
    ${told ? html`<span class="key-line"><span class=${wayOf(figure)}>${
        fill(gettext("y/y {change}"), { change: changeLine(figure.year_change, definition.unit) })}</span>
        <span class=${missed ? "missed" : "quiet"}>${target}</span></span>
      <${Spark} figure=${figure} />`
      : html`<span class="key-line quiet">${gettext("Not known by what is asked for")}</span>`}</button>`;
}

export function Cells() {
  const figures = cells.value.body.figures;
  return html`<section class="key-cells" aria-label=${gettext("Key figures")}>
    ${figures.map((/** @type {any} */ figure, /** @type {number} */ at) => html`<${Cell} key=${figure.definition.code}
      figure=${figure} place=${at + 1} chosen=${figure === current()} />`)}</section>`;
}
