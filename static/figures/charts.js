// @ts-check
// A line of months, a heat map of the week, a Pareto of parts: SVG and tables, each readable without its colours.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number, reported } from "../js/format.js";
import { fill } from "../js/text.js";
import { bandOf, changeLine, paretoOf, pointsOf, shadeOf, stretchesOf, unitWord, weekOf, written } from "./rules.js";

const BOX = { width: 960, height: 96 };

/** "2026-07" @param {string} day */
const month = (day) => day.slice(0, 7);

/** @param {{body: any, target: number | null}} props */
export function Months({ body, target }) {
  const { unit } = body.definition;
  const values = body.months.map((/** @type {any} */ each) => each.value);
  const drawn = pointsOf([...values, target], { ...BOX, width: step(values) * values.length });
  const [points, limit] = [drawn.slice(0, values.length), drawn[values.length]];
  const band = bandOf(limit, body.definition.better, BOX.height, 12), left = -step(values) / 2;
  return html`<div class="month-scroll" tabindex="0" role="group" aria-label=${gettext("Month by month")}>
    <svg class="months" viewBox=${`${left} -12 ${step(values) * values.length} ${BOX.height + 24}`}
      aria-hidden="true">
      ${band && html`<rect class="target-band" x=${left} width=${step(values) * values.length} ...${band} />`}
      ${limit && html`<line class="target-line" x1=${left} x2=${BOX.width - left} y1=${limit.y} y2=${limit.y}>
        <title>${fill(gettext("Target {value}"), { value: written(target, unit) })}</title></line>`}
      ${stretchesOf(points).map((stretch) => html`<polyline class="line-now" points=${stretch} />`)}
      ${points.map((point, at) => point && html`<circle class=${at === values.length - 1 ? "dot-last" : "dot-month"}
        cx=${point.x} cy=${point.y} r=${at === values.length - 1 ? 5 : 3}>
        <title>${titleOf(body.months[at], unit)}</title></circle>`)}</svg>
    <table class="month-table"><caption class="sr-only">${gettext("Month by month")}</caption>
      <thead><tr>${body.months.map((/** @type {any} */ each) => html`<th scope="col" key=${each.first}>
        ${month(each.first)}</th>`)}</tr></thead>
      <tbody><tr>${body.months.map((/** @type {any} */ each) => html`<td key=${each.first}
        class=${each.few ? "few" : ""}>${written(each.value, unit)}</td>`)}</tr></tbody></table></div>`;
}

/** @param {any[]} values */
const step = (values) => BOX.width / Math.max(values.length - 1, 1);

/** @param {any} each @param {string} unit */
const titleOf = (each, unit) => `${month(each.first)} ${written(each.value, unit)} ${unitWord(unit)}`;

const DAYS = () => [
  gettext("Mon"), gettext("Tue"), gettext("Wed"), gettext("Thu"), gettext("Fri"), gettext("Sat"), gettext("Sun"),
];

/** @param {{body: any}} props */
export function Week({ body }) {
  const { unit } = body.definition;
  const sure = body.cells.filter((/** @type {any} */ cell) => !cell.few && cell.value !== null);
  const all = sure.map((/** @type {any} */ cell) => cell.value);
  const days = DAYS();
  return html`<div class="heat-scroll" tabindex="0" role="group" aria-label=${gettext("By hour of the week")}>
    <table class="heat"><caption class="sr-only">${gettext("By hour of the week")}</caption>
    <thead><tr><th scope="col"><span class="sr-only">${gettext("Day")}</span></th>
      ${Array.from({ length: 24 }, (_, hour) => html`<th scope="col" key=${hour}>${hour}</th>`)}</tr></thead>
    <tbody>${weekOf(body.cells).map((row, day) => html`<tr key=${day}><th scope="row">${days[day]}</th>
      ${row.map((cell, hour) => html`<td key=${hour} class=${`heat-${cell && !cell.few ? shadeOf(cell.value, all) : 0}`}
        title=${cell ? `${days[day]} ${hour}:00 · ${written(cell.value, unit)} ${unitWord(unit)} · ${
          fill(gettext("{n} rows"), { n: number(cell.rows) })}` : ""}>${cell && cell.value !== null
          ? number(cell.value, 0) : ""}</td>`)}</tr>`)}</tbody></table></div>`;
}

/** Parts by what each adds, with what they come to together. @param {{body: any, title: string}} props */
export function Pareto({ body, title }) {
  const { unit } = body.definition;
  const shares = paretoOf(body.parts);
  return html`<table class="figure-table pareto"><caption class="sr-only">${title}</caption>
    <thead><tr><th scope="col">${title}</th><th scope="col">${gettext("Figure")}</th>
      <th scope="col">${gettext("Year before")}</th><th scope="col">${gettext("Change")}</th>
      <th scope="col">${gettext("Share of the whole")}</th><th scope="col">${gettext("Together")}</th></tr></thead>
    <tbody>${body.parts.map((/** @type {any} */ part, /** @type {number} */ at) => html`<tr key=${part.key}
      class=${part.few ? "few" : ""}><th scope="row">${part.name}</th>
      <td>${written(part.value, unit)}</td><td>${written(part.before.value, unit)}</td>
      <td>${changeLine(part.change, unit)}</td>
      <td class="share-cell"><svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect width=${shares[at].share} height="8" /></svg>${reported(shares[at].share, 1)} %</td>
      <td>${reported(shares[at].together, 1)} %</td></tr>`)}</tbody></table>`;
}
