// @ts-check
// A figure asked in words: the box, the answer with what it was read as, or why there is none and what is answered
// instead.
import { html, signal } from "../vendor/preact/11.2.0/preact.mjs";
import { get } from "../js/api.js";
import { fill } from "../js/text.js";
import { Unread } from "../ui/panel.js";
import { Months, Pareto, Week } from "./charts.js";
import { addressOfRow, changeLine, ofWords, unitWord, written } from "./rules.js";

const MOST_PARTS = 20;
const said = () => new URLSearchParams(location.search).get("ask") ?? "";
const typed = signal(said());
/** {body} or {problem}; null before anything was asked. */
const answer = signal(/** @type {any} */ (null));
const waits = signal(false);
let turn = 0;

/** The question into the address, and its answer. @param {string} question */
async function askFor(question) {
  typed.value = question;
  const address = new URLSearchParams(location.search), now = ++turn;
  if (question) address.set("ask", question);
  else address.delete("ask");
  history.replaceState(null, "", `?${address}`);
  waits.value = Boolean(question);
  const found = await get("ask/", question ? { question } : {}).then((body) => ({ body }), (problem) => ({ problem }));
  if (now !== turn) return;
  answer.value = found;
  waits.value = false;
}

export const startQuestion = () => void askFor(typed.peek());

/** @param {{told: any}} props */
function Compared({ told }) {
  const { unit } = told.definition;
  if (!told.before) return null;
  return html`<p class="quiet">${told.against === "year" ? gettext("Year before") : gettext("Days just before")}:
    ${written(told.before.value, unit)} ${unitWord(unit)} · ${changeLine(told.change, unit)}</p>`;
}

/** @param {{told: any}} props */
function Division({ told }) {
  const body = told.division && { ...told.division, definition: told.definition };
  if (!body) return null;
  if (body.months.length) return html`<${Months} body=${body} target=${told.definition.target} />`;
  if (body.cells.length) return html`<${Week} body=${body} />`;
  const parts = body.parts.slice(0, MOST_PARTS);
  return html`<${Pareto} body=${{ ...body, parts }} title=${told.by_words} />
    ${parts.length < body.parts.length && html`<p class="quiet">${
      fill(gettext("{n} of {all} parts"), { n: parts.length, all: body.parts.length })}</p>`}`;
}

/** @param {{told: any}} props */
function Rows({ told }) {
  const numbers = told.row_numbers;
  if (!numbers.length) return null;
  return html`<details><summary>${fill(gettext("The rows behind it: {n}"), { n: told.rows })}</summary>
    <ul class="row-numbers">${numbers.map((/** @type {string} */ number) => {
      const address = addressOfRow(told.definition.rows_are, number);
      return html`<li key=${number}>${address ? html`<a class="row-link" href=${address}>${number}</a>` : number}</li>`;
    })}</ul>
    ${told.rows_in_confidence > 0 && html`<p class="quiet">${fill(
      gettext("{n} told in confidence count and are not shown."), { n: told.rows_in_confidence },
    )}</p>`}</details>`;
}

/** @param {{told: any}} props */
function Told({ told }) {
  const { unit } = told.definition;
  return html`<p class="quiet">${fill(gettext("Read as: {question}"), { question: told.read_as })}</p>
    <p class="big"><b>${written(told.value, unit)}</b> <span class="quiet">${unitWord(unit)}</span>
      <span class="quiet of">${ofWords(told)}</span></p>
    <${Compared} told=${told} />
    <p>${told.definition.means} <a class="row-link" href=${told.page}>${
      fill(gettext("The page of this figure: {label}"), { label: told.definition.label })}</a></p>
    <${Division} told=${told} /><${Rows} told=${told} />`;
}

/** A question that is answered, to be asked with a press. @param {{question: string}} props */
const Offered = ({ question }) => html`<button type="button" class="button small offered"
  onClick=${() => askFor(question)}>${question}</button>`;

/** @param {{body: any}} props */
function Answer({ body }) {
  if (body.told) return html`<${Told} told=${body.told} />`;
  if (!body.question) return html`<p class="quiet examples">${gettext("For example:")}
    ${body.examples.map((/** @type {string} */ each) => html` <${Offered} key=${each} question=${each} />`)}</p>`;
  return html`<p class="refused">${fill(gettext("Not answered. {why}"), { why: body.words })}</p>
    <p>${gettext("This is answered:")} <${Offered} question=${body.nearest} /></p>`;
}

export function Question() {
  const { body, problem } = answer.value ?? {};
  const send = (/** @type {any} */ event) => {
    event.preventDefault();
    askFor(event.currentTarget.elements.question.value.trim());
  };
  return html`<section class="question no-print" aria-label=${gettext("Ask for a figure in words")}>
    <form onSubmit=${send}><label class="field">
      <span>${gettext("Ask for a figure in words")} <kbd class="key">Q</kbd></span>
      <input class="input" name="question" value=${typed.value} maxlength="300" autocomplete="off"
        enterkeyhint="search"
        onInput=${(/** @type {any} */ event) => (typed.value = event.currentTarget.value)} /></label>
      <button class="button small" disabled=${waits.value}>${gettext("Ask")}</button></form>
    <div class="answer" role="status" aria-busy=${waits.value}>
      ${problem ? html`<${Unread} problem=${problem} again=${startQuestion} />`
        : body && html`<${Answer} body=${body} />`}
    </div></section>`;
}
