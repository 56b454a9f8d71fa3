// @ts-check
// The rows of a list: when, what, the words, who, what it is about, what became of it.
import { html } from "../vendor/preact/11.2.0/preact.mjs";
import { fill } from "../js/text.js";
import { Unread } from "../ui/panel.js";
import { Skeletons } from "../ui/parts.js";
import { hasMore, isSurveys, LISTS, lines, list, moment, more, opened, rows } from "./data.js";

/** Of surveys the same places hold other things. */
const headsOf = (isOfSurveys) => isOfSurveys ? [
  () => gettext("When asked"), () => gettext("Matter"), () => gettext("Their words"), () => gettext("Unit"),
  () => gettext("About"), () => gettext("Answered"), () => gettext("Answer"),
] : HEADS;
const HEADS = [
  () => gettext("When"), () => gettext("What"), () => gettext("Text"), () => gettext("To"), () => gettext("About"),
  () => gettext("Channel"), () => gettext("State"),
];

function Row({ line }) {
  const heads = headsOf(isSurveys.value);
  const isOpen = opened.value === line.id;
  const open = () => (opened.value = line.id);
  return html`<tr class=${isOpen ? "selected" : ""} data-key=${line.id}
    onClick=${() => !String(getSelection()) && open()}>
    <th scope="row" class="cell-moment"><button class="row-link" aria-expanded=${isOpen} onClick=${open}>
      ${moment(line.at)}</button></th>
    <td data-label=${heads[1]()}>${line.what}</td>
    <td data-label=${heads[2]()} class="column-title" title=${line.text}>
      <span class="two-lines">${line.text}</span></td>
    <td data-label=${heads[3]()}>${line.who}</td>
    <td data-label=${heads[4]()}>${line.number && `…${line.number.slice(-7)}`}</td>
    <td data-label=${heads[5]()}>${line.channel}</td>
    <td data-label=${heads[6]()} class=${`told-state ${line.tone}`}>${line.state}</td></tr>`;
}

function Nothing() {
  const { problem, loading } = rows.answer.value;
  if (problem) return html`<${Unread} problem=${problem} again=${rows.read} />`;
  if (loading) return html`<${Skeletons} />`;
  return html`<p class="empty">${list.value === "person" || list.value === "answers"
    ? gettext("Nothing waits for a person.") : gettext("Nothing here.")}</p>`;
}

export function Table() {
  if (lines.value.length === 0) return html`<div class="table-box"><${Nothing} /></div>`;
  const words = LISTS.find((one) => one.name === list.value)?.words();
  return html`<div class="table-box" aria-busy=${rows.answer.value.loading}>
    <table class="order-table"><caption class="sr-only">${words}</caption>
      <thead><tr>${headsOf(isSurveys.value).map((head) =>
        html`<th scope="col" key=${head()}>${head()}</th>`)}</tr></thead>
      <tbody>${lines.value.map((line) => html`<${Row} key=${line.id} line=${line} />`)}</tbody></table>
    <p class="more"><span class="quiet" role="status">
      ${fill(ngettext("{n} line", "{n} lines", lines.value.length), { n: lines.value.length })}</span>
      ${hasMore.value && html`<button class="button" onClick=${more}>${gettext("Show more")}
        <kbd class="key">M</kbd></button>`}</p></div>`;
}
