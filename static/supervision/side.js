// Beside the rows: the desks below with their figures, and the people who were called by name.
import { html, useSignal } from "../vendor/preact/11.2.0/preact.mjs";
import { second } from "../live/store.js";
import { person } from "../js/session.js";
import { ago, number } from "../js/format.js";
import { fill } from "../js/text.js";
import { unitName } from "../js/words.js";
import { acknowledge, calls, desk, goBack, goInto, list, trail } from "./data.js";

/** The lists whose figures stand beside each desk: the one that is shown, and the two that are grave. */
const columns = () => [...new Set([list.value, "overdue", "no_holder"])];

function Desk({ desk: each }) {
  const name = each.is_top || each.code === trail.value.at(-1)
    ? html`<b>${each.name}</b>`
    : html`<button class="row-link" onClick=${() => goInto(each.code)}>${each.name}</button>`;
  return html`<tr class=${each.is_top ? "top-desk" : ""}><th scope="row">${name}</th>
    <td>${number(each.counts.open)}</td>
    ${columns().map((code) => html`<td key=${code} class=${each.counts[code] ? "some" : "quiet"}>
      ${number(each.counts[code])}</td>`)}</tr>`;
}

export function Desks() {
  const body = desk.answer.value.body;
  if (!body) return null;
  const words = (code) => body.watches.find((each) => each.code === code)?.words;
  return html`<section class="desks" aria-labelledby="desks-title">
    <h2 class="panel-title" id="desks-title">${gettext("Desks")}
      ${trail.value.length > 0 && html`<button class="button small" onClick=${goBack}>
        ${gettext("One step up")} <kbd class="key">U</kbd></button>`}</h2>
    <table class="desk-table"><thead><tr><th scope="col"><span class="sr-only">${gettext("Desk")}</span></th>
      <th scope="col">${gettext("open")}</th>
      ${columns().map((code) => html`<th key=${code} scope="col">${words(code)}</th>`)}</tr></thead>
    <tbody>${body.desks.map((each) => html`<${Desk} key=${each.code} desk=${each} />`)}</tbody></table></section>`;
}

const isMine = (call) => call.person_id === null || call.person_id === person.value?.id;

function Call({ call }) {
  const answer = useSignal("");
  const mine = isMine(call);
  const send = (event) => {
    event.preventDefault();
    acknowledge([call], answer.peek());
  };
  return html`<li class=${`call ${mine ? "mine" : ""}`}>
    <p><a class="row-link" href=${`/?order=${call.number}`}>${call.number}</a> <b>${call.title}</b></p>
    <p class="caption">${call.because && `${call.because} · `}
      ${fill(gettext("called: {name}"), { name: call.person ?? unitName(call.unit) })} ·
      ${" "}${ago(call.at, second.value)}</p>
    ${mine && html`<form class="call-form" onSubmit=${send}><input class="input small" value=${answer.value}
      aria-label=${gettext("What you do about it")} placeholder=${gettext("What you do about it")} maxlength="300"
      onInput=${(event) => (answer.value = event.currentTarget.value)} />
      <button class="button small primary">${gettext("I know")}</button></form>`}</li>`;
}

export function Calls() {
  const rows = calls.answer.value.body?.results ?? [];
  const [mine, others] = [rows.filter(isMine), rows.filter((call) => !isMine(call))];
  const items = (calls) => html`<ul>${calls.map((call) => html`<${Call} key=${call.id} call=${call} />`)}</ul>`;
  return html`<section class="calls" aria-labelledby="calls-title">
    <h2 class="panel-title" id="calls-title">${gettext("Called by name")} <span class="chip">${rows.length}</span></h2>
    ${rows.length === 0 && html`<p class="quiet">${gettext("Nobody is called.")}</p>`}
    ${mine.length > 1 && html`<button class="button small" onClick=${() => acknowledge(mine, "")}>
      ${fill(gettext("I know all {n}"), { n: mine.length })}</button>`}
    ${mine.length > 0 && items(mine)}
    ${others.length > 0 && html`<details><summary>
      ${fill(gettext("Others, who have not answered: {n}"), { n: others.length })}</summary>${items(others)}</details>`}
  </section>`;
}
