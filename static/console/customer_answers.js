// @ts-check
// What the customer answered by their link, newest first: what was said, what became of it, who still has to look.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { clock, shortMoment } from "../js/format.js";
import { fill } from "../js/text.js";
import { word } from "../js/words.js";
import { second } from "../live/store.js";
import { Fold } from "../ui/panel.js";

/**
 * @typedef {{id: number, question: string, verdict: string, text: string, at: string, due_at: string | null,
 *   photo: string | null}} Answer
 */

/** @param {{answer: Answer}} props */
function Line({ answer }) {
  const late = answer.due_at && Date.parse(answer.due_at) < second.value;
  return html`<li><b>${word("question", answer.question)}</b> ${answer.text} <span class="quiet">
    ${shortMoment(answer.at, second.peek())}</span>
    ${answer.due_at && html` <span class=${`chip ${late ? "alarm" : "near"}`}>
      ${fill(gettext("look by {time}"), { time: clock(answer.due_at) })}</span>`}
    ${answer.photo && html`<a class="answer-photo" href=${answer.photo} target="_blank" rel="noreferrer">
      <img src=${answer.photo} alt=${gettext("Photo from the customer")} loading="lazy" /></a>`}</li>`;
}

/** @param {{answers: Answer[]}} props */
export function CustomerAnswers({ answers }) {
  return html`<${Fold} title=${gettext("Answers by link")} count=${answers.length}><ul class="rows answers">
    ${answers.map((answer) => html`<${Line} key=${answer.id} answer=${answer} />`)}</ul></${Fold}>`;
}
