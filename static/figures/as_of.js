// @ts-check
// A figure as it stood at an earlier moment: the field that asks for it, and what was restated since, with the reasons.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { fill } from "../js/text.js";
import { fullMoment } from "../js/format.js";
import { ask, asked } from "./asked.js";
import { unitWord, written } from "./rules.js";

const SHOWN = 12;

/** The field asks for a moment on the clock of the wall in China; empty is now. */
export const AsOfField = () => html`<label class="field"><span>${gettext("As it stood at")}</span>
  <input class="input" type="datetime-local" name="as_of" value=${asked.value.as_of}
    onChange=${(/** @type {any} */ event) => ask({ as_of: event.currentTarget.value })} /></label>
  ${asked.value.as_of && html`<button class="button small as-of-now"
    onClick=${() => ask({ as_of: "" })}>
    ${gettext("As it stands now")}</button>`}`;

/** @param {string} told */
const moment = (told) => fullMoment(told, Date.now());

/** @param {any} each */
const sums = (each) => [fill("{top}/{under}", { top: digits(each.top_before), under: digits(each.under_before) }),
  fill("{top}/{under}", { top: digits(each.top_after), under: digits(each.under_after) })];

/** @param {number} value */
const digits = (value) => String(Math.round(value * 100) / 100);

/** The event has a word of its own; a correction has its reason. @param {any} one @param {string} why */
const aboutWords = (one, why) => [one.number, why === "CORRECTION" || !one.number ? one.said : ""]
  .filter(Boolean).join(" · ");

/** @param {{each: any}} props */
const About = ({ each }) => html`${each.about.map((/** @type {any} */ one) => html`<span class="quiet">
  ${aboutWords(one, each.why)} </span>`)}`;

/** @param {{rows: any[]}} props */
const Table = ({ rows }) => html`<div class="table-scroll"><table class="figure-table restated"><thead><tr>
  <th scope="col">${gettext("Restated")}</th><th scope="col">${gettext("Day")}</th>
  <th scope="col">${gettext("Unit")}</th>
  <th scope="col">${gettext("Above/below the line")}</th><th scope="col">${gettext("Why")}</th></tr></thead>
  <tbody>${rows.map((each) => html`<tr><td>${moment(each.at)}</td><td>${each.day}</td>
    <td>${each.unit_name || each.unit || "—"}</td><td>${sums(each).join(" → ")}</td>
    <td>${each.why_words} <${About} each=${each} /></td></tr>`)}</tbody></table></div>`;

/** @param {{body: any}} props */
export function AsItStood({ body }) {
  const told = body.as_of;
  if (!told) return null;
  const { unit } = body.definition;
  const now = `${written(told.value_now, unit)} ${unitWord(unit)}`.trim();
  return html`<section class="as-it-stood" role="note"><h2>${fill(gettext("As it stood at {moment}"),
      { moment: moment(told.at) })}</h2>
    <p>${fill(gettext("Now it is {value}."), { value: now })} ${told.restated
      ? fill(gettext("Values restated since, of days that were over: {n}."), { n: told.restated })
      : gettext("Of the days that were over nothing was restated since.")}
      ${told.waiting && html` <span class="quiet">${gettext("Something happened that is not counted yet.")}</span>`}</p>
    ${told.restated > 0 && html`<${Table} rows=${told.restatements.slice(0, SHOWN)} />`}</section>`;
}
