// @ts-check
// How did we do: asked, reached, rated and satisfied by kind of order, unit or month. Each number opens its rows below.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { number } from "../js/format.js";
import { fill } from "../js/text.js";
import { Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { askSurveys, figures, surveys } from "./data.js";
import { COLUMNS, GROUPS, PERIODS } from "./survey_rules.js";

/** @type {Record<string, () => string>} */
const WORDS = {
  asked: () => gettext("Asked"),
  not_reached: () => gettext("Not reached"),
  reached: () => gettext("Reached"),
  reach_percent: () => gettext("Reach rate"),
  rated: () => gettext("Rated"),
  satisfied: () => gettext("Satisfied"),
  fair: () => gettext("Fairly satisfied"),
  unsatisfied: () => gettext("Not satisfied"),
  satisfied_percent: () => gettext("Satisfied share"),
  kind: () => gettext("By kind of order"),
  unit: () => gettext("By unit"),
  month: () => gettext("By month"),
};

/** @param {string | null} percent */
const percentOf = (percent) => (percent === null ? "—" : `${number(Number(percent), 2)} %`);

function Cell({ row, column }) {
  const { name, rows } = column;
  if (!rows) return html`<td data-label=${WORDS[name]()}>${percentOf(row[name])}</td>`;
  const isOpen = surveys.value.group === row.group && surveys.value.column === name;
  const label = `${row.words || gettext("All")} · ${WORDS[name]()}: ${row[name]}`;
  return html`<td data-label=${WORDS[name]()}><button class="survey-number" aria-pressed=${isOpen}
    aria-label=${label} disabled=${row[name] === 0} onClick=${() => askSurveys({ group: row.group, column: name })}>
    ${number(row[name])}</button></td>`;
}

const Row = ({ row }) => html`<tr class=${row.group ? "" : "survey-total"}><th scope="row">
  ${row.words || gettext("All")}</th>${COLUMNS.map((column) =>
  html`<${Cell} key=${column.name} row=${row} column=${column} />`)}</tr>`;

function Choices() {
  const { days, by } = surveys.value;
  const put = (name) => (event) => askSurveys({ [name]: event.currentTarget.value, group: "", column: "asked" });
  return html`<div class="survey-choices">
    <label><span class="sr-only">${gettext("Period")}</span><select class="input small" onChange=${put("days")}>
      ${PERIODS.map((each) => html`<option key=${each} value=${each} selected=${each === days}>
        ${fill(gettext("asked in the last {n} days"), { n: each })}</option>`)}</select></label>
    <label><span class="sr-only">${gettext("Put together")}</span><select class="input small" onChange=${put("by")}>
      ${GROUPS.map((each) => html`<option key=${each} value=${each} selected=${each === by}>${WORDS[each]()}</option>`)}
      </select></label></div>`;
}

function Definitions({ told }) {
  return html`<ul class="survey-means quiet">${Object.entries(told).map(([code, words]) =>
    html`<li key=${code}>${words}</li>`)}</ul>`;
}

/** What the rows below are. @param {{body: any}} props */
function Opened({ body }) {
  const { group, column } = surveys.value;
  const words = group ? (body.groups.find((each) => each.group === group)?.words ?? group) : gettext("All");
  return html`<p class="survey-opened" role="status">${fill(gettext("Below: {group}, {what}"),
    { group: words, what: WORDS[column]() })}</p>`;
}

export function Surveys() {
  const { body, problem } = figures.answer.value;
  return html`<section class="survey-figures" aria-label=${gettext("How did we do?")}><${Choices} />
    ${problem && html`<${Unread} problem=${problem} again=${figures.read} />`}
    ${!body && !problem && html`<${Skeletons} small count=${3} />`}
    ${body && html`<div class="survey-scroll" tabindex="0" role="group" aria-label=${gettext("Figures")}>
      <table class="survey-table"><caption class="sr-only">${gettext("Figures")}</caption>
      <thead><tr><th scope="col">${WORDS[body.by]()}</th>${COLUMNS.map((column) =>
        html`<th scope="col" key=${column.name}>${WORDS[column.name]()}</th>`)}</tr></thead>
      <tbody>${[body.total, ...body.groups].map((row) => html`<${Row} key=${row.group} row=${row} />`)}</tbody></table>
      </div><${Definitions} told=${body.definitions} /><${Opened} body=${body} />`}</section>`;
}
